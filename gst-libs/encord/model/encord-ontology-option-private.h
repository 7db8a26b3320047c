/* encord-ontology-option-private.h - an option and its wire form
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-option.h>

G_BEGIN_DECLS

/* wire is kept, not copied; without the attributes nested under it */
EncordOntologyOption *encord_ontology_option_new (JsonObject *wire,
                                                  GError **error);

G_END_DECLS
