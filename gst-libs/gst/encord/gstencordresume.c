/* gstencordresume.c - where a unit can be entered that an earlier run did not finish
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordresume.h>

#define RESUME_QUERY "encord-resume"
/* nobody has said anything */
#define NOWHERE G_MAXUINT64

/**
 * gst_encord_resume_query_new:
 * @unit: the unit that is about to be opened
 *
 * Makes the query that asks downstream where a unit can be entered.
 *
 * encordsrc sends it down before it opens a unit. Whoever decides what the labels
 * are adds to the digest while it passes the query on, and puts back what was
 * there afterwards, since a tee sends the same query into all its branches. Who
 * records labels answers with gst_encord_resume_query_limit() and returns %FALSE
 * from its query function all the same: a tee goes on asking only then.
 *
 * Returns: (transfer full): a custom query, not serialized
 *
 * Since: 0.1
 */
GstQuery *
gst_encord_resume_query_new (GstEncordUnit *unit)
{
  g_return_val_if_fail (GST_IS_ENCORD_UNIT (unit), NULL);

  return gst_query_new_custom (
      GST_QUERY_CUSTOM,
      gst_structure_new (RESUME_QUERY, "unit", GST_TYPE_ENCORD_UNIT, unit,
                         "first-frame", G_TYPE_UINT64, NOWHERE, NULL));
}

/**
 * gst_encord_is_resume_query:
 * @query: any query
 *
 * Tells whether a query was made by gst_encord_resume_query_new().
 *
 * Returns: %FALSE for any other query
 *
 * Since: 0.1
 */
gboolean
gst_encord_is_resume_query (GstQuery *query)
{
  const GstStructure *structure;

  g_return_val_if_fail (GST_IS_QUERY (query), FALSE);

  if (GST_QUERY_TYPE (query) != GST_QUERY_CUSTOM)
    return FALSE;
  structure = gst_query_get_structure (query);

  return structure != NULL &&
         gst_structure_has_name (structure, RESUME_QUERY) &&
         gst_structure_has_field_typed (structure, "unit",
                                        GST_TYPE_ENCORD_UNIT) &&
         gst_structure_has_field_typed (structure, "first-frame",
                                        G_TYPE_UINT64);
}

/**
 * gst_encord_resume_query_get_unit:
 * @query: a query made by gst_encord_resume_query_new()
 *
 * Tells which unit is about to be opened. Its first frame says nothing yet.
 *
 * Returns: (transfer full) (nullable): the unit
 *
 * Since: 0.1
 */
GstEncordUnit *
gst_encord_resume_query_get_unit (GstQuery *query)
{
  GstEncordUnit *unit = NULL;

  g_return_val_if_fail (gst_encord_is_resume_query (query), NULL);

  gst_structure_get (gst_query_get_structure (query), "unit",
                     GST_TYPE_ENCORD_UNIT, &unit, NULL);

  return unit;
}

/**
 * gst_encord_resume_query_get_digest:
 * @query: a query made by gst_encord_resume_query_new()
 *
 * Tells what the labels of the unit come from: two runs with the same digest find
 * the same.
 *
 * Returns: (nullable): the digest, or %NULL while nobody has vouched for the labels;
 *   then no unit is entered but at its beginning
 *
 * Since: 0.1
 */
const char *
gst_encord_resume_query_get_digest (GstQuery *query)
{
  g_return_val_if_fail (gst_encord_is_resume_query (query), NULL);

  return gst_structure_get_string (gst_query_get_structure (query), "digest");
}

/**
 * gst_encord_resume_query_set_digest:
 * @query: a query made by gst_encord_resume_query_new()
 * @digest: (nullable): what gst_encord_resume_digest() gave, or %NULL to put back
 *   that nobody has vouched for the labels
 *
 * Says what the labels of the unit come from.
 *
 * Since: 0.1
 */
void
gst_encord_resume_query_set_digest (GstQuery *query, const char *digest)
{
  GstStructure *structure;

  g_return_if_fail (gst_encord_is_resume_query (query));

  structure = gst_query_writable_structure (query);
  if (digest != NULL)
    gst_structure_set (structure, "digest", G_TYPE_STRING, digest, NULL);
  else
    gst_structure_remove_field (structure, "digest");
}

/**
 * gst_encord_resume_query_get_first_frame:
 * @query: a query made by gst_encord_resume_query_new()
 *
 * Tells where the unit is to be entered.
 *
 * Returns: index of the first frame that anybody needs, 0 if nobody answered
 *
 * Since: 0.1
 */
guint64
gst_encord_resume_query_get_first_frame (GstQuery *query)
{
  guint64 first_frame = NOWHERE;

  g_return_val_if_fail (gst_encord_is_resume_query (query), 0);

  gst_structure_get_uint64 (gst_query_get_structure (query), "first-frame",
                            &first_frame);

  return first_frame != NOWHERE ? first_frame : 0;
}

/**
 * gst_encord_resume_query_limit:
 * @query: a query made by gst_encord_resume_query_new()
 * @first_frame: index of the first frame that the caller needs
 *
 * Answers the query; the earliest answer wins.
 *
 * Since: 0.1
 */
void
gst_encord_resume_query_limit (GstQuery *query, guint64 first_frame)
{
  guint64 before = NOWHERE;

  g_return_if_fail (gst_encord_is_resume_query (query));

  gst_structure_get_uint64 (gst_query_get_structure (query), "first-frame",
                            &before);
  gst_structure_set (gst_query_writable_structure (query), "first-frame",
                     G_TYPE_UINT64, MIN (before, first_frame), NULL);
}

/**
 * gst_encord_resume_digest:
 * @digest: (nullable): what came so far; %NULL for nothing
 * @part: everything about one element that its labels depend on
 *
 * Adds to a digest.
 *
 * Returns: (transfer full): the SHA-256 of both, in hexadecimal digits
 *
 * Since: 0.1
 */
char *
gst_encord_resume_digest (const char *digest, GBytes *part)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size;
  const guint8 *data;

  g_return_val_if_fail (part != NULL, NULL);

  data = g_bytes_get_data (part, &size);
  if (digest != NULL)
    g_checksum_update (sum, (const guchar *) digest, -1);
  /* nothing that a digest consists of, so that "ab" and "c" are not "a" and "bc" */
  g_checksum_update (sum, (const guchar *) "/", 1);
  if (size > 0)
    g_checksum_update (sum, data, (gssize) size);

  return g_strdup (g_checksum_get_string (sum));
}
