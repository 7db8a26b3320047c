/* labels/encord-merge.c - what a run may change in a label row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-claims-private.h>
#include <encord/labels/encord-merge-private.h>

/* Three-way and entry by entry: `base` is what this run name wrote last, theirs
 * is the row now, mine is the new run. What differs between base and theirs was
 * done by a human and is settled: nothing here ever touches it again, and nothing
 * new is put on top of it. Only where theirs still equals base may mine replace
 * it. What mine adds may meet what a human drew by hand: then the policy says
 * which of the two stays. */

#define HASH_BYTES 6

typedef struct
{
  const EncordMergeInput *input;
  GHashTable *theirs; /* object hash to EncordMergeObject */
  GHashTable *used;   /* hashes that a new object may not get */
  GArray *claims;     /* EncordMergeClaim, by frame once sorted */
  GHashTable
      *replaced; /* a human's EncordMergeObject to EncordMergeEntry array */
  GRand *rand;
  EncordMergePlan *plan;
} Planner;

static const EncordMergeEntry *
entry_at (const EncordMergeObject *object, guint index)
{
  if (object == NULL || index >= object->entries->len)
    return NULL;
  return &g_array_index (object->entries, EncordMergeEntry, index);
}

static void
add_operation (Planner *self, EncordMergeAction action,
               EncordMergeReason reason, const EncordMergeObject *object,
               const EncordMergeEntry *entry)
{
  EncordMergeOperation operation = {
    .action = action,
    .reason = reason,
    .object_hash = object->object_hash,
    .feature_hash = object->feature_hash,
  };

  if (entry != NULL)
    operation.entry = *entry;
  if (operation.entry.geometry != NULL)
    encord_geometry_ref (operation.entry.geometry);
  if (action == ENCORD_MERGE_LEAVE_ALONE)
    self->plan->n_left_alone[reason]++;
  else
    self->plan->n_changes++;
  g_array_append_val (self->plan->operations, operation);
}

/* absence proves something only where somebody looked, to the end */
static gboolean
may_remove (const EncordMergeInput *input, int frame)
{
  guint low = 0, high = input->n_seen;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (input->seen[middle].last < frame)
      low = middle + 1;
    else
      high = middle;
  }

  return input->complete && low < input->n_seen &&
         input->seen[low].first <= frame;
}

/* Entries that a human added to an object of ours are remembered as settled, so
 * that ours stay away when theirs is deleted again. */
static void
remember_additions (EncordMergeObject *base, const EncordMergeObject *theirs)
{
  GArray *all = encord_merge_entries_new ();
  guint b = 0;

  for (guint t = 0; t < theirs->entries->len; t++) {
    EncordMergeEntry entry = *entry_at (theirs, t);

    for (;
         entry_at (base, b) != NULL && entry_at (base, b)->frame < entry.frame;
         b++)
      encord_merge_entries_add (all, entry_at (base, b));
    if (entry_at (base, b) != NULL && entry_at (base, b)->frame == entry.frame)
      continue;
    entry.settled = TRUE;
    encord_merge_entries_add (all, &entry);
  }
  for (; entry_at (base, b) != NULL; b++)
    encord_merge_entries_add (all, entry_at (base, b));
  g_array_unref (base->entries);
  base->entries = all;
}

/* Marks in the copy of base what a human has decided since, and notes where:
 * nothing of ours may come there under another name. */
static void
settle_object (Planner *self, EncordMergeObject *base)
{
  const EncordMergeObject *theirs =
      g_hash_table_lookup (self->theirs, base->object_hash);
  gboolean all;

  if (base->state == ENCORD_MERGE_OURS &&
      (theirs == NULL ||
       !g_str_equal (theirs->feature_hash, base->feature_hash)))
    base->state = ENCORD_MERGE_YIELDED;
  all = base->state == ENCORD_MERGE_YIELDED ||
        (theirs != NULL && g_strcmp0 (theirs->answers, base->answers) != 0);
  if (base->state == ENCORD_MERGE_OURS)
    remember_additions (base, theirs);

  for (guint i = 0; i < base->entries->len; i++) {
    EncordMergeEntry *entry =
        &g_array_index (base->entries, EncordMergeEntry, i);
    const EncordMergeEntry *now =
        theirs != NULL ? encord_merge_object_find (theirs, entry->frame) : NULL;

    if (all || now == NULL || !encord_merge_entry_equal (entry, now))
      entry->settled = TRUE;
    if (!entry->settled)
      continue;
    encord_merge_claims_add (self->claims, base, entry, FALSE);
    if (now != NULL)
      encord_merge_claims_add (self->claims, base, now, FALSE);
  }
}

