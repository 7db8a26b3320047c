/* fuzz-client-answers.c - answers that the client makes objects of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/encord-json-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
unref_node (gpointer node)
{
  json_node_unref (node);
}

static void
unref_object (gpointer object)
{
  json_object_unref (object);
}

static EncordClient *
get_client (void)
{
  static EncordClient *client;

  if (client == NULL) {
    g_autoptr (EncordCredentials) credentials =
        encord_credentials_new_for_bearer_token ("unused");

    client = encord_client_new ("https://unused", credentials);
  }

  return client;
}

/* the first byte chooses the call, the rest is its answer */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const struct
  {
    gpointer (*parse) (gpointer source, JsonNode *answer, GError **error);
    GDestroyNotify free;
  } answers[] = {
    { encord_answers_parse_project, g_object_unref },
    { encord_answers_parse_data, unref_node },
    { encord_answers_parse_upload_job, unref_object },
    { encord_answers_parse_upload_link, unref_object },
  };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  gpointer result;
  gsize i;

  if (size == 0)
    return 0;
  i = data[0] % G_N_ELEMENTS (answers);
  node = encord_json_parse ((const char *) data + 1, size - 1, NULL);
  if (node == NULL)
    return 0;

  result = answers[i].parse (get_client (), node, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  if (result != NULL)
    answers[i].free (result);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));

  return 0;
}
