/* gstencordlabelsignals.c - what encordlabelsink asks and tells the application
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelsignals.h"

enum
{
  ROW_ABOUT_TO_SAVE,
  ROW_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
gst_encord_label_signals_install (GObjectClass *klass)
{
  const GType type = G_OBJECT_CLASS_TYPE (klass);

  /**
   * GstEncordLabelSink::row-about-to-save:
   * @self: the sink
   * @row: the row as it would be saved
   * @summary: what would change: the fields of `encord-row-saved`
   *
   * Asks whether a row is to be saved. Emitted on the session's worker thread; the
   * next row waits until the handlers have returned, and nothing else does. What a
   * handler changes in the row is saved with it, and counts as a human's. The row
   * may be merged again afterwards, with what people did meanwhile: then this is
   * emitted once more. It is not emitted where nothing would change.
   *
   * Returns: %TRUE to leave the row as it is on the server; the first handler that
   *   says so is the last one asked
   *
   * Since: 0.1
   */
  signals[ROW_ABOUT_TO_SAVE] = g_signal_new (
      "row-about-to-save", type, G_SIGNAL_RUN_LAST, 0,
      g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 2,
      ENCORD_TYPE_LABEL_ROW, GST_TYPE_STRUCTURE | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * GstEncordLabelSink::row-saved:
   * @self: the sink
   * @row: the row as the server has it
   * @summary: the fields of `encord-row-saved`
   *
   * Tells that a row says what the run found. Emitted on the session's worker
   * thread, just before the message.
   *
   * Since: 0.1
   */
  signals[ROW_SAVED] = g_signal_new (
      "row-saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
      ENCORD_TYPE_LABEL_ROW, GST_TYPE_STRUCTURE | G_SIGNAL_TYPE_STATIC_SCOPE);
}

gboolean
gst_encord_label_signals_is_vetoed (GstElement *element, EncordLabelRow *row,
                                    GstStructure *summary)
{
  gboolean vetoed = FALSE;

  g_signal_emit (element, signals[ROW_ABOUT_TO_SAVE], 0, row, summary, &vetoed);
  gst_structure_free (summary);

  return vetoed;
}

void
gst_encord_label_signals_row_saved (GstElement *element, EncordLabelRow *row,
                                    GstStructure *summary)
{
  g_signal_emit (element, signals[ROW_SAVED], 0, row, summary);
  gst_structure_free (summary);
}
