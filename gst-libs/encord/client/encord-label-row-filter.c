/* client/encord-label-row-filter.c - which rows a listing shows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/model/encord-time-private.h>

#define N_MEMBERS 16

/**
 * EncordLabelRowFilter:
 *
 * Which rows encord_project_list_label_rows() shows, and what it tells of them.
 *
 * Each property is one member of the listing's payload; members that are set are
 * combined with "and". Follows the arguments of `Project.list_label_rows_v2` of
 * the SDK.
 *
 * Since: 0.1
 */
struct _EncordLabelRowFilter
{
  GObject parent;

  GValue values[N_MEMBERS];
};

G_DEFINE_FINAL_TYPE (EncordLabelRowFilter, encord_label_row_filter,
                     G_TYPE_OBJECT)

/* element n is property n + 1; on the wire its name has _ for - */
static GParamSpec *members[N_MEMBERS];

static void
encord_label_row_filter_get_property (GObject *object, guint id, GValue *value,
                                      GParamSpec *pspec)
{
  EncordLabelRowFilter *self = ENCORD_LABEL_ROW_FILTER (object);

  g_value_copy (&self->values[id - 1], value);
}

static void
encord_label_row_filter_set_property (GObject *object, guint id,
                                      const GValue *value, GParamSpec *pspec)
{
  EncordLabelRowFilter *self = ENCORD_LABEL_ROW_FILTER (object);

  g_value_copy (value, &self->values[id - 1]);
}

static void
encord_label_row_filter_finalize (GObject *object)
{
  EncordLabelRowFilter *self = ENCORD_LABEL_ROW_FILTER (object);

  for (guint i = 0; i < N_MEMBERS; i++)
    g_value_unset (&self->values[i]);

  G_OBJECT_CLASS (encord_label_row_filter_parent_class)->finalize (object);
}

