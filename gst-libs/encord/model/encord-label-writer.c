/* encord-label-writer.c - a store as the body of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-answer-section-private.h>
#include <encord/model/encord-json-text-private.h>
#include <encord/model/encord-label-entry-writer-private.h>

#define append_literal encord_json_append_literal

/* What was not edited is copied as it came, in runs as long as possible; only
 * frames with an edited entry, or with one that holds "reviews", are put
 * together anew. */
typedef struct
{
  EncordLabelStore *store;
  GString *json;
  EncordEntryWriter entries;

  /* labels of frame n that are to be written: order[first[n] .. first[n+1]] */
  guint32 *first;
  guint32 *order;
} Writer;

static void
append_span (Writer *self, EncordSpan span)
{
  encord_json_append_slice (self->json,
                            encord_label_store_slice (self->store, span));
}

static void
append_name (Writer *self, EncordJsonSlice name, gboolean first)
{
  encord_json_append_name (self->json, name, first);
}

/* the labels of a frame that are objects, or those that are classifications */
static void
append_labels (Writer *self, guint32 frame, gboolean classifications)
{
  gboolean first = TRUE;

  g_string_append_c (self->json, '[');
  for (guint32 i = self->first[frame]; i < self->first[frame + 1]; i++) {
    const EncordLabel *label =
        &g_array_index (self->store->labels, EncordLabel, self->order[i]);

    if (label->classification != classifications)
      continue;
    if (!first)
      g_string_append_c (self->json, ',');
    first = FALSE;
    encord_entry_writer_append (&self->entries, label);
  }
  g_string_append_c (self->json, ']');
}