/* what a human made by hand in objects of their own */
static void
claim_human_objects (Planner *self, GHashTable *base)
{
  GPtrArray *theirs = self->input->theirs;

  for (guint i = 0; i < theirs->len; i++) {
    const EncordMergeObject *object = theirs->pdata[i];

    if (g_hash_table_contains (base, object->object_hash))
      continue;
    for (guint e = 0; e < object->entries->len; e++)
      if (entry_at (object, e)->manual)
        encord_merge_claims_add (self->claims, object, entry_at (object, e),
                                 TRUE);
  }
}

/* what humans made by hand on this place makes room, once */
static void
replace_human_entries (Planner *self, const EncordMergeObject *object,
                       const EncordMergeEntry *entry)
{
  EncordMergeClaim *claim;

  while ((claim = encord_merge_claims_find (self->claims, object, entry,
                                            TRUE)) != NULL) {
    gpointer human = (gpointer) claim->object;
    GArray *entries = g_hash_table_lookup (self->replaced, human);

    if (entries == NULL) {
      entries = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));
      g_hash_table_insert (self->replaced, human, entries);
    }
    g_array_append_val (entries, claim->entry);
    claim->replaced = TRUE;
    self->plan->n_replaced++;
  }
}

/* mine has an entry where there was none so far */
static void
plan_new_entry (Planner *self, EncordMergeObject *next,
                const EncordMergeEntry *wanted)
{
  const EncordMergePolicy policy = self->input->policy;
  const gboolean yields =
      policy == ENCORD_MERGE_SKIP || policy == ENCORD_MERGE_ADOPT;

  if (encord_merge_claims_find (self->claims, next, wanted, FALSE) != NULL ||
      (yields &&
       encord_merge_claims_find (self->claims, next, wanted, TRUE) != NULL)) {
    add_operation (self, ENCORD_MERGE_LEAVE_ALONE,
                   ENCORD_MERGE_COVERED_BY_HUMAN, next, wanted);
    return;
  }
  if (policy == ENCORD_MERGE_REPLACE)
    replace_human_entries (self, next, wanted);
  encord_merge_entries_add (next->entries, wanted);
  add_operation (self, ENCORD_MERGE_SET_ENTRY, ENCORD_MERGE_WANTED, next,
                 wanted);
}

/* we wrote an entry; now says what is there, wanted what the run gives */
static void
plan_old_entry (Planner *self, EncordMergeObject *next,
                const EncordMergeEntry *base, const EncordMergeEntry *now,
                const EncordMergeEntry *wanted)
{
  if (base->settled) {
    encord_merge_entries_add (next->entries, base);
    if (wanted != NULL)
      add_operation (self, ENCORD_MERGE_LEAVE_ALONE,
                     now != NULL ? ENCORD_MERGE_CHANGED_BY_HUMAN
                                 : ENCORD_MERGE_DELETED_BY_HUMAN,
                     next, wanted);
  } else if (wanted != NULL) {
    const gboolean same = encord_merge_entry_equal (base, wanted);

    encord_merge_entries_add (next->entries, same ? base : wanted);
    if (!same)
      add_operation (self, ENCORD_MERGE_SET_ENTRY, ENCORD_MERGE_WANTED, next,
                     wanted);
  } else if (may_remove (self->input, base->frame)) {
    add_operation (self, ENCORD_MERGE_REMOVE_ENTRY, ENCORD_MERGE_WANTED, next,
                   base);
  } else {
    encord_merge_entries_add (next->entries, base);
    add_operation (self, ENCORD_MERGE_LEAVE_ALONE, ENCORD_MERGE_NOT_SEEN, next,
                   base);
  }
}

static void
plan_entries (Planner *self, EncordMergeObject *next,
              const EncordMergeObject *base, const EncordMergeObject *theirs,
              const EncordMergeObject *mine)
{
  guint b = 0, m = 0;

  for (;;) {
    const EncordMergeEntry *old = entry_at (base, b);
    const EncordMergeEntry *wanted = entry_at (mine, m);
    const EncordMergeEntry *now = NULL;
    int frame;

    if (old == NULL && wanted == NULL)
      break;
    frame = MIN (old != NULL ? old->frame : G_MAXINT,
                 wanted != NULL ? wanted->frame : G_MAXINT);
    if (old != NULL && old->frame != frame)
      old = NULL;
    if (wanted != NULL && wanted->frame != frame)
      wanted = NULL;
    if (theirs != NULL)
      now = encord_merge_object_find (theirs, frame);

    if (old != NULL)
      plan_old_entry (self, next, old, now, wanted);
    else
      plan_new_entry (self, next, wanted);
    b += old != NULL;
    m += wanted != NULL;
  }
}

