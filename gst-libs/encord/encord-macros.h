/* encord-macros.h - what every public header needs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#define ENCORD_API __attribute__ ((visibility ("default"))) extern
