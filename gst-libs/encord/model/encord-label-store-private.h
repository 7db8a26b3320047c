/* model/encord-label-store-private.h - the labels of a row, packed
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-answer-sheet-private.h>
#include <encord/model/encord-classification-instance.h>
#include <encord/model/encord-geometry.h>
#include <encord/model/encord-json-scanner-private.h>
#include <encord/model/encord-label-tracks-private.h>
#include <encord/model/encord-object-instance.h>
#include <encord/model/encord-ontology-structure.h>

G_BEGIN_DECLS

/* A row keeps the body it was loaded from. What stands there is found through
 * spans of it and read when somebody asks; what was edited lies in `edits` and
 * wins. Nothing is allocated for a single label. */

typedef struct
{
  EncordSpan name; /* without quotes */
  EncordSpan value;
} EncordMember;

typedef enum
{
  ENCORD_LABEL_KIND_OTHER,  /* carried, not read */
  ENCORD_LABEL_KIND_FRAMES, /* one unit, labels keyed by frame number */
  ENCORD_LABEL_KIND_IMAGES, /* a unit an image, labels directly in it */
} EncordLabelKind;

/* one entry of data_units */
typedef struct
{
  const char *hash; /* interned */
  EncordSpan key;   /* without quotes */
  gint64 sequence;
  guint32 first_member; /* into unit_members */
  guint32 n_members;
  guint32 first_frame; /* into frames: those in the body */
  guint32 n_frames;
  EncordSpan labels; /* value of its "labels" */
} EncordLabelUnit;

typedef struct
{
  int number;
  EncordSpan
      entry; /* key with quotes to the end of value; of images the value */
  guint32 value_at; /* offset of the value */
  /* lists to be put together anew: an entry was edited, or holds "reviews", which
   * are not sent */
  guint objects : 1;
  guint classifications : 1;
} EncordLabelFrame;

/* what an edit says of one object or classification on one frame */
typedef struct
{
  EncordGeometry *geometry; /* owned; NULL: the box */
  EncordBox box;
  double confidence;
  gint64 created_at;
  gint64 last_edited_at;
  const char *created_by; /* interned, nullable */
  const char *last_edited_by;
  guint32 entry_at; /* the store's: `at` of the label before it was edited */
  gboolean manual : 1;
  gboolean rotated : 1;
  /* only coordinates and last_edited_* differ from what the body says */
  gboolean moved : 1;
} EncordLabelEdit;

/* shape_at: too far behind for it */
#define ENCORD_LABEL_FAR G_MAXUINT16

typedef struct
{
  guint32 at;       /* offset of its entry; once edited into edits instead */
  guint32 length;   /* of its entry; 0: not in the body, only edited */
  guint32 frame;    /* into frames */
  guint32 track;    /* into tracks */
  guint16 shape_at; /* offset of the shape member's value in the entry */
  guint8 shape;     /* EncordShape of that member; UNKNOWN: there is none */
  guint8 edited : 1;
  guint8 removed : 1;
  guint8 reviews : 1;
  guint8 rings : 1;          /* there is a "polygons" beside its polygon */
  guint8 classification : 1; /* as its track; without a shape */
} EncordLabel;

/* rows have hundreds of thousands of them */
G_STATIC_ASSERT (sizeof (EncordLabel) == 20);

typedef struct
{
  GBytes *body;
  const char *text;
  gsize length;
  EncordLabelKind kind;
  int n_frames_limit;                /* of a video; 0: unknown */
  EncordOntologyStructure *ontology; /* nullable */

  GArray *top_members;  /* EncordMember */
  GArray *unit_members; /* EncordMember: of one unit after another */
  GArray *units;
  GArray *frames;
  GArray *labels;
  GArray *edits;
  EncordLabelTracks tracks;
  GArray *answers;                /* EncordMember: of object_answers */
  GArray *actions;                /* EncordMember: of object_actions */
  GArray *classification_answers; /* EncordMember */
  GHashTable *sheets[2]; /* static, dynamic: track to EncordAnswerSheet */
  GHashTable *occupied;  /* NULL until asked for: feature hash to frames */
  guint32 n_ascending;   /* of frames: by number, from the first on */
  GHashTable *frame_by_number; /* the frames behind those */
  GArray *unit_by_frame;       /* images: frame number to unit */
  GHashTable *frame_by_image;  /* images: interned hash to frame number */
  GHashTable *strings;
  gboolean edited;
  gboolean reviews;

  /* what the body says of the row itself; interned, nullable */
  const char *label_hash, *data_hash, *label_status, *annotation_task_status;
} EncordLabelStore;

