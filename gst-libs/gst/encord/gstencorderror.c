/* gstencorderror.c - a failure becomes one message on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

#include <gst/encord/gstencorderror.h>

typedef struct
{
  int code;
  GQuark (*domain) (void);
  int gst_code;
  const char *remedy;
} Mapping;

static const Mapping encord_errors[] = {
  { ENCORD_ERROR_UNREACHABLE, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ,
    "Check that the server runs, that the property `server` or ENCORD_SERVER "
    "names it, and the network in between; then run again." },
  { ENCORD_ERROR_AUTH, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    "Set `ssh-key-file` or ENCORD_SSH_KEY_FILE to a private Ed25519 key whose "
    "public half is registered with the server." },
  { ENCORD_ERROR_DENIED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    "Ask an administrator of the project for the missing right." },
  { ENCORD_ERROR_NOT_FOUND, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_FOUND,
    "Check the hash, and that this key's user may see what it names." },
  { ENCORD_ERROR_CONFLICT, gst_resource_error_quark, GST_RESOURCE_ERROR_WRITE,
    "Someone changed it meanwhile: run again." },
  { ENCORD_ERROR_THROTTLED, gst_resource_error_quark, GST_RESOURCE_ERROR_BUSY,
    "Wait a while, or ask for less at a time." },
  { ENCORD_ERROR_REJECTED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_SETTINGS,
    "The server refused the request: check the properties." },
  { ENCORD_ERROR_BAD_RESPONSE, gst_resource_error_quark,
    GST_RESOURCE_ERROR_READ,
    "The server's answer makes no sense: check that the address is an Encord "
    "server, then report it." },
  { ENCORD_ERROR_BAD_DATA, gst_resource_error_quark, GST_RESOURCE_ERROR_READ,
    "Repair or replace the file." },
  { ENCORD_ERROR_NOT_SUPPORTED, gst_library_error_quark,
    GST_LIBRARY_ERROR_FAILED,
    "This build or this server cannot do that: see the README for what is "
    "supported." },
};

static const Mapping io_errors[] = {
  { G_IO_ERROR_NOT_FOUND, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_FOUND, "Check the path." },
  { G_IO_ERROR_PERMISSION_DENIED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "Check the permissions." },
  { G_IO_ERROR_NO_SPACE, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NO_SPACE_LEFT,
    "Free some space, then run again; what was journalled is kept." },
  { G_IO_ERROR_READ_ONLY, gst_resource_error_quark, GST_RESOURCE_ERROR_WRITE,
    "Choose a folder that can be written." },
  { G_IO_ERROR_INVALID_DATA, gst_stream_error_quark, GST_STREAM_ERROR_FORMAT,
    "Repair or replace the file." },
  { G_IO_ERROR_INVALID_ARGUMENT, gst_resource_error_quark,
    GST_RESOURCE_ERROR_SETTINGS, "Check the properties." },
  { G_IO_ERROR_NOT_SUPPORTED, gst_library_error_quark, GST_LIBRARY_ERROR_FAILED,
    "See the documentation for what is supported." },
  { G_IO_ERROR_BUSY, gst_resource_error_quark, GST_RESOURCE_ERROR_BUSY,
    "Something else uses it: stop that, or run again later." },
  { G_IO_ERROR_TIMED_OUT, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ, "Check the network, then run again." },
  { G_IO_ERROR_HOST_NOT_FOUND, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ, "Check the server's name." },
  { G_IO_ERROR_HOST_UNREACHABLE, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ, "Check the network, then run again." },
  { G_IO_ERROR_NETWORK_UNREACHABLE, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ, "Check the network, then run again." },
  { G_IO_ERROR_CONNECTION_REFUSED, gst_resource_error_quark,
    GST_RESOURCE_ERROR_OPEN_READ, "Check that the server runs." },
};

static const Mapping file_errors[] = {
  { G_FILE_ERROR_NOENT, gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_FOUND,
    "Check the path." },
  { G_FILE_ERROR_ACCES, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "Check the permissions." },
  { G_FILE_ERROR_PERM, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "Check the permissions." },
  { G_FILE_ERROR_NOSPC, gst_resource_error_quark,
    GST_RESOURCE_ERROR_NO_SPACE_LEFT,
    "Free some space, then run again; what was journalled is kept." },
  { G_FILE_ERROR_ROFS, gst_resource_error_quark, GST_RESOURCE_ERROR_WRITE,
    "Choose a folder that can be written." },
};

static const Mapping unknown = {
  0, gst_resource_error_quark, GST_RESOURCE_ERROR_FAILED,
  "Run with GST_DEBUG=encord*:6 for the details."
};

static const Mapping *
find (const Mapping *table, gsize n, int code)
{
  for (gsize i = 0; i < n; i++)
    if (table[i].code == code)
      return &table[i];

  return &unknown;
}

static const Mapping *
find_mapping (const GError *error)
{
  if (error->domain == ENCORD_ERROR)
    return find (encord_errors, G_N_ELEMENTS (encord_errors), error->code);
  if (error->domain == G_IO_ERROR)
    return find (io_errors, G_N_ELEMENTS (io_errors), error->code);
  if (error->domain == G_FILE_ERROR)
    return find (file_errors, G_N_ELEMENTS (file_errors), error->code);

  return &unknown;
}

static gboolean
is_gst_error (const GError *error)
{
  return error->domain == GST_CORE_ERROR ||
         error->domain == GST_LIBRARY_ERROR ||
         error->domain == GST_RESOURCE_ERROR ||
         error->domain == GST_STREAM_ERROR;
}

static GstStructure *
make_details (const GError *error)
{
  GstStructure *details = gst_structure_new (
      "details", "domain", G_TYPE_STRING, g_quark_to_string (error->domain),
      "code", G_TYPE_INT, error->code, NULL);
  const char *trace_id;
  guint status;

  if (error->domain != ENCORD_ERROR)
    return details;
  status = encord_error_get_http_status (error);
  if (status != 0)
    gst_structure_set (details, "status", G_TYPE_UINT, status, NULL);
  trace_id = encord_error_get_trace_id (error);
  if (trace_id != NULL)
    gst_structure_set (details, "trace-id", G_TYPE_STRING, trace_id, NULL);

  return details;
}

static void
post (GstElement *element, GstMessageType type, const GError *error,
      const char *remedy)
{
  const Mapping *mapping = find_mapping (error);
  GQuark domain = mapping->domain ();
  int code = mapping->gst_code;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (is_gst_error (error)) {
    domain = error->domain;
    code = error->code;
  }

  gst_element_message_full_with_details (
      element, type, domain, code, g_strdup (error->message),
      g_strdup (remedy != NULL ? remedy : mapping->remedy), __FILE__, G_STRFUNC,
      __LINE__, make_details (error));
}

/**
 * gst_encord_element_post_error:
 * @element: the element that failed
 * @error: why, as "what: cause"
 *
 * Posts @error on the bus as the one message of this failure: the text of
 * @error as it is, the usual remedy for its code as debug text, and a details
 * structure with the fields `domain` and `code` and, for a server's answer,
 * `status` and `trace-id`. Errors of the GStreamer domains keep domain and code.
 * Nothing is posted for a cancellation.
 *
 * Takes the object lock of @element: call it with no lock held.
 *
 * Since: 0.1
 */
