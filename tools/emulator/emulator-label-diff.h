/* emulator-label-diff.h - what a save did to the labels of a row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* the numbers that the wire gives to what is done to labels and rows */
typedef enum
{
  EMULATOR_DEED_ADD = 0,
  EMULATOR_DEED_EDIT = 1,
  EMULATOR_DEED_DELETE = 2,
  EMULATOR_DEED_START = 3,
  EMULATOR_DEED_END = 4,
  EMULATOR_DEED_MARK_NOT_LABELLED = 5,
  EMULATOR_DEED_MARK_IN_PROGRESS = 6,
  EMULATOR_DEED_MARK_LABELLED = 7,
  EMULATOR_DEED_MARK_REVIEW_REQUIRED = 8,
  EMULATOR_DEED_MARK_REVIEWED = 9,
  EMULATOR_DEED_MARK_REVIEWED_TWICE = 10,
  EMULATOR_DEED_SUBMIT_TASK = 11,
  EMULATOR_DEED_SAVE = 14,
  EMULATOR_DEED_BULK = 17,
  EMULATOR_DEED_ADD_ATTRIBUTE = 23,
  EMULATOR_DEED_EDIT_ATTRIBUTE = 24,
  EMULATOR_DEED_DELETE_ATTRIBUTE = 25,
  EMULATOR_DEED_APPROVE_TASK = 33,
  EMULATOR_DEED_REJECT_TASK = 34,
} EmulatorDeed;

/* what was done to one object or classification */
typedef struct
{
  EmulatorDeed deed;
  char *identifier; /* object or classification hash */
  char *feature;    /* nullable */
  char *name;       /* nullable */
  gint64 frame;     /* the first one it was done on; of an image group, the
                       picture's place; negative when it is not of a frame */
} EmulatorChange;

/* more than this many are one EMULATOR_DEED_BULK, without identifier */
#define EMULATOR_MAX_CHANGES 1000

void emulator_change_free (EmulatorChange *self);

/* Of EmulatorChange, in the order of the new body. Bodies are as the store keeps
 * them: checked, without outer braces. Times, authors, colours and how the JSON
 * is spelled do not count. unit_keys (nullable) puts the pictures of a group in
 * order. */
GPtrArray *emulator_label_diff (GBytes *before, GBytes *after,
                                const char *const *unit_keys);

G_END_DECLS
