/* model/encord-answer-sheet-private.h - the answers of one object or classification
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-answer.h>
#include <encord/model/encord-json-scanner-private.h>
#include <encord/model/encord-label-track-private.h>
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-object.h>
#include <encord/model/encord-ontology-structure.h>

G_BEGIN_DECLS

/* One entry of the list that a sheet is: an attribute with its answer. Clients
 * write a checklist as one entry or as one an option, so several may belong
 * together. */
typedef struct
{
  EncordJsonSlice source;             /* in the body; text NULL: made here */
  EncordOntologyAttribute *attribute; /* owned; NULL: carried, not understood */
  EncordAnswer *answer;               /* owned; NULL: not answered */
  GArray *ranges;   /* dynamic ones: EncordFrameRange; NULL: not understood */
  char *track_hash; /* of a dynamic one that was made here */
  gboolean answer_edited;
  gboolean ranges_edited;
} EncordAnswerEntry;

/* Made from the body when somebody asks for answers, so that rows of which nobody
 * does cost nothing. What is not edited is written from the body. */
typedef struct
{
  EncordOntologyStructure *ontology; /* owned, nullable */
  EncordJsonSlice source; /* value of the object's entry; text NULL: none */
  gboolean dynamic;       /* of object_actions */
  gboolean edited;
  GPtrArray *entries; /* of EncordAnswerEntry */
} EncordAnswerSheet;

/* an answer and the frames that it holds on */
typedef struct
{
  EncordAnswer *answer;
  GArray *ranges;
} EncordAnswerSpan;

EncordAnswerSheet *encord_answer_sheet_new (EncordOntologyStructure *ontology,
                                            EncordJsonSlice source,
                                            gboolean dynamic);
void encord_answer_sheet_free (EncordAnswerSheet *self);
void encord_answer_sheet_read (EncordAnswerSheet *self);
/* {"objectHash": ..., "classifications": [...]} as it is now */
void encord_answer_sheet_append (const EncordAnswerSheet *self,
                                 const EncordLabelTrack *track, GString *json);

/* static ones of an object of which nothing is said */
void encord_answer_sheet_append_empty (const EncordLabelTrack *track,
                                       GString *json);

/* (transfer full) (nullable); frame: of dynamic sheets */
EncordAnswer *encord_answer_sheet_get (const EncordAnswerSheet *self,
                                       EncordOntologyAttribute *attribute,
                                       int frame);
/* ranges: of dynamic sheets; the answer fits the attribute. FALSE: it is so */
gboolean encord_answer_sheet_set (EncordAnswerSheet *self,
                                  EncordOntologyAttribute *attribute,
                                  EncordAnswer *answer, const GArray *ranges);
/* ranges NULL: all; FALSE: nothing was there */
gboolean encord_answer_sheet_delete (EncordAnswerSheet *self,
                                     EncordOntologyAttribute *attribute,
                                     const GArray *ranges);
/* (transfer full): of a dynamic sheet, EncordAnswerSpan elements, different
 * answers in order of first frame */
GPtrArray *encord_answer_sheet_get_spans (const EncordAnswerSheet *self,
                                          EncordOntologyAttribute *attribute);

EncordAnswerEntry *encord_answer_entry_new (EncordOntologyAttribute *attribute,
                                            EncordAnswer *answer);
gboolean encord_answer_entry_is_of (const EncordAnswerEntry *self,
                                    EncordOntologyAttribute *attribute);

/* (transfer full): the answer that entries of one attribute make together: of a
 * checklist all options, else the last one */
EncordAnswer *encord_answer_unite (EncordOntologyAttribute *attribute,
                                   const GPtrArray *answers);

G_END_DECLS