/* Removing the last entry of an object that only we filled removes the object. */
static void
retire_if_empty (Planner *self, EncordMergeObject *next,
                 const EncordMergeObject *theirs, guint first_operation)
{
  GArray *operations = self->plan->operations;
  guint n_removed = 0;

  for (guint i = first_operation; i < operations->len; i++) {
    const EncordMergeOperation *operation =
        &g_array_index (operations, EncordMergeOperation, i);

    if (operation->action == ENCORD_MERGE_SET_ENTRY)
      return;
    n_removed += operation->action == ENCORD_MERGE_REMOVE_ENTRY;
  }
  if (n_removed == 0 || n_removed < theirs->entries->len)
    return;

  for (guint i = operations->len; i > first_operation; i--)
    if (g_array_index (operations, EncordMergeOperation, i - 1).action ==
        ENCORD_MERGE_REMOVE_ENTRY)
      g_array_remove_index (operations, i - 1);
  self->plan->n_changes -= n_removed;
  add_operation (self, ENCORD_MERGE_REMOVE_OBJECT, ENCORD_MERGE_WANTED, next,
                 NULL);
  next->state = ENCORD_MERGE_RETIRED;
}

static void
plan_old_object (Planner *self, const EncordMergeObject *base,
                 const EncordMergeObject *mine)
{
  const EncordMergeObject *theirs =
      g_hash_table_lookup (self->theirs, base->object_hash);
  const guint first_operation = self->plan->operations->len;
  EncordMergeObject *next;

  if (base->state != ENCORD_MERGE_OURS) {
    next = encord_merge_object_copy (base);
    g_ptr_array_add (self->plan->base, next);
    for (guint i = 0; mine != NULL && i < mine->entries->len; i++)
      add_operation (self, ENCORD_MERGE_LEAVE_ALONE,
                     theirs != NULL ? ENCORD_MERGE_CHANGED_BY_HUMAN
                                    : ENCORD_MERGE_DELETED_BY_HUMAN,
                     next, entry_at (mine, i));
    return;
  }

  next = encord_merge_object_new (base->object_hash, base->feature_hash);
  next->answers = g_strdup (base->answers);
  g_ptr_array_add (self->plan->base, next);
  plan_entries (self, next, base, theirs, mine);
  retire_if_empty (self, next, theirs, first_operation);
}

static char *
draw_hash (Planner *self)
{
  for (;;) {
    guint8 bytes[HASH_BYTES];
    g_autofree char *hash = NULL;

    for (guint i = 0; i < HASH_BYTES; i++)
      bytes[i] = (guint8) g_rand_int_range (self->rand, 0, 256);
    hash = g_base64_encode (bytes, HASH_BYTES);
    if (!g_hash_table_contains (self->used, hash)) {
      g_hash_table_add (self->used, g_strdup (hash));
      return g_steal_pointer (&hash);
    }
  }
}

static void
plan_new_object (Planner *self, const EncordMergeObject *mine)
{
  GArray *operations = self->plan->operations;
  EncordMergeObject *next = encord_merge_object_new (NULL, mine->feature_hash);
  const guint first_operation = operations->len;

  next->object_hash = draw_hash (self);
  add_operation (self, ENCORD_MERGE_ADD_OBJECT, ENCORD_MERGE_WANTED, next,
                 NULL);
  plan_entries (self, next, NULL, NULL, mine);
  if (next->entries->len > 0) {
    g_ptr_array_add (self->plan->base, next);
    return;
  }
  g_array_remove_index (operations, first_operation);
  self->plan->n_changes--;
  g_ptr_array_add (self->plan->others, next);
}

static void
note_used_hashes (Planner *self, GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++) {
    const EncordMergeObject *object = objects->pdata[i];

    g_hash_table_add (self->used, g_strdup (object->object_hash));
  }
}

/* Entries of ours that this run did not find, but may not remove either, keep
 * their place: the same thing under another name would only be there twice. */