EncordLabelStore *encord_label_store_new (GBytes *body,
                                          EncordOntologyStructure *ontology,
                                          int n_frames_limit);
void encord_label_store_free (EncordLabelStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordLabelStore, encord_label_store_free)

/* reads all of the body into a new store */
gboolean encord_label_store_read (EncordLabelStore *self, GError **error);
/* appends the body as it is now */
void encord_label_store_write (EncordLabelStore *self, GString *json);

const char *encord_label_store_intern (EncordLabelStore *self,
                                       const char *text);
const char *encord_label_store_intern_slice (EncordLabelStore *self,
                                             EncordJsonSlice slice);
EncordLabelTrack *encord_label_store_add_track (EncordLabelStore *self,
                                                gboolean classification,
                                                const char *hash,
                                                const char *feature_hash);
/* the newest of a hash as it stands in the body, removed or not; NULL: none */
EncordLabelTrack *encord_label_store_find_track (const EncordLabelStore *self,
                                                 gboolean classification,
                                                 EncordJsonSlice hash);
void encord_label_store_remove_track (EncordLabelStore *self,
                                      EncordLabelTrack *track);
EncordLabelFrame *encord_label_store_find_frame (EncordLabelStore *self,
                                                 int number,
                                                 guint32 *ret_index);
guint32 encord_label_store_add_frame (EncordLabelStore *self, int number);
EncordLabel *encord_label_store_find (EncordLabelStore *self,
                                      const EncordLabelTrack *track,
                                      int number);
/* what an edit says of it, or NULL */
EncordLabelEdit *encord_label_store_get_edit (const EncordLabelStore *self,
                                              const EncordLabel *label);
/* what the body says of it; the length is 0 when that has no such entry */
EncordJsonSlice encord_label_store_get_entry (const EncordLabelStore *self,
                                              const EncordLabel *label);
/* takes the edit's geometry; the frame is one that the row can have */
void encord_label_store_set (EncordLabelStore *self, EncordLabelTrack *track,
                             int number, const EncordLabelEdit *edit);
gboolean encord_label_store_remove (EncordLabelStore *self,
                                    EncordLabelTrack *track, int number);

/* a classification came to a frame (1) or went from it (-1) */
void encord_label_store_occupy (EncordLabelStore *self,
                                const EncordLabelTrack *track, int number,
                                int change);
/* how many instances of a classification of the ontology are on a frame */
guint encord_label_store_count_classified (EncordLabelStore *self,
                                           const char *feature_hash,
                                           int number);

/* the answers of a track; peek: NULL until somebody asked for them */
EncordAnswerSheet *encord_label_store_peek_sheet (const EncordLabelStore *self,
                                                  const EncordLabelTrack *track,
                                                  gboolean dynamic);
EncordAnswerSheet *encord_label_store_get_sheet (EncordLabelStore *self,
                                                 const EncordLabelTrack *track,
                                                 gboolean dynamic);

EncordObjectInstance *encord_label_store_get_instance (EncordLabelStore *self,
                                                       EncordLabelTrack *track);
EncordClassificationInstance *
encord_label_store_get_classification (EncordLabelStore *self,
                                       EncordLabelTrack *track);

static inline EncordJsonSlice
encord_label_store_slice (const EncordLabelStore *self, EncordSpan span)
{
  return (EncordJsonSlice){ self->text + span.offset, span.length };
}

static inline EncordSpan
encord_label_store_span (const EncordLabelStore *self, EncordJsonSlice slice)
{
  return (EncordSpan){ (guint32) (slice.text - self->text),
                       (guint32) slice.length };
}

static inline EncordLabelTrack *
encord_label_store_track (const EncordLabelStore *self, guint32 index)
{
  return encord_label_tracks_get (&self->tracks, index);
}

G_END_DECLS
