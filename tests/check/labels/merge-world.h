/* merge-world.h - a row, and what runs and humans do to it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-private.h>

G_BEGIN_DECLS

#define N_FRAMES 12

/* a project's row as a server keeps it, with what humans did to it on the side */
typedef struct
{
  GRand *rand;
  GPtrArray *row;      /* EncordMergeObject */
  GPtrArray *journal;  /* likewise */
  GHashTable *hashes;  /* every object hash ever seen */
  GHashTable *decided; /* "hash frame" to what a human left there: text */
  GArray *rejected;    /* EncordMergeEntry deleted or changed by a human */
  GPtrArray *rejected_features;
  guint n_objects;
  guint n_answers;
  EncordMergePolicy policy;
  gboolean mixed;    /* every run has another policy */
  gboolean shaped;   /* polygons and masks in the place of boxes */
  GPtrArray *shapes; /* EncordGeometry: all that entries elsewhere borrow */
  guint n_adopted;
  guint n_replaced;
} World;

World *world_new (guint32 seed);
void world_free (World *world);
/* from 0 to n - 1 */
int world_pick (World *world, int n);

/* (transfer full): tracks without object hashes */
GPtrArray *world_make_run (World *world);
/* some deeds, of which `decided` and `rejected` tell afterwards */
void world_let_human_work (World *world);

EncordMergeObject *world_find_object (GPtrArray *objects, const char *hash);
void world_set_entry (EncordMergeObject *object, const EncordMergeEntry *entry);
void world_remove_entry (EncordMergeObject *object, int frame);
void world_drop_empty_objects (World *world);
/* (transfer full): equal for the same entry only; NULL is one */
char *world_describe_entry (const EncordMergeEntry *entry);

G_END_DECLS
