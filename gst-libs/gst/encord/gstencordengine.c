/* gstencordengine.c - one inference runtime behind an interface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gmodule.h>

#include <gst/encord/gstencordengine.h>

/* folders to look for engines in, instead of the installed one */
#define PATH_VARIABLE "GST_ENCORD_ENGINE_PATH"

typedef struct
{
  GArray *inputs;
  GArray *outputs;
} GstEncordEnginePrivate;

/**
 * GstEncordEngine:
 *
 * An inference runtime with one model.
 *
 * Engines are modules, loaded when one is asked for by name.
 *
 * Since: 0.1
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstEncordEngine, gst_encord_engine,
                                     G_TYPE_OBJECT)

static const GEnumValue precisions[] = {
  { GST_ENCORD_PRECISION_AUTO, "What the device is fastest with", "auto" },
  { GST_ENCORD_PRECISION_F32, "32 bit floats everywhere", "f32" },
  { 0, NULL, NULL },
};

GType
gst_encord_precision_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, g_enum_register_static ("GstEncordPrecision", precisions));

  return type;
}

static void
gst_encord_engine_finalize (GObject *object)
{
  GstEncordEnginePrivate *priv =
      gst_encord_engine_get_instance_private (GST_ENCORD_ENGINE (object));

  g_array_unref (priv->inputs);
  g_array_unref (priv->outputs);

  G_OBJECT_CLASS (gst_encord_engine_parent_class)->finalize (object);
}

static void
gst_encord_engine_class_init (GstEncordEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_encord_engine_finalize;
}

static void
gst_encord_engine_init (GstEncordEngine *self)
{
  GstEncordEnginePrivate *priv = gst_encord_engine_get_instance_private (self);

  priv->inputs = gst_encord_tensor_info_array_new ();
  priv->outputs = gst_encord_tensor_info_array_new ();
}

static char **
list_folders (void)
{
  const char *path = g_getenv (PATH_VARIABLE);

  if (path == NULL || *path == '\0')
    path = GST_ENCORD_ENGINE_DIR;

  return g_strsplit (path, G_SEARCHPATH_SEPARATOR_S, -1);
}

static char *
find_module (const char *name, GError **error)
{
  g_auto (GStrv) folders = list_folders ();
  g_autofree char *file =
      g_strdup_printf ("libgstencordengine-%s." G_MODULE_SUFFIX, name);
  g_autofree char *searched = NULL;

  for (guint i = 0; folders[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folders[i], file, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }

  searched = g_strjoinv (", ", folders);
  g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
               "engine %s: there is no %s in %s", name, file, searched);

  return NULL;
}

static GType
load_type (const char *path, GError **error)
{
  GModule *module =
      g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  GType (*get_type) (void) = NULL;

  if (module == NULL) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, "%s",
                 g_module_error ());
    return G_TYPE_INVALID;
  }
  /* a registered type, and a runtime's threads, never go away */
  g_module_make_resident (module);
  if (!g_module_symbol (module, GST_ENCORD_ENGINE_MODULE_SYMBOL,
                        (gpointer *) &get_type) ||
      !g_type_is_a (get_type (), GST_TYPE_ENCORD_ENGINE)) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
                 "%s: not an engine", path);
    get_type = NULL;
  }
  g_module_close (module);

  return get_type != NULL ? get_type () : G_TYPE_INVALID;
}

/**
 * gst_encord_engine_new:
 * @name: name of a runtime, such as `openvino`
 * @error: return location for an error
 *
 * Loads the module of a runtime and makes an engine with it. Modules are looked
 * for in the folders of the environment variable `GST_ENCORD_ENGINE_PATH`, else
 * where they were installed.
 *
 * Returns: (transfer full): the engine, or %NULL with
 *   %GST_CORE_ERROR_MISSING_PLUGIN in @error
 *
 * Since: 0.1
 */
GstEncordEngine *
gst_encord_engine_new (const char *name, GError **error)
{
  g_autofree char *path = NULL;
  GType type;

  g_return_val_if_fail (name != NULL, NULL);

  path = find_module (name, error);
  if (path == NULL)
    return NULL;
  type = load_type (path, error);
  if (type == G_TYPE_INVALID)
    return NULL;

  return g_object_new (type, NULL);
}

/**
 * gst_encord_engine_load:
 * @self: a new engine
 * @model_file: path of a model in a format that the runtime reads
 * @error: return location for an error
 *
 * Reads a model; afterwards its inputs and outputs are known.
 *
 * Returns: %FALSE with @error set when the model cannot be read
 *
 * Since: 0.1
 */
