/* model/encord-json-number-private.h - doubles from and to JSON text, exactly
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

#define ENCORD_JSON_NUMBER_SIZE 32

/* FALSE: too large for a double. The text is a number of the scanner's. */
gboolean encord_json_number_parse (EncordJsonSlice text, double *ret_value);
/* Writes the shortest text of 15 to 17 digits that reads back as the same value,
 * without zeros at its end and always with a fraction or an exponent, so that a
 * reader sees a float. Returns its length; the value must be finite. */
gsize encord_json_number_format (double value,
                                 char text[ENCORD_JSON_NUMBER_SIZE]);

G_END_DECLS
