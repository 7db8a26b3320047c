/* records/encord-record-private.h - members of an answer's records, read and checked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-error.h>
#include <encord/model/encord-geometry.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* what TYPE-private.h of a generated record declares */
typedef gpointer (*EncordRecordNew) (JsonNode *node, GError **error);

/* Each leaves its target alone when the member is absent or null, which is an
 * ENCORD_ERROR_BAD_DATA if it must be there; so is a value of another type. */
gboolean encord_record_read_string (JsonObject *object, const char *subject,
                                    const char *member, gboolean must,
                                    char **ret, GError **error);
gboolean encord_record_read_strings (JsonObject *object, const char *subject,
                                     const char *member, gboolean must,
                                     char ***ret, GError **error);
gboolean encord_record_read_time (JsonObject *object, const char *subject,
                                  const char *member, gboolean must,
                                  GDateTime **ret, GError **error);
gboolean encord_record_read_json (JsonObject *object, const char *subject,
                                  const char *member, gboolean must,
                                  JsonNode **ret, GError **error);
gboolean encord_record_read_int (JsonObject *object, const char *subject,
                                 const char *member, gboolean must, gint64 *ret,
                                 GError **error);
gboolean encord_record_read_double (JsonObject *object, const char *subject,
                                    const char *member, gboolean must,
                                    double *ret, GError **error);
gboolean encord_record_read_boolean (JsonObject *object, const char *subject,
                                     const char *member, gboolean must,
                                     gboolean *ret, GError **error);
/* on the wire the number or the nick; an unknown one leaves the target alone, so
 * that newer services can be read */
gboolean encord_record_read_enum (JsonObject *object, const char *subject,
                                  const char *member, gboolean must, GType type,
                                  int *ret, GError **error);
/* the names of an object's members, whose values say nothing */
gboolean encord_record_read_keys (JsonObject *object, const char *subject,
                                  const char *member, gboolean must,
                                  char ***ret, GError **error);
/* an object with one member, which has the name of a shape; of a shape that is
 * not known the target stays NULL */
gboolean encord_record_read_geometry (JsonObject *object, const char *subject,
                                      const char *member, gboolean must,
                                      EncordGeometry **ret, GError **error);
gboolean encord_record_read_record (JsonObject *object, const char *subject,
                                    const char *member, gboolean must,
                                    EncordRecordNew new_record, gpointer *ret,
                                    GError **error);
gboolean encord_record_read_records (JsonObject *object, const char *subject,
                                     const char *member, gboolean must,
                                     EncordRecordNew new_record,
                                     GPtrArray **ret, GError **error);

/* the wire name of a value; NULL for one that the enumeration does not have */
const char *encord_record_get_nick (GType type, int value);

/* the records of a list (transfer full), NULL with error */
GPtrArray *encord_record_read_list (JsonNode *list, const char *subject,
                                    EncordRecordNew new_record, GError **error);

G_END_DECLS
