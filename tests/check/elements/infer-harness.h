/* infer-harness.h - an encordinfer that runs one of the test models
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>

G_BEGIN_DECLS

/* The models find one box, whose score is the brightness of the picture: so a
 * label tells which frame it was made from. */

#define CAPS_32 "video/x-raw,format=RGB,width=32,height=32,framerate=25/1"

/* (transfer full): where the test model of this name is */
char *model_path (const char *name);
/* (transfer floating): computes in f32 and keeps every label; without a model
 * if it is NULL. Zero in flight is the default */
GstElement *make_element (const char *model, guint max_in_flight);
GstHarness *make_harness (const char *model, guint max_in_flight,
                          const char *caps);
/* RGB, at 25 frames a second; number is its offset, too */
GstBuffer *make_frame (int width, int height, guint8 brightness,
                       guint64 number);

/* (transfer none): the only one */
const GstEncordLabel *get_label (GstBuffer *buffer);
guint count_labels (GstBuffer *buffer);
void assert_brightness (GstBuffer *buffer, guint8 brightness);
/* takes the events before it, too */
void wait_for_eos (GstHarness *harness);

G_END_DECLS