/* a frame of the body, put together anew */
static void
append_changed_frame (Writer *self, guint32 index)
{
  static const char *const lists[] = { "objects", "classifications" };
  const EncordLabelFrame *frame =
      &g_array_index (self->store->frames, EncordLabelFrame, index);
  const guint32 end = frame->entry.offset + frame->entry.length;
  const EncordJsonSlice text = encord_label_store_slice (
      self->store, (EncordSpan){ frame->value_at, end - frame->value_at });
  gboolean missing[] = { frame->objects, frame->classifications };
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean first = TRUE;

  g_string_append_c (self->json, '{');
  encord_json_scanner_init (&scanner, text.text, text.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    append_name (self, name, first);
    first = FALSE;
    if (frame->objects && encord_json_slice_is (name, "objects")) {
      append_labels (self, index, FALSE);
      missing[FALSE] = FALSE;
    } else if (frame->classifications &&
               encord_json_slice_is (name, "classifications")) {
      append_labels (self, index, TRUE);
      missing[TRUE] = FALSE;
    } else {
      encord_json_append_slice (self->json, value);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    if (!missing[i])
      continue;
    append_name (self, (EncordJsonSlice){ lists[i], strlen (lists[i]) }, first);
    append_labels (self, index, (gboolean) i);
    first = FALSE;
  }
  g_string_append_c (self->json, '}');
}

static gboolean
is_changed (const EncordLabelFrame *frame)
{
  return frame->objects || frame->classifications;
}

/* Unchanged frames that follow each other are copied in one piece. */
static void
append_frames (Writer *self, const EncordLabelUnit *unit)
{
  EncordLabelStore *store = self->store;
  const EncordLabelFrame *frames =
      (const EncordLabelFrame *) store->frames->data;
  const guint32 end = unit->first_frame + unit->n_frames;
  gboolean first = TRUE;

  g_string_append_c (self->json, '{');
  for (guint32 i = unit->first_frame; i < end; i++) {
    EncordSpan run = frames[i].entry;

    if (!first)
      g_string_append_c (self->json, ',');
    first = FALSE;
    if (is_changed (&frames[i])) {
      g_string_append_printf (self->json, "\"%d\":", frames[i].number);
      append_changed_frame (self, i);
      continue;
    }
    while (i + 1 < end && !is_changed (&frames[i + 1]))
      i++;
    run.length = frames[i].entry.offset + frames[i].entry.length - run.offset;
    append_span (self, run);
  }
  for (guint32 i = end; i < store->frames->len; i++) {
    if (self->first[i] == self->first[i + 1])
      continue; /* its last label is gone again */
    if (!first)
      g_string_append_c (self->json, ',');
    first = FALSE;
    g_string_append_printf (self->json,
                            "\"%d\":{\"objects\":", frames[i].number);
    append_labels (self, i, FALSE);
    append_literal (self->json, ",\"classifications\":");
    append_labels (self, i, TRUE);
    g_string_append_c (self->json, '}');
  }
  g_string_append_c (self->json, '}');
}

static void
append_unit (Writer *self, const EncordLabelUnit *unit)
{
  EncordLabelStore *store = self->store;

  append_name (self, encord_label_store_slice (store, unit->key), TRUE);
  g_string_append_c (self->json, '{');
  for (guint32 i = 0; i < unit->n_members; i++) {
    const EncordMember *member = &g_array_index (
        store->unit_members, EncordMember, unit->first_member + i);

    append_name (self, encord_label_store_slice (store, member->name), i == 0);
    if (member->value.offset != unit->labels.offset)
      append_span (self, member->value);
    else if (store->kind == ENCORD_LABEL_KIND_IMAGES)
      append_changed_frame (self, unit->first_frame);
    else
      append_frames (self, unit);
  }
  g_string_append_c (self->json, '}');
}

static gboolean
is_unit_changed (const EncordLabelStore *store, guint32 index)
{
  const EncordLabelUnit *unit =
      &g_array_index (store->units, EncordLabelUnit, index);

  if (store->kind == ENCORD_LABEL_KIND_FRAMES)
    return index == 0;

  return is_changed (
      &g_array_index (store->frames, EncordLabelFrame, unit->first_frame));
}

static void
append_units (Writer *self, EncordSpan value)
{
  EncordLabelStore *store = self->store;

  if (store->kind == ENCORD_LABEL_KIND_OTHER) {
    append_span (self, value);
    return;
  }

  g_string_append_c (self->json, '{');
  for (guint32 i = 0; i < store->units->len; i++) {
    const EncordLabelUnit *unit =
        &g_array_index (store->units, EncordLabelUnit, i);

    if (i > 0)
      g_string_append_c (self->json, ',');
    if (is_unit_changed (store, i)) {
      append_unit (self, unit);
    } else {
      /* key to value in one piece */
      const EncordMember *last =
          &g_array_index (store->unit_members, EncordMember,
                          unit->first_member + unit->n_members - 1);

      append_span (self, (EncordSpan){ unit->key.offset - 1,
                                       last->value.offset + last->value.length -
                                           unit->key.offset + 1 });
      g_string_append_c (self->json, '}');
    }
  }
  g_string_append_c (self->json, '}');
}

static void
append_section (Writer *self, EncordAnswerSection section)
{
  encord_answer_section_append (self->store, section, self->json);
}

/* a section that the body lacks is written where there is something in it */
static void
append_missing_sections (Writer *self, const gboolean *written)
{
  for (int i = 0; i < ENCORD_N_ANSWER_SECTIONS; i++) {
    if (written[i] || (i != ENCORD_ANSWER_SECTION_OBJECTS &&
                       !encord_answer_section_is_needed (self->store, i)))
      continue;
    append_name (self, encord_answer_section_name (i), FALSE);
    append_section (self, i);
  }
}

static void
append_top (Writer *self)
{
  EncordLabelStore *store = self->store;
  gboolean written[ENCORD_N_ANSWER_SECTIONS] = { FALSE };

  g_string_append_c (self->json, '{');
  for (guint32 i = 0; i < store->top_members->len; i++) {
    const EncordMember *member =
        &g_array_index (store->top_members, EncordMember, i);
    const EncordJsonSlice name = encord_label_store_slice (store, member->name);
    const EncordAnswerSection section = encord_answer_section_find (name);

    append_name (self, name, i == 0);
    if (encord_json_slice_is (name, "data_units")) {
      append_units (self, member->value);
    } else if (section < ENCORD_N_ANSWER_SECTIONS) {
      append_section (self, section);
      written[section] = TRUE;
    } else {
      append_span (self, member->value);
    }
  }
  append_missing_sections (self, written);
  g_string_append_c (self->json, '}');
}

/* Sorts the labels of changed frames by frame: those of the body in its order,
 * then new ones in the order in which their objects appeared. */
static void
sort_labels (Writer *self)
{
  EncordLabelStore *store = self->store;
  const EncordLabel *labels = (const EncordLabel *) store->labels->data;
  const EncordLabelFrame *frames =
      (const EncordLabelFrame *) store->frames->data;
  const guint32 n_frames = store->frames->len;
  g_autofree guint32 *next = NULL;

  self->first = g_new0 (guint32, n_frames + 1);
  for (guint32 i = 0; i < store->labels->len; i++)
    if (!labels[i].removed && is_changed (&frames[labels[i].frame]))
      self->first[labels[i].frame + 1]++;
  for (guint32 i = 0; i < n_frames; i++)
    self->first[i + 1] += self->first[i];

  self->order = g_new (guint32, self->first[n_frames]);
  next = g_memdup2 (self->first, n_frames * sizeof *next);
  for (guint32 i = 0; i < store->labels->len; i++)
    if (!labels[i].removed && labels[i].length > 0 &&
        is_changed (&frames[labels[i].frame]))
      self->order[next[labels[i].frame]++] = i;
  for (guint32 i = 0; i < store->tracks.n; i++) {
    const EncordLabelTrack *track = encord_label_store_track (store, i);
    const guint32 *of_track = encord_label_track_peek_labels (track);

    for (guint32 j = 0; j < track->n_slots; j++) {
      const guint32 index = of_track[j];

      if (index != ENCORD_LABEL_NONE && labels[index].length == 0)
        self->order[next[labels[index].frame]++] = index;
    }
  }
}

void
encord_label_store_write (EncordLabelStore *self, GString *json)
{
  Writer writer = { .store = self, .json = json };

  if (!self->edited && !self->reviews) {
    g_string_append_len (json, self->text, (gssize) self->length);
    return;
  }

  encord_entry_writer_init (&writer.entries, self, json);
  sort_labels (&writer);
  append_top (&writer);
  g_free (writer.first);
  g_free (writer.order);
  encord_entry_writer_clear (&writer.entries);
}
