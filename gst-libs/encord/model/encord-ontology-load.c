/* encord-ontology-load.c - reads the attributes below an element
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-option-private.h>

static gboolean load_attributes (EncordOntologyElement *owner, const char *list,
                                 guint depth, GError **error);

static gboolean
load_options (EncordOntologyElement *attribute, guint depth, GError **error)
{
  JsonObject *wire = encord_ontology_element_get_wire (attribute);
  JsonArray *options;

  if (encord_json_peek_member (wire, "options") == NULL)
    return TRUE;
  options =
      encord_json_get_array (wire, "ontology attribute", "options", error);
  if (options == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (options); i++) {
    JsonObject *element =
        encord_json_get_element (options, i, "ontology options", error);
    EncordOntologyOption *option =
        element != NULL ? encord_ontology_option_new (element, error) : NULL;

    if (option == NULL)
      return FALSE;
    encord_ontology_element_adopt (attribute, ENCORD_ONTOLOGY_ELEMENT (option));
    if (!load_attributes (ENCORD_ONTOLOGY_ELEMENT (option), "options",
                          depth - 1, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
load_attributes (EncordOntologyElement *owner, const char *list, guint depth,
                 GError **error)
{
  JsonObject *wire = encord_ontology_element_get_wire (owner);
  JsonArray *attributes;

  if (encord_json_peek_member (wire, list) == NULL)
    return TRUE;
  attributes = encord_json_get_array (wire, "ontology", list, error);
  if (attributes == NULL)
    return FALSE;
  if (depth == 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ontology: attributes nest more than %d deep",
                 ENCORD_ONTOLOGY_MAX_DEPTH);
    return FALSE;
  }

  for (guint i = 0; i < json_array_get_length (attributes); i++) {
    JsonObject *element =
        encord_json_get_element (attributes, i, "ontology attributes", error);
    EncordOntologyAttribute *attribute =
        element != NULL ? encord_ontology_attribute_new (element, error) : NULL;

    if (attribute == NULL)
      return FALSE;
    encord_ontology_element_adopt (owner, ENCORD_ONTOLOGY_ELEMENT (attribute));
    if (!load_options (ENCORD_ONTOLOGY_ELEMENT (attribute), depth, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
encord_ontology_attribute_load (EncordOntologyElement *owner, const char *list,
                                GError **error)
{
  return load_attributes (owner, list, ENCORD_ONTOLOGY_MAX_DEPTH, error);
}
