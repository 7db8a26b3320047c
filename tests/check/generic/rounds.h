/* rounds.h - how often a test of robustness repeats itself
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

/* what rare timing brings out needs many rounds; under a sanitizer each round is
 * looked at a hundred times as closely and takes as much longer, since it loads
 * a model */
#ifdef SANITIZED
#define ROUNDS 5
#else
#define ROUNDS 50
#endif