static GParamSpec *
string_spec (const char *name, const char *blurb)
{
  return g_param_spec_string (name, NULL, blurb, NULL,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
boxed_spec (const char *name, GType type, const char *blurb)
{
  return g_param_spec_boxed (name, NULL, blurb, type,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
boolean_spec (const char *name, gboolean initially, const char *blurb)
{
  return g_param_spec_boolean (name, NULL, blurb, initially,
                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
}

static void
encord_label_row_filter_class_init (EncordLabelRowFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  guint n = 0;

  object_class->get_property = encord_label_row_filter_get_property;
  object_class->set_property = encord_label_row_filter_set_property;
  object_class->finalize = encord_label_row_filter_finalize;

  /**
   * EncordLabelRowFilter:edited-before:
   *
   * Only rows last edited before this time.
   *
   * Since: 0.1
   */
  members[n++] = boxed_spec ("edited-before", G_TYPE_DATE_TIME,
                             "Only rows last edited before this time");
  /**
   * EncordLabelRowFilter:edited-after:
   *
   * Only rows last edited after this time.
   *
   * Since: 0.1
   */
  members[n++] = boxed_spec ("edited-after", G_TYPE_DATE_TIME,
                             "Only rows last edited after this time");
  /**
   * EncordLabelRowFilter:label-statuses:
   *
   * Only rows with one of these task statuses, such as `QUEUED`.
   *
   * Since: 0.1
   */
  members[n++] = boxed_spec ("label-statuses", G_TYPE_STRV,
                             "Only rows with one of these task statuses");
  /**
   * EncordLabelRowFilter:shadow-data-state:
   *
   * `ALL_DATA`, `SHADOW_DATA` or `NOT_SHADOW_DATA` (of benchmark projects).
   *
   * Since: 0.1
   */
  members[n++] = string_spec ("shadow-data-state",
                              "Only rows of this kind of benchmark data");
  /**
   * EncordLabelRowFilter:include-uninitialised-labels:
   *
   * Also rows that nobody has begun to label.
   *
   * Since: 0.1
   */
  members[n++] = boolean_spec ("include-uninitialised-labels", TRUE,
                               "Also rows that nobody has begun to label");
  /**
   * EncordLabelRowFilter:data-hashes:
   *
   * Only rows of these data units.
   *
   * Since: 0.1
   */
  members[n++] =
      boxed_spec ("data-hashes", G_TYPE_STRV, "Only rows of these data units");
  /**
   * EncordLabelRowFilter:label-hashes:
   *
   * Only these rows.
   *
   * Since: 0.1
   */
  members[n++] = boxed_spec ("label-hashes", G_TYPE_STRV, "Only these rows");
  /**
   * EncordLabelRowFilter:data-title-eq:
   *
   * Only rows whose data have this title.
   *
   * Since: 0.1
   */
  members[n++] =
      string_spec ("data-title-eq", "Only rows whose data have this title");
  /**
   * EncordLabelRowFilter:data-title-like:
   *
   * Only rows whose data have a title of this SQL pattern (`%` and `_`).
   *
   * Since: 0.1
   */
  members[n++] = string_spec (
      "data-title-like", "Only rows whose data have a title of this pattern");
  /**
   * EncordLabelRowFilter:workflow-graph-node-title-eq:
   *
   * Only rows in the workflow stage of this title.
   *
   * Since: 0.1
   */
  members[n++] = string_spec ("workflow-graph-node-title-eq",
                              "Only rows in the stage of this title");
  /**
   * EncordLabelRowFilter:workflow-graph-node-title-like:
   *
   * Only rows in a workflow stage with a title of this SQL pattern.
   *
   * Since: 0.1
   */
  members[n++] =
      string_spec ("workflow-graph-node-title-like",
                   "Only rows in a stage with a title of this pattern");
  /**
   * EncordLabelRowFilter:include-client-metadata:
   *
   * Also tell the metadata that users gave to the data.
   *
   * Since: 0.1
   */
  members[n++] = boolean_spec ("include-client-metadata", FALSE,
                               "Also tell the users' metadata of the data");
  /**
   * EncordLabelRowFilter:include-images-data:
   *
   * Also tell of the single images of image groups.
   *
   * Since: 0.1
   */
  members[n++] = boolean_spec ("include-images-data", FALSE,
                               "Also tell of the images of image groups");
  /**
   * EncordLabelRowFilter:include-workflow-graph-node:
   *
   * Also tell which workflow stage a row is in.
   *
   * Since: 0.1
   */
  members[n++] = boolean_spec ("include-workflow-graph-node", TRUE,
                               "Also tell which stage a row is in");
  /**
   * EncordLabelRowFilter:include-all-label-branches:
   *
   * Show the rows of all branches.
   *
   * Since: 0.1
   */
  members[n++] = boolean_spec ("include-all-label-branches", FALSE,
                               "Show the rows of all branches");
  /**
   * EncordLabelRowFilter:branch-name:
   *
   * Show the rows of this branch; unset: the main one.
   *
   * Since: 0.1
   */
  members[n++] = string_spec ("branch-name", "Show the rows of this branch");

  g_assert (n == N_MEMBERS);
  for (guint i = 0; i < N_MEMBERS; i++)
    g_object_class_install_property (object_class, i + 1, members[i]);
}

static void
encord_label_row_filter_init (EncordLabelRowFilter *self)
{
  for (guint i = 0; i < N_MEMBERS; i++) {
    g_value_init (&self->values[i], members[i]->value_type);
    g_param_value_set_default (members[i], &self->values[i]);
  }
}

/**
 * encord_label_row_filter_new:
 *
 * Makes a filter that shows all rows of the main branch.
 *
 * Returns: (transfer full): the filter
 *
 * Since: 0.1
 */
EncordLabelRowFilter *
encord_label_row_filter_new (void)
{
  return g_object_new (ENCORD_TYPE_LABEL_ROW_FILTER, NULL);
}

static JsonNode *
strings_to_json (const char *const *strings)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (; *strings != NULL; strings++)
    json_array_add_string_element (array, *strings);
  json_node_take_array (node, array);

  return node;
}

static JsonNode *
value_to_json (const GValue *value)
{
  JsonNode *node;

  if (G_VALUE_HOLDS_BOOLEAN (value)) {
    node = json_node_new (JSON_NODE_VALUE);
    json_node_set_boolean (node, g_value_get_boolean (value));
    return node;
  }
  if (g_value_peek_pointer (value) == NULL)
    return json_node_new (JSON_NODE_NULL);
  if (G_VALUE_HOLDS (value, G_TYPE_STRV))
    return strings_to_json (g_value_get_boxed (value));

  node = json_node_new (JSON_NODE_VALUE);
  if (G_VALUE_HOLDS (value, G_TYPE_DATE_TIME)) {
    g_autofree char *text = encord_time_format_iso (g_value_get_boxed (value));

    json_node_set_string (node, text);
  } else {
    json_node_set_string (node, g_value_get_string (value));
  }

  return node;
}

JsonNode *
encord_label_row_filter_to_json (EncordLabelRowFilter *filter)
{
  g_autoptr (EncordLabelRowFilter) self =
      filter != NULL ? g_object_ref (filter) : encord_label_row_filter_new ();
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < N_MEMBERS; i++) {
    g_autofree char *name =
        g_strdelimit (g_strdup (members[i]->name), "-", '_');

    json_object_set_member (payload, name, value_to_json (&self->values[i]));
  }
  json_node_take_object (node, payload);

  return node;
}