gboolean
gst_encord_engine_load (GstEncordEngine *self, const char *model_file,
                        GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), FALSE);
  g_return_val_if_fail (model_file != NULL, FALSE);

  return GST_ENCORD_ENGINE_GET_CLASS (self)->load (self, model_file, error);
}

/**
 * gst_encord_engine_compile: (skip)
 * @self: an engine with a model whose only input is a picture
 * @picture: what that input expects
 * @options: how to run
 * @error: return location for an error
 *
 * Makes the model ready to run on packed 8 bit RGB pictures; sizes that the
 * model leaves open are settled by @picture, and so may those of the outputs be.
 *
 * Returns: %FALSE with @error set when the runtime refuses
 *
 * Since: 0.1
 */
gboolean
gst_encord_engine_compile (GstEncordEngine *self,
                           const GstEncordPicture *picture,
                           const GstEncordEngineOptions *options,
                           GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), FALSE);
  g_return_val_if_fail (picture->width > 0 && picture->height > 0, FALSE);

  return GST_ENCORD_ENGINE_GET_CLASS (self)->compile (self, picture, options,
                                                      error);
}

static const GstEncordTensorInfo *
get_infos (GArray *infos, guint *ret_n)
{
  *ret_n = infos->len;

  return (const GstEncordTensorInfo *) (gpointer) infos->data;
}

/**
 * gst_encord_engine_get_inputs: (skip)
 * @self: an engine with a model
 * @ret_n: (out): how many
 *
 * Tells what the model takes.
 *
 * Returns: (transfer none) (array length=ret_n): the model's inputs as it was
 *   stored
 *
 * Since: 0.1
 */
const GstEncordTensorInfo *
gst_encord_engine_get_inputs (GstEncordEngine *self, guint *ret_n)
{
  GstEncordEnginePrivate *priv = gst_encord_engine_get_instance_private (self);

  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), NULL);

  return get_infos (priv->inputs, ret_n);
}

/**
 * gst_encord_engine_get_outputs: (skip)
 * @self: an engine with a model
 * @ret_n: (out): how many
 *
 * Tells what the model puts out.
 *
 * Returns: (transfer none) (array length=ret_n): the model's outputs; sizes
 *   that depend on the input are known after gst_encord_engine_compile()
 *
 * Since: 0.1
 */
const GstEncordTensorInfo *
gst_encord_engine_get_outputs (GstEncordEngine *self, guint *ret_n)
{
  GstEncordEnginePrivate *priv = gst_encord_engine_get_instance_private (self);

  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), NULL);

  return get_infos (priv->outputs, ret_n);
}

/**
 * gst_encord_engine_get_optimal_requests: (skip)
 * @self: an engine with a compiled model
 *
 * Tells how many requests are worth having.
 *
 * Returns: how many requests in flight keep the device busy, at least 1
 *
 * Since: 0.1
 */
guint
gst_encord_engine_get_optimal_requests (GstEncordEngine *self)
{
  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), 1);

  return GST_ENCORD_ENGINE_GET_CLASS (self)->get_optimal_requests (self);
}

/**
 * gst_encord_engine_create_request: (skip)
 * @self: an engine with a compiled model
 * @error: return location for an error
 *
 * Makes a request with memory of its own. Requests of one engine run
 * independently of each other and keep the engine alive.
 *
 * Returns: (transfer full): the request, or %NULL with @error set
 *
 * Since: 0.1
 */
GstEncordRequest *
gst_encord_engine_create_request (GstEncordEngine *self, GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_ENGINE (self), NULL);

  return GST_ENCORD_ENGINE_GET_CLASS (self)->create_request (self, error);
}

/**
 * gst_encord_engine_describe: (skip)
 * @self: an engine
 * @inputs: (transfer full) (nullable): new description of the inputs
 * @outputs: (transfer full) (nullable): new description of the outputs
 *
 * Says what the model's tensors are; for engines. %NULL leaves what is there.
 *
 * Since: 0.1
 */
void
gst_encord_engine_describe (GstEncordEngine *self, GArray *inputs,
                            GArray *outputs)
{
  GstEncordEnginePrivate *priv = gst_encord_engine_get_instance_private (self);

  g_return_if_fail (GST_IS_ENCORD_ENGINE (self));

  if (inputs != NULL) {
    g_array_unref (priv->inputs);
    priv->inputs = inputs;
  }
  if (outputs != NULL) {
    g_array_unref (priv->outputs);
    priv->outputs = outputs;
  }
}
