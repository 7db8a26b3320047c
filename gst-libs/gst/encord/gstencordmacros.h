/* gstencordmacros.h - what every public header needs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#define GST_ENCORD_API __attribute__ ((visibility ("default"))) extern
