/* encord.h - the only header users of libgstencord include
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define GST_ENCORD_INSIDE

#include <gst/encord/gstencordclasses.h>
#include <gst/encord/gstencorddrawing.h>
#include <gst/encord/gstencordengine.h>
#include <gst/encord/gstencorderror.h>
#include <gst/encord/gstencordframemeta.h>
#include <gst/encord/gstencordlabelsmeta.h>
#include <gst/encord/gstencordlabelsmirror.h>
#include <gst/encord/gstencordmacros.h>
#include <gst/encord/gstencordrequest.h>
#include <gst/encord/gstencordresume.h>
#include <gst/encord/gstencordsession.h>
#include <gst/encord/gstencordtensor.h>
#include <gst/encord/gstencordunit.h>
#include <gst/encord/gstencordunitevents.h>

#undef GST_ENCORD_INSIDE
