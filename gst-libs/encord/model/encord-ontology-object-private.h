/* encord-ontology-object-private.h - an ontology object and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-object.h>

G_BEGIN_DECLS

/* wire is an element of the ontology's "objects" and is kept, not copied;
 * without its attributes */
EncordOntologyObject *encord_ontology_object_new (JsonObject *wire,
                                                  GError **error);

G_END_DECLS