static void
claim_remainder (Planner *self, const EncordMergeObject *base,
                 const EncordMergeObject *mine)
{
  for (guint i = 0; i < base->entries->len; i++) {
    const EncordMergeEntry *entry = entry_at (base, i);

    if (!entry->settled && !may_remove (self->input, entry->frame) &&
        (mine == NULL || encord_merge_object_find (mine, entry->frame) == NULL))
      encord_merge_claims_add (self->claims, base, entry, FALSE);
  }
}

static const EncordMergeObject *
track_of (const Planner *self, GArray *tracks, guint index)
{
  const int track = g_array_index (tracks, int, index);

  return track >= 0 ? self->input->mine->pdata[track] : NULL;
}

/* what made room for ours goes, object by object */
static void
plan_replacements (Planner *self)
{
  GPtrArray *theirs = self->input->theirs;

  for (guint i = 0; i < theirs->len; i++) {
    const EncordMergeObject *object = theirs->pdata[i];
    const GArray *entries = g_hash_table_lookup (self->replaced, object);
    EncordMergeObject *named;

    if (entries == NULL)
      continue;
    named = encord_merge_object_new (object->object_hash, object->feature_hash);
    g_ptr_array_add (self->plan->others, named);
    if (entries->len == object->entries->len) {
      add_operation (self, ENCORD_MERGE_REMOVE_OBJECT, ENCORD_MERGE_REPLACED,
                     named, NULL);
      continue;
    }
    for (guint e = 0; e < entries->len; e++)
      add_operation (self, ENCORD_MERGE_REMOVE_ENTRY, ENCORD_MERGE_REPLACED,
                     named, &g_array_index (entries, EncordMergeEntry, e));
  }
}

static void
plan_objects (Planner *self, GPtrArray *base)
{
  GPtrArray *mine = self->input->mine;
  g_autoptr (GArray) tracks = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree gboolean *known = g_new0 (gboolean, mine->len);

  g_array_set_size (tracks, base->len);
  encord_merge_identify (base, mine, (int *) tracks->data);
  if (self->input->policy == ENCORD_MERGE_ADOPT)
    encord_merge_adopt (base, self->input->theirs, mine, tracks);
  for (guint i = 0; i < base->len; i++)
    claim_remainder (self, base->pdata[i], track_of (self, tracks, i));
  encord_merge_claims_sort (self->claims);
  for (guint i = 0; i < base->len; i++) {
    const int track = g_array_index (tracks, int, i);

    if (track >= 0)
      known[track] = TRUE;
    plan_old_object (self, base->pdata[i], track_of (self, tracks, i));
  }
  for (guint i = 0; i < mine->len; i++)
    if (!known[i])
      plan_new_object (self, mine->pdata[i]);
  plan_replacements (self);
}

static void
clear_operation (gpointer data)
{
  EncordMergeOperation *operation = data;

  g_clear_pointer (&operation->entry.geometry, encord_geometry_unref);
}

EncordMergePlan *
encord_merge_plan_new (const EncordMergeInput *input)
{
  const guint32 seed[] = { (guint32) input->seed,
                           (guint32) (input->seed >> 32) };
  g_autoptr (GHashTable) theirs = encord_merge_objects_by_hash (input->theirs);
  g_autoptr (GHashTable) used =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) claims = encord_merge_claims_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed_array (seed, 2);
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GHashTable) base_by_hash = NULL;
  EncordMergePlan *plan = g_new0 (EncordMergePlan, 1);
  g_autoptr (GHashTable) replaced =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  Planner self = { input, theirs, used, claims, replaced, rand, plan };

  plan->operations = g_array_new (FALSE, FALSE, sizeof (EncordMergeOperation));
  g_array_set_clear_func (plan->operations, clear_operation);
  plan->base = encord_merge_objects_new ();
  plan->others = encord_merge_objects_new ();

  for (guint i = 0; i < input->base->len; i++) {
    EncordMergeObject *object =
        encord_merge_object_copy (input->base->pdata[i]);

    g_ptr_array_add (base, object);
    settle_object (&self, object);
  }
  base_by_hash = encord_merge_objects_by_hash (base);
  claim_human_objects (&self, base_by_hash);
  note_used_hashes (&self, base);
  note_used_hashes (&self, input->theirs);
  plan_objects (&self, base);

  return plan;
}

void
encord_merge_plan_free (EncordMergePlan *self)
{
  g_array_unref (self->operations);
  g_ptr_array_unref (self->base);
  g_ptr_array_unref (self->others);
  g_free (self);
}
