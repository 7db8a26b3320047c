/* emulator-store-copy.h - copying projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

/* what the copy gets besides the ontology and the stages */
typedef struct
{
  const char *project;
  const char *user;  /* becomes its administrator */
  const char *title; /* these may be NULL */
  const char *description;
  gboolean attach_datasets;
  gboolean clone_datasets;   /* into one new dataset of the user's */
  const char *dataset_title; /* these may be NULL */
  const char *dataset_description;
  const char *chosen; /* JSON object: which units of which dataset; NULL: all */
  gboolean labels;    /* of the units that the copy has */
  const char *label_hashes; /* JSON lists, or NULL */
  const char *review_states;
  gboolean collaborators;
  gboolean models;
  const char
      *weights; /* JSON list of [iteration, its copy, file of the copy] */
} EmulatorCopy;

/* the hash of the copy */
char *emulator_store_copy_project (EmulatorStore *self,
                                   const EmulatorCopy *copy, GError **error);

G_END_DECLS
