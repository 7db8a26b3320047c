/* gstencordengine.h - one inference runtime behind an interface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>
#include <gst/encord/gstencordrequest.h>
#include <gst/encord/gstencordtensor.h>

G_BEGIN_DECLS

/**
 * GstEncordPrecision:
 * @GST_ENCORD_PRECISION_AUTO: what the device is fastest with (bf16 on newer
 *   processors), so that results differ a little from machine to machine
 * @GST_ENCORD_PRECISION_F32: 32 bit floats everywhere
 *
 * What a model is computed in.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_ENCORD_PRECISION_AUTO,
  GST_ENCORD_PRECISION_F32,
} GstEncordPrecision;

#define GST_TYPE_ENCORD_PRECISION (gst_encord_precision_get_type ())
GST_ENCORD_API
GType gst_encord_precision_get_type (void) G_GNUC_CONST;

/**
 * GstEncordPicture:
 * @width: in pixels
 * @height: in pixels
 * @planar: the model wants one plane a colour (NCHW) instead of pixels (NHWC)
 * @divisor: what each 8 bit value is divided by on its way into the model;
 *   1 for a model that takes the values as they are
 *
 * What a model's picture input expects. Whatever it is, a request is filled with
 * packed 8 bit RGB of this size, and the engine does the rest.
 *
 * Since: 0.1
 */
typedef struct
{
  int width;
  int height;
  gboolean planar;
  double divisor;
} GstEncordPicture;

/**
 * GstEncordEngineOptions:
 * @device: (nullable): the runtime's name of a device, %NULL for its default
 * @precision: what to compute in
 * @n_threads: threads for one model, 0 to let the runtime choose
 *
 * How to run a model.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *device;
  GstEncordPrecision precision;
  guint n_threads;
} GstEncordEngineOptions;

#define GST_TYPE_ENCORD_ENGINE (gst_encord_engine_get_type ())
GST_ENCORD_API
G_DECLARE_DERIVABLE_TYPE (GstEncordEngine, gst_encord_engine, GST,
                          ENCORD_ENGINE, GObject)

/**
 * GstEncordEngineClass:
 * @load: reads a model and describes it
 * @compile: makes it ready to run, with a picture as its only input
 * @get_optimal_requests: how many requests in flight keep the device busy
 * @create_request: makes one request
 *
 * What a runtime implements. Each is called by one thread at a time.
 *
 * Since: 0.1
 */
struct _GstEncordEngineClass
{
  GObjectClass parent_class;

  gboolean (*load) (GstEncordEngine *self, const char *model_file,
                    GError **error);
  gboolean (*compile) (GstEncordEngine *self, const GstEncordPicture *picture,
                       const GstEncordEngineOptions *options, GError **error);
  guint (*get_optimal_requests) (GstEncordEngine *self);
  GstEncordRequest *(*create_request) (GstEncordEngine *self, GError **error);

  /*< private >*/
  gpointer reserved[8];
};

/**
 * GST_ENCORD_ENGINE_MODULE_SYMBOL:
 *
 * Name of the function that an engine's module exports; it takes nothing and
 * returns the #GType of a #GstEncordEngine.
 *
 * Since: 0.1
 */
#define GST_ENCORD_ENGINE_MODULE_SYMBOL "gst_encord_engine_module_get_type"

GST_ENCORD_API
GstEncordEngine *gst_encord_engine_new (const char *name, GError **error);
GST_ENCORD_API
gboolean gst_encord_engine_load (GstEncordEngine *self, const char *model_file,
                                 GError **error);
GST_ENCORD_API
gboolean gst_encord_engine_compile (GstEncordEngine *self,
                                    const GstEncordPicture *picture,
                                    const GstEncordEngineOptions *options,
                                    GError **error);
GST_ENCORD_API
const GstEncordTensorInfo *gst_encord_engine_get_inputs (GstEncordEngine *self,
                                                         guint *ret_n);
GST_ENCORD_API
const GstEncordTensorInfo *gst_encord_engine_get_outputs (GstEncordEngine *self,
                                                          guint *ret_n);
GST_ENCORD_API
guint gst_encord_engine_get_optimal_requests (GstEncordEngine *self);
GST_ENCORD_API
GstEncordRequest *gst_encord_engine_create_request (GstEncordEngine *self,
                                                    GError **error);

/* for engines: replaces what get_inputs() and get_outputs() say; takes the
 * arrays of GstEncordTensorInfo */
GST_ENCORD_API
void gst_encord_engine_describe (GstEncordEngine *self, GArray *inputs,
                                 GArray *outputs);

G_END_DECLS
