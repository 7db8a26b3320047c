/* labelsink-world.h - a server with one project, a journal, and an encordlabelsink
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>
#include <sys/resource.h>

#include "emulator-process.h"

G_BEGIN_DECLS

#define N_FRAMES 20
#define WORLD_CAPS "video/x-raw,format=I420,width=64,height=48,framerate=10/1"

/* what the ontology of the project has boxes for: face and Traffic Light */
extern const char *const world_classes[];

typedef struct
{
  EmulatorProcess *emulator;
  char *journal_dir;
  char *project_hash;
  char *data_hash;
  GstBus *bus;
  GPtrArray *messages; /* GstStructure: what a wait has taken off the bus */
} World;

World *world_new (void);
/* the same with another ontology */
World *world_new_with (EncordOntologyStructure *structure);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* a sink with the world's server, journal and bus; and one that runs */
GstElement *world_make_sink (World *world);
GstHarness *world_make_harness (World *world);
/* the same with properties: names and values as text, then NULL */
GstHarness *world_make_harness_with (World *world, ...) G_GNUC_NULL_TERMINATED;
void world_free_harness (World *world, GstHarness *harness);

/* (transfer full): the unit whose frames follow */
GstEncordUnit *world_make_unit (World *world);
/* the same, entered in the middle */
GstEncordUnit *world_make_unit_from (World *world, guint64 first_frame);
/* where the sink wants that unit to be entered, if labels come from what this
 * digest (nullable) says */
guint64 world_ask (World *world, GstHarness *harness, const char *digest);
/* caps, the unit and the classes of the model */
void world_begin (World *world, GstHarness *harness, const char *const *names);
void world_begin_from (World *world, GstHarness *harness, guint64 first_frame);
/* one frame on which a thing of class name (NULL: nothing) has its left edge at x;
 * push_frames(): n such frames with a face */
GstFlowReturn push_frame (GstHarness *harness, guint64 frame, const char *name,
                          double x);
void push_frames (GstHarness *harness, guint start, guint n, double x);
/* the end of a complete unit, and EOS */
void world_end (World *world, GstHarness *harness);

/* (transfer full): the summary that precedes EOS, before which nothing may fail */
GstStructure *world_wait_for_summary (World *world);
/* Likewise; ends the stream, the second one the complete unit, too, and frees the
 * harness */
GstStructure *world_finish (World *world, GstHarness *harness);
GstStructure *world_complete (World *world, GstHarness *harness);
/* (transfer full): the summary of a start that labels nothing, but sends what
 * waits in the journal */
GstStructure *world_send_waiting (World *world);
void check_count (const GstStructure *summary, const char *field,
                  guint64 expected);
/* takes all messages off the bus and counts those of this name */
guint world_count_messages (World *world, const char *name);
/* (transfer full): the text of the one error that comes; and of the one with which
 * a sink, which is freed, refuses to start */
char *world_wait_for_error (World *world);
char *world_start_in_vain (World *world, GstElement *sink);

/* (transfer none): of all waits so far, the last element message of this name, or
 * the text of the last "warning" or "info"; NULL: there was none */
const GstStructure *world_find_message (World *world, const char *name);
const char *world_find_text (World *world, const char *name);

/* (transfer full): the summary of a whole run in a sink, which is freed */
GstStructure *world_run_harness (World *world, GstHarness *harness, double x);
/* (transfer full): the summary of one whole run that sees a face at x on every
 * frame */
GstStructure *world_run (World *world, double x);

/* (transfer full): the only row of the project, as the server has it; on a branch
 * (NULL: main) */
EncordLabelRow *world_fetch_row (World *world);
EncordLabelRow *world_fetch_branch (World *world, const char *branch_name);
/* how often a call was made, e.g. "labelrow POST" */
gint64 world_count_calls (World *world, const char *call);
/* lets no file of this process grow until RLIMIT_FSIZE is what it was before */
void world_fill_disk (struct rlimit *ret_before);
void human_saves (EncordLabelRow *row);
EncordObjectInstance *only_object (EncordLabelRow *row);
double box_x (EncordObjectInstance *object, int frame);

G_END_DECLS
