/* run-pipeline.h - a pipeline that runs to its end
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* what gst-launch-1.0 takes; an error fails the test */
void run_pipeline (const char *launch);

G_END_DECLS
