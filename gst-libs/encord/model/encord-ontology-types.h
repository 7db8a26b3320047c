/* model/encord-ontology-types.h - names of the types that refer to each other
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <glib.h>

G_BEGIN_DECLS

typedef struct _EncordOntologyAttribute EncordOntologyAttribute;
typedef struct _EncordOntologyClassification EncordOntologyClassification;
typedef struct _EncordOntologyObject EncordOntologyObject;
typedef struct _EncordOntologyOption EncordOntologyOption;
typedef struct _EncordSkeletonTemplate EncordSkeletonTemplate;

G_END_DECLS
