/* labels/encord-merge-private.h - what a run may change in a label row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-object-private.h>
#include <encord/model/encord-frame-range.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_MERGE_ADD_OBJECT, /* its entries follow as SET_ENTRY */
  ENCORD_MERGE_SET_ENTRY,
  ENCORD_MERGE_REMOVE_ENTRY,
  ENCORD_MERGE_REMOVE_OBJECT, /* with all its entries */
  ENCORD_MERGE_LEAVE_ALONE,   /* the run differs, but `reason` forbids */
} EncordMergeAction;

typedef enum
{
  ENCORD_MERGE_WANTED, /* not a LEAVE_ALONE */
  ENCORD_MERGE_CHANGED_BY_HUMAN,
  ENCORD_MERGE_DELETED_BY_HUMAN,
  ENCORD_MERGE_COVERED_BY_HUMAN, /* a human has settled what is there */
  ENCORD_MERGE_NOT_SEEN,         /* nobody looked: absence proves nothing */
  ENCORD_MERGE_REPLACED, /* not a LEAVE_ALONE: a human's, removed for ours */
  ENCORD_MERGE_N_REASONS,
} EncordMergeReason;

/* What becomes of an entry that this run name has not written before where a human
 * has drawn the same thing by hand. What a human changed or deleted of ours is not
 * concerned: it always stays. */
typedef enum
{
  ENCORD_MERGE_SKIP,  /* it is left out */
  ENCORD_MERGE_ADOPT, /* likewise, and the human's object is continued with the
                           rest of the track on frames where it has nothing */
  ENCORD_MERGE_ADD,   /* it is written beside the human's */
  ENCORD_MERGE_REPLACE, /* it is written, and the human's is removed */
} EncordMergePolicy;

typedef struct
{
  EncordMergeAction action;
  EncordMergeReason reason;
  const char *object_hash;  /* lives as long as the plan */
  const char *feature_hash; /* likewise */
  EncordMergeEntry entry;   /* owns its geometry */
} EncordMergeOperation;

typedef struct
{
  /* EncordMergeObject elements. base: what the journal says this run name wrote,
   * oldest first. theirs: every object of the row that is in base or of a class
   * in mine, with all its entries. mine: the new run, without object hashes. */
  GPtrArray *base;
  GPtrArray *theirs;
  GPtrArray *mine;
  EncordMergePolicy policy;
  gboolean complete;            /* the unit went through to its end */
  const EncordFrameRange *seen; /* ascending; outside nothing is removed */
  guint n_seen;
  guint64 seed; /* new object hashes are drawn with it */
} EncordMergeInput;

typedef struct
{
  GArray *operations; /* EncordMergeOperation */
  guint n_changes;    /* those that are not LEAVE_ALONE */
  guint n_left_alone[ENCORD_MERGE_N_REASONS];
  guint n_replaced; /* entries of humans that made room */
  GPtrArray *base;  /* what the journal is to say once the changes are saved */
  /* what operations name besides: new objects of which nothing was left, and
   * humans' that make room */
  GPtrArray *others;
} EncordMergePlan;

EncordMergePlan *encord_merge_plan_new (const EncordMergeInput *input);
void encord_merge_plan_free (EncordMergePlan *self);

/* Which of two journalled states a row that may or may not have been saved is
 * in: TRUE when its entries rather speak for `intent` than for `base`. */
gboolean encord_merge_has_landed (GPtrArray *base, GPtrArray *intent,
                                  GPtrArray *theirs);

/* For each object of base the index in mine of the track that continues it, or
 * -1: same class, greatest overlap over time first. */
void encord_merge_identify (GPtrArray *base, GPtrArray *mine, int *ret_tracks);

/* Adds to base, settled throughout, the objects of theirs that a track without an
 * object meets where a human drew by hand, and to tracks (as above) that track. */
void encord_merge_adopt (GPtrArray *base, GPtrArray *theirs, GPtrArray *mine,
                         GArray *tracks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordMergePlan, encord_merge_plan_free)

G_END_DECLS
