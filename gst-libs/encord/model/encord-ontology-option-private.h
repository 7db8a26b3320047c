/* encord-ontology-option-private.h - an option and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-option.h>

G_BEGIN_DECLS

/* wire is kept, not copied; without the attributes nested under it */
EncordOntologyOption *encord_ontology_option_new (JsonObject *wire,
                                                  GError **error);
/* adds a new one to an attribute; local_id 0, value and feature_hash NULL: the
 * usual ones */
EncordOntologyOption *encord_ontology_option_build (
    EncordOntologyElement *attribute, const char *label, const char *value,
    guint64 local_id, const char *feature_hash, GError **error);

G_END_DECLS
