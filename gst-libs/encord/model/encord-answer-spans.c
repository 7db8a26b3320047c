/* encord-answer-spans.c - which answer holds on which frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-answer-sheet-private.h>
#include <encord/model/encord-frame-range-private.h>

/* A sweep over the frames where an entry begins or ends to hold. Between two of
 * them the same entries hold, and make one answer. */

typedef struct
{
  gint64 frame;
  guint entry;   /* into the sheet's */
  gboolean ends; /* it no longer holds on the frame */
} Edge;

typedef struct
{
  const EncordAnswerSheet *sheet;
  EncordOntologyAttribute *attribute;
  GTree *active;      /* numbers of the entries that hold, + 1 */
  GHashTable *by_key; /* text of an answer to its EncordAnswerSpan */
  GPtrArray *spans;
} Sweep;

static void
span_free (gpointer data)
{
  EncordAnswerSpan *span = data;

  encord_answer_unref (span->answer);
  g_array_unref (span->ranges);
  g_free (span);
}

static gint
compare_edges (gconstpointer a, gconstpointer b)
{
  const Edge *p = a, *q = b;

  if (p->frame != q->frame)
    return p->frame < q->frame ? -1 : 1;
  if (p->entry != q->entry)
    return p->entry < q->entry ? -1 : 1;

  return q->ends - p->ends; /* of one entry, the end before a new beginning */
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint i = GPOINTER_TO_UINT (a), j = GPOINTER_TO_UINT (b);

  return i < j ? -1 : i > j;
}

static GArray *
collect_edges (const EncordAnswerSheet *sheet,
               EncordOntologyAttribute *attribute)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = 0; i < sheet->entries->len; i++) {
    const EncordAnswerEntry *entry = g_ptr_array_index (sheet->entries, i);

    if (entry->answer == NULL || entry->ranges == NULL ||
        !encord_answer_entry_is_of (entry, attribute))
      continue;
    for (guint j = 0; j < entry->ranges->len; j++) {
      const EncordFrameRange *range =
          &g_array_index (entry->ranges, EncordFrameRange, j);
      const Edge begin = { range->first, i, FALSE };
      const Edge end = { (gint64) range->last + 1, i, TRUE };

      g_array_append_val (edges, begin);
      g_array_append_val (edges, end);
    }
  }
  g_array_sort (edges, compare_edges);

  return edges;
}

static gboolean
collect_answer (gpointer key, gpointer value, gpointer data)
{
  const EncordAnswerEntry *entry = value;

  g_ptr_array_add (data, entry->answer);

  return FALSE;
}

/* what the entries make that hold at present */
static EncordAnswer *
unite_active (Sweep *self)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();

  if (encord_ontology_attribute_get_attribute_type (self->attribute) ==
      ENCORD_ATTRIBUTE_CHECKLIST) {
    g_tree_foreach (self->active, collect_answer, answers);
  } else {
    const EncordAnswerEntry *last =
        g_tree_node_value (g_tree_node_last (self->active));

    g_ptr_array_add (answers, last->answer);
  }

  return encord_answer_unite (self->attribute, answers);
}

/* the same for answers that are equal, of one attribute */
static char *
answer_key (EncordAnswer *answer)
{
  GPtrArray *options = encord_answer_get_options (answer);
  GString *key = g_string_new (encord_answer_get_text (answer));
  double number;

  if (encord_answer_get_number (answer, &number))
    g_string_append_printf (key, "%.17g", number);
  for (guint i = 0; i < options->len; i++) {
    g_string_append (key, encord_ontology_option_get_feature_hash (
                              g_ptr_array_index (options, i)));
    g_string_append_c (key, '\n');
  }

  return g_string_free (key, FALSE);
}

static void
append_span (Sweep *self, gint64 first, gint64 last)
{
  EncordAnswer *answer = unite_active (self);
  g_autofree char *key = answer_key (answer);
  EncordAnswerSpan *span = g_hash_table_lookup (self->by_key, key);

  if (span == NULL) {
    span = g_new (EncordAnswerSpan, 1);
    span->answer = g_steal_pointer (&answer);
    span->ranges = encord_frame_ranges_new ();
    g_ptr_array_add (self->spans, span);
    g_hash_table_insert (self->by_key, g_steal_pointer (&key), span);
  } else {
    encord_answer_unref (answer);
  }
  encord_frame_ranges_append (span->ranges, (int) first, (int) last);
}

static void
pass_edge (Sweep *self, const Edge *edge)
{
  gpointer number = GUINT_TO_POINTER (edge->entry + 1);

  if (edge->ends)
    g_tree_remove (self->active, number);
  else
    g_tree_insert (self->active, number,
                   g_ptr_array_index (self->sheet->entries, edge->entry));
}

GPtrArray *
encord_answer_sheet_get_spans (const EncordAnswerSheet *self,
                               EncordOntologyAttribute *attribute)
{
  g_autoptr (GArray) edges = collect_edges (self, attribute);
  Sweep sweep = {
    .sheet = self,
    .attribute = attribute,
    .active = g_tree_new (compare_numbers),
    .by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .spans = g_ptr_array_new_with_free_func (span_free),
  };

  for (guint i = 0; i < edges->len; i++) {
    const Edge *edge = &g_array_index (edges, Edge, i);
    const Edge *next =
        i + 1 < edges->len ? &g_array_index (edges, Edge, i + 1) : NULL;

    pass_edge (&sweep, edge);
    if (next != NULL && next->frame > edge->frame &&
        g_tree_nnodes (sweep.active) > 0)
      append_span (&sweep, edge->frame, next->frame - 1);
  }
  g_tree_unref (sweep.active);
  g_hash_table_unref (sweep.by_key);

  return sweep.spans;
}
