/* emulator-records.h - what the store hands out, as plain records
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fields that may be NULL say so; numbers that may be missing are negative. */

typedef struct
{
  char *hash;
  char *title;
  char *description;
  char *editor; /* JSON */
  gint64 created_at;
  gint64 edited_at;
  int role;
} EmulatorOntology;

typedef struct
{
  char *hash;
  char *title;
  char *description;
  char *folder;
  gint64 created_at;
  gint64 edited_at;
  int role;
} EmulatorDataset;

typedef struct
{
  char *hash;
  char *title;
  char *description;
  char *ontology;
  gboolean workflow;
  gint64 created_at;
  gint64 edited_at;
  int role;
} EmulatorProject;

typedef struct
{
  char *uuid;
  char *type;
  char *title;
} EmulatorStage;

typedef struct
{
  char *hash;
  char *name;
  char *description;
  gint64 created_at;
  int role;
} EmulatorGroup;

typedef struct
{
  char *id;
  char *user;
  char *title;
  gint64 size; /* negative until uploaded */
} EmulatorMedia;

/* what probing a file tells */
typedef struct
{
  char *mime;
  gboolean is_image;
  int width;
  int height;
  gint64 frames;
  double fps;
  double duration;
} EmulatorProbe;

typedef struct
{
  char *hash;
  char *title;
  char *media;
  char *mime;
  gint64 size;
  int width;
  int height;
} EmulatorImage;

typedef struct
{
  char *hash;
  char *dataset;
  char *dataset_title;
  char *type; /* VIDEO, IMAGE, IMG_GROUP */
  char *title;
  char *media; /* NULL for image groups */
  char *mime;  /* NULL for image groups */
  char *item;
  char *client_metadata; /* JSON */
  gint64 size;
  int width;
  int height;
  gint64 frames;
  double fps;
  double duration;
  gint64 created_at;
  gint64 edited_at;
} EmulatorUnit;

/* a unit of a project on one branch, initialised or not */
typedef struct
{
  EmulatorUnit *unit;
  char *label_hash; /* NULL when not initialised */
  char *branch;
  char *label_status;
  gint64 version;
  gint64 created_at;
  gint64 edited_at;
  char *task_status;
  char *stage_uuid;  /* NULL without workflow */
  char *stage_title; /* NULL without workflow */
  double priority;
} EmulatorRow;

typedef struct
{
  gint64 seq; /* of the unit */
  char *uuid;
  char *status;
  char *unit;
  char *unit_title;
  char *assignee; /* nullable */
  gint64 created_at;
  gint64 updated_at;
} EmulatorTask;

/* what somebody did to a data unit */
typedef struct
{
  char *hash;
  char *user;
  char *user_hash;
  char *unit;
  int action; /* an EmulatorDeed */
  gint64 created_at;
  char *identifier; /* these are nullable */
  char *feature;
  char *name;
  gint64 taken; /* seconds */
  gint64 frame;
} EmulatorLog;

/* how long somebody worked */
typedef struct
{
  char *user;
  char *unit;
  char *title; /* NULL for a whole project, and where the unit is gone */
  int role;
  double seconds;
} EmulatorTimer;

/* what reviewers say of one label */
typedef struct
{
  gint64 seq;
  char *uuid;
  char *label_type; /* Object, Classification */
  char *label_id;   /* its hash */
  char *status;     /* NEW, APPROVED, REJECTED, RESOLVED, REOPENED */
} EmulatorReview;

typedef struct
{
  char *uuid;
  char *dataset;
  char *user;
  char *request; /* JSON */
  char *status;  /* PENDING, DONE, ERROR */
  char *result;  /* JSON; NULL while pending */
} EmulatorJob;

typedef struct
{
  char *hash;
  char *project;
  char *title;
  char *description; /* NULL when none was given */
  char *type;        /* faster_rcnn, ... */
  char *features;    /* JSON list of feature hashes */
  gint64 created_at;
} EmulatorModel;

/* weights of a model row, imported or trained */
typedef struct
{
  char *uuid;
  char *model;
  char *project;
  char *status;      /* PENDING, DONE, ERROR */
  char *file;        /* in the folder of weights; NULL unless DONE */
  char *class_map;   /* JSON, nullable */
  char *request;     /* JSON; NULL for imported weights */
  char *result;      /* JSON; NULL unless trained */
  char *failure;     /* NULL unless ERROR */
  double final_loss; /* NAN when not known */
  gint64 created_at;
} EmulatorIteration;

void emulator_ontology_free (EmulatorOntology *self);
void emulator_dataset_free (EmulatorDataset *self);
void emulator_project_free (EmulatorProject *self);
void emulator_stage_free (EmulatorStage *self);
void emulator_group_free (EmulatorGroup *self);
void emulator_media_free (EmulatorMedia *self);
void emulator_probe_clear (EmulatorProbe *self);
void emulator_image_free (EmulatorImage *self);
void emulator_unit_free (EmulatorUnit *self);
void emulator_row_free (EmulatorRow *self);
void emulator_task_free (EmulatorTask *self);
void emulator_log_free (EmulatorLog *self);
void emulator_timer_free (EmulatorTimer *self);
void emulator_review_free (EmulatorReview *self);
void emulator_job_free (EmulatorJob *self);
void emulator_model_free (EmulatorModel *self);
void emulator_iteration_free (EmulatorIteration *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorOntology, emulator_ontology_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorDataset, emulator_dataset_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorProject, emulator_project_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorMedia, emulator_media_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorProbe, emulator_probe_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorImage, emulator_image_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorUnit, emulator_unit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorRow, emulator_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorJob, emulator_job_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorModel, emulator_model_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorIteration, emulator_iteration_free)

G_END_DECLS
