/* encord-ontology-classification-private.h - a classification and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-element-private.h>

G_BEGIN_DECLS

/* wire is an element of the ontology's "classifications" and is kept, not
 * copied; without its attribute */
EncordOntologyClassification *
encord_ontology_classification_new (JsonObject *wire, GError **error);
/* once it has its attribute */
void
encord_ontology_classification_take_title (EncordOntologyClassification *self);

G_END_DECLS
