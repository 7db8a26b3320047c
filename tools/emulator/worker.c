/* worker.c - encord-emulator-worker: decodes media for the emulator
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Prints one JSON object and ends. Runs as a child of the emulator, so that a
 * decoder or a model that crashes takes nothing with it. */
#include <gst/gst.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "worker-infer.h"
#include "worker-probe.h"

static void
print (JsonObject *answer)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, answer);
  text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
}

/* the whole of standard input */
static JsonNode *
read_job (void)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  g_autofree char *text = NULL;

  if (g_io_channel_read_to_end (input, &text, NULL, NULL) != G_IO_STATUS_NORMAL)
    return NULL;
  return json_from_string (text, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonObject) answer = json_object_new ();
  g_autoptr (JsonNode) job = NULL;

  /* nobody waits for the answer when the emulator is gone */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  gst_init (&argc, &argv);
  if (argc == 2 && g_str_equal (argv[1], "--infer")) {
    job = read_job ();
    if (job == NULL || !JSON_NODE_HOLDS_OBJECT (job)) {
      g_printerr ("encord-emulator-worker: no job on standard input\n");
      return 2;
    }
    worker_infer (json_node_get_object (job), answer);
  } else if (argc == 2) {
    worker_probe (argv[1], answer);
  } else {
    g_printerr ("usage: encord-emulator-worker FILE\n"
                "       encord-emulator-worker --infer <JOB\n");
    return 2;
  }
  print (answer);
  gst_deinit ();
  return 0;
}
