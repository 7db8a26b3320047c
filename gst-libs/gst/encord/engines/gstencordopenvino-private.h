/* gstencordopenvino-private.h - what the files of the OpenVINO engine share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <openvino/c/openvino.h>

#include <gst/encord/encord.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_ENGINE_OPENVINO (gst_encord_engine_openvino_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordEngineOpenvino, gst_encord_engine_openvino, GST,
                      ENCORD_ENGINE_OPENVINO, GstEncordEngine)

#define GST_TYPE_ENCORD_REQUEST_OPENVINO                                       \
  (gst_encord_request_openvino_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordRequestOpenvino, gst_encord_request_openvino,
                      GST, ENCORD_REQUEST_OPENVINO, GstEncordRequest)

/* engine is kept alive: its runtime must outlive the request */
GstEncordRequest *gst_encord_request_openvino_new (GstEncordEngine *engine,
                                                   ov_compiled_model_t *model,
                                                   guint n_outputs,
                                                   GError **error);

/* FALSE with the error set unless status is OK */
gboolean gst_encord_openvino_check (ov_status_e status, const char *subject,
                                    GQuark domain, int code, GError **error);
GstEncordTensorType gst_encord_openvino_type (ov_element_type_e type);

G_END_DECLS
