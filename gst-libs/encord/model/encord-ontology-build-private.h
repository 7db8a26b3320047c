/* encord-ontology-build-private.h - ids, hashes and wire forms of new elements
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-attribute-type.h>
#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-types.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_ONTOLOGY_HASH_TOP,   /* objects, classifications, skeleton templates */
  ENCORD_ONTOLOGY_HASH_NESTED /* attributes, options */
} EncordOntologyHashForm;

/* what is asked of a new attribute; local_id 0 and feature_hash NULL: new ones */
typedef struct
{
  const char *name;
  EncordAttributeType type;
  gboolean required;
  gboolean dynamic;
  guint64 local_id;
  const char *feature_hash;
} EncordAttributeSpec;

/* All fail with ENCORD_ERROR_REJECTED for what cannot be, ENCORD_ERROR_CONFLICT
 * for what is taken, ENCORD_ERROR_BAD_DATA when the ontology leaves no id. */

gboolean encord_ontology_build_check_title (const char *what, const char *title,
                                            GError **error);
/* wanted 0: the one after the largest. Returns 0 with error set */
guint64 encord_ontology_build_id (GPtrArray *siblings, guint64 largest,
                                  guint64 wanted, GError **error);
/* the id of a child of parent, as text */
char *encord_ontology_build_nested_id (EncordOntologyElement *parent,
                                       guint64 wanted, GError **error);
/* wanted NULL: a random one */
char *encord_ontology_build_hash (EncordOntologyIndex *index,
                                  EncordOntologyHashForm form,
                                  const char *wanted, GError **error);
/* lists wire in the member of owner that has this name, which may be absent */
gboolean encord_ontology_build_list (JsonObject *owner, const char *list,
                                     JsonObject *wire, GError **error);

EncordOntologyAttribute *
encord_ontology_build_attribute (EncordOntologyElement *owner, const char *list,
                                 const EncordAttributeSpec *spec,
                                 GError **error);

/* what the SDK makes of a label that comes without a value */
char *encord_ontology_build_option_value (const char *label);

G_END_DECLS
