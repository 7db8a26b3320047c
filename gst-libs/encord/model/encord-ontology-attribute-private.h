/* encord-ontology-attribute-private.h - an attribute and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-element-private.h>

G_BEGIN_DECLS

/* wire is kept, not copied; without its options */
EncordOntologyAttribute *encord_ontology_attribute_new (JsonObject *wire,
                                                        GError **error);

/* reads the attributes that an element's wire form lists under a name, with all
 * that is below them; none when there is no such list */
gboolean encord_ontology_attribute_load (EncordOntologyElement *owner,
                                         const char *list, GError **error);

G_END_DECLS
