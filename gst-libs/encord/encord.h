/* encord.h - the only header users of libencord include
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define ENCORD_INSIDE

#include <encord/auth/encord-credentials.h>
#include <encord/auth/encord-ssh-key.h>
#include <encord/client/encord-client.h>
#include <encord/client/encord-coco-mapping.h>
#include <encord/client/encord-data-stream.h>
#include <encord/client/encord-dataset.h>
#include <encord/client/encord-image-group.h>
#include <encord/client/encord-bundle-calls.h>
#include <encord/client/encord-bundle.h>
#include <encord/client/encord-label-row-calls.h>
#include <encord/client/encord-label-row-filter.h>
#include <encord/client/encord-label-row-flags.h>
#include <encord/client/encord-pager-calls.h>
#include <encord/client/encord-pager.h>
#include <encord/client/encord-project-coco-calls.h>
#include <encord/client/encord-project-people-calls.h>
#include <encord/client/encord-project-rows-calls.h>
#include <encord/client/encord-project.h>
#include <encord/encord-error.h>
#include <encord/encord-macros.h>
#include <encord/encord-version.h>
#include <encord/labels/encord-interpolation.h>
#include <encord/labels/encord-interpolator.h>
#include <encord/labels/encord-tracker.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-annotation.h>
#include <encord/model/encord-answer.h>
#include <encord/model/encord-attribute-type.h>
#include <encord/model/encord-classification-instance.h>
#include <encord/model/encord-frame-range.h>
#include <encord/model/encord-geometry.h>
#include <encord/model/encord-label-row.h>
#include <encord/model/encord-object-instance.h>
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-element.h>
#include <encord/model/encord-ontology-object.h>
#include <encord/model/encord-ontology-option.h>
#include <encord/model/encord-ontology-structure.h>
#include <encord/model/encord-ontology-types.h>
#include <encord/model/encord-shape.h>
#include <encord/model/encord-skeleton-template.h>
#include <encord/model/encord-workflow.h>
#include <encord/records/encord-coco-import.h>
#include <encord/records/encord-collaborator-timer.h>
#include <encord/records/encord-label-status.h>
#include <encord/records/encord-project-group.h>
#include <encord/records/encord-project-user.h>
#include <encord/records/encord-timer-grouping.h>
#include <encord/records/encord-user-role.h>

#undef ENCORD_INSIDE