void
gst_encord_element_post_error (GstElement *element, const GError *error)
{
  gst_encord_element_post_error_with_remedy (element, error, NULL);
}

/**
 * gst_encord_element_post_error_with_remedy:
 * @element: the element that failed
 * @error: why, as "what: cause"
 * @remedy: (nullable): what the user can do about it, a full sentence; %NULL
 *   for what usually helps with such an error
 *
 * As gst_encord_element_post_error(), where the caller knows better what helps.
 *
 * Since: 0.1
 */
void
gst_encord_element_post_error_with_remedy (GstElement *element,
                                           const GError *error,
                                           const char *remedy)
{
  g_return_if_fail (GST_IS_ELEMENT (element));
  g_return_if_fail (error != NULL);

  post (element, GST_MESSAGE_ERROR, error, remedy);
}

/**
 * gst_encord_element_post_warning:
 * @element: the element that goes on
 * @error: what is wrong, as "what: cause"
 *
 * As gst_encord_element_post_error(), as a warning.
 *
 * Since: 0.1
 */
void
gst_encord_element_post_warning (GstElement *element, const GError *error)
{
  gst_encord_element_post_warning_with_remedy (element, error, NULL);
}

/**
 * gst_encord_element_post_warning_with_remedy:
 * @element: the element that goes on
 * @error: what is wrong, as "what: cause"
 * @remedy: (nullable): what the user can do about it, a full sentence; %NULL
 *   for what usually helps with such an error
 *
 * As gst_encord_element_post_warning(), where the caller knows better what
 * helps.
 *
 * Since: 0.1
 */
void
gst_encord_element_post_warning_with_remedy (GstElement *element,
                                             const GError *error,
                                             const char *remedy)
{
  g_return_if_fail (GST_IS_ELEMENT (element));
  g_return_if_fail (error != NULL);

  post (element, GST_MESSAGE_WARNING, error, remedy);
}
