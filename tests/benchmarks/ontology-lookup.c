/* ontology-lookup.c - times look-up in small and large ontologies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include <encord/encord.h>

#include "bench.h"

/* Each class has an attribute with four options, so the largest ontology has
 * 30,000 elements. Half of the classes are read, the rest added. What is looked
 * up goes through a window of as many names in each ontology, spread over all of
 * it: otherwise the processor's caches, which hold the small ontology, would be
 * timed instead. */

#define N_SIZES 3
#define WINDOW 50
#define LOOKUPS 200000

static const guint sizes[N_SIZES] = { 50, 500, 5000 };

typedef struct
{
  EncordOntologyStructure *structure;
  char *hashes[WINDOW]; /* of options */
  char *titles[WINDOW]; /* of objects */
} Side;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

static void
add_class (EncordOntologyStructure *structure, guint i)
{
  g_autofree char *title = g_strdup_printf ("Class number %u", i);
  EncordOntologyAttribute *attribute = encord_ontology_object_add_attribute (
      encord_ontology_structure_add_object (structure, title,
                                            ENCORD_SHAPE_POLYGON, NULL),
      "State", ENCORD_ATTRIBUTE_RADIO, FALSE, TRUE, NULL);

  for (guint k = 0; k < 4; k++) {
    g_autofree char *label = g_strdup_printf ("Option %u", k);

    encord_ontology_attribute_add_option (attribute, label, NULL, NULL);
  }
}

static EncordOntologyStructure *
make_structure (guint n)
{
  g_autoptr (EncordOntologyStructure) half = encord_ontology_structure_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  EncordOntologyStructure *structure;

  for (guint i = 0; i < n / 2; i++)
    add_class (half, i);
  node = encord_ontology_structure_to_json (half);
  structure = encord_ontology_structure_new_from_json (node, &error);
  if (structure == NULL)
    g_error ("%s", error->message);
  for (guint i = n / 2; i < n; i++)
    add_class (structure, i);

  return structure;
}

static void
fill (Side *side, guint n)
{
  GPtrArray *objects;

  side->structure = make_structure (n);
  objects = encord_ontology_structure_get_objects (side->structure);
  for (guint i = 0; i < WINDOW; i++) {
    EncordOntologyObject *object =
        g_ptr_array_index (objects, i * (n / WINDOW));
    GPtrArray *attributes = encord_ontology_object_get_attributes (object);
    GPtrArray *options = encord_ontology_attribute_get_options (
        g_ptr_array_index (attributes, 0));

    side->titles[i] = g_strdup (encord_ontology_object_get_name (object));
    side->hashes[i] = g_strdup (encord_ontology_option_get_feature_hash (
        g_ptr_array_index (options, 3)));
  }
}

static void
clear (Side *side)
{
  g_object_unref (side->structure);
  for (guint i = 0; i < WINDOW; i++) {
    g_free (side->titles[i]);
    g_free (side->hashes[i]);
  }
}

static double
time_hash (const Side *side)
{
  const double start = now ();

  for (guint i = 0; i < LOOKUPS; i++)
    if (encord_ontology_structure_find_child_by_hash (
            side->structure, side->hashes[i % WINDOW],
            ENCORD_TYPE_ONTOLOGY_OPTION, NULL) == NULL)
      g_error ("an option was not found");

  return (now () - start) / LOOKUPS;
}

static double
time_title (const Side *side)
{
  const double start = now ();

  for (guint i = 0; i < LOOKUPS; i++)
    if (encord_ontology_structure_find_child_by_title (
            side->structure, side->titles[i % WINDOW],
            ENCORD_TYPE_ONTOLOGY_ELEMENT, NULL) == NULL)
      g_error ("a class was not found");

  return (now () - start) / LOOKUPS;
}

static double
median_ratio (const double large[BENCH_PAIRS], const double small[BENCH_PAIRS])
{
  double ratios[BENCH_PAIRS];

  for (guint i = 0; i < BENCH_PAIRS; i++)
    ratios[i] = large[i] / small[i];

  return bench_median (ratios);
}

int
main (void)
{
  Side sides[N_SIZES];
  double hash[N_SIZES][BENCH_PAIRS], title[N_SIZES][BENCH_PAIRS];

  for (guint i = 0; i < N_SIZES; i++)
    fill (&sides[i], sizes[i]);
  for (guint round = 0; round < BENCH_PAIRS; round++)
    for (guint i = 0; i < N_SIZES; i++) {
      hash[i][round] = time_hash (&sides[i]);
      title[i][round] = time_title (&sides[i]);
    }

  g_print ("{\"benchmark\":\"ontology-lookup\",\"unit\":\"ns\"");
  for (guint i = 0; i < N_SIZES; i++)
    g_print (",\"hash_%u\":%.1f,\"title_%u\":%.1f", sizes[i],
             bench_median (hash[i]), sizes[i], bench_median (title[i]));
  g_print (",\"hash_ratio\":%.3f,\"title_ratio\":%.3f,"
           "\"hash_spread\":%.3f,\"title_spread\":%.3f}\n",
           median_ratio (hash[N_SIZES - 1], hash[0]),
           median_ratio (title[N_SIZES - 1], title[0]),
           bench_spread (hash[N_SIZES - 1]), bench_spread (title[N_SIZES - 1]));
  for (guint i = 0; i < N_SIZES; i++)
    clear (&sides[i]);

  return 0;
}
