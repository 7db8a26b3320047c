/* labels/encord-track-rules-private.h - how labels are made of tracks, class by class; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_WRITE_DENSE, /* every frame */
  ENCORD_WRITE_KEYS,  /* frames between which an editor may interpolate */
  ENCORD_WRITE_RAW,   /* what the model saw, and nothing else */
} EncordWriteMode;

typedef struct
{
  EncordWriteMode write_mode;
  gboolean interpolate; /* labels on frames where the model missed the track */
  gboolean smooth;
  guint64
      max_gap; /* ns; longer ones are absences: nothing is made up in them */
  /* tracks seen on fewer frames are dropped; or on fewer than were looked at */
  guint min_track_length;
  double min_confidence; /* 0..1; what was seen with less counts as not seen */
  double key_frame_iou;  /* above 0 to 1: least overlap with what was seen */
  double
      key_frame_pixels; /* above 0: the most that edges are off counts instead */
  double key_frame_confidence; /* 0..1; where it falls below is a key */
} EncordTrackRules;

/* bits, in the order of the fields */
typedef enum
{
  ENCORD_TRACK_RULE_WRITE_MODE = 1 << 0,
  ENCORD_TRACK_RULE_INTERPOLATE = 1 << 1,
  ENCORD_TRACK_RULE_SMOOTH = 1 << 2,
  ENCORD_TRACK_RULE_MAX_GAP = 1 << 3,
  ENCORD_TRACK_RULE_MIN_TRACK_LENGTH = 1 << 4,
  ENCORD_TRACK_RULE_MIN_CONFIDENCE = 1 << 5,
  ENCORD_TRACK_RULE_KEY_FRAME_IOU = 1 << 6,
  ENCORD_TRACK_RULE_KEY_FRAME_PIXELS = 1 << 7,
  ENCORD_TRACK_RULE_KEY_FRAME_CONFIDENCE = 1 << 8,
} EncordTrackRule;

void encord_track_rules_init (EncordTrackRules *self);

/* the EncordTrackRule of a member of the JSON form, 0 if there is none */
guint encord_track_rule_from_name (const char *name);

/* Rules for all classes, and what is different for some: of both only those that
 * somebody has set, so that what corrects what can be told. */
typedef struct _EncordTrackRuleBook EncordTrackRuleBook;

EncordTrackRuleBook *encord_track_rule_book_new (void);
void encord_track_rule_book_free (EncordTrackRuleBook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordTrackRuleBook, encord_track_rule_book_free)

/* which: EncordTrackRule bits of what is taken from rules; class_name NULL: for
 * all classes that say nothing else */
void encord_track_rule_book_set (EncordTrackRuleBook *self,
                                 const char *class_name,
                                 const EncordTrackRules *rules, guint which);
void encord_track_rule_book_get (const EncordTrackRuleBook *self,
                                 const char *class_name,
                                 EncordTrackRules *ret_rules);
/* the longest of any class: beyond it nothing is ever made up */
guint64
encord_track_rule_book_get_longest_gap (const EncordTrackRuleBook *self);

/* A JSON object with the properties of encordlabelsink as members, and with
 * `classes`, an object of such objects by class name. The journal keeps it, people
 * write it. Strict: ENCORD_ERROR_BAD_DATA names the member that is unknown or of
 * the wrong type or range. */
char *encord_track_rule_book_to_json (const EncordTrackRuleBook *self);
EncordTrackRuleBook *
encord_track_rule_book_parse (const char *json, gsize length, GError **error);

G_END_DECLS
