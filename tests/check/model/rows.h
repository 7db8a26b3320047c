/* rows.h - label rows for tests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* one class a shape: aaaa1111 bounding_box, aaaa2222 rotatable_bounding_box,
 * aaaa3333 polygon, 4 polyline, 5 point, 6 skeleton, 7 bitmask, 8 cuboid_2d; with
 * attributes of all kinds and classifications, see tests/data/ontologies/rows.json
 */
EncordOntologyStructure *rows_ontology (void);
/* data_type as listed; without labels */
EncordLabelRow *rows_new (const char *data_type, int n_frames);
char *rows_read_file (const char *name);
/* a row with the body of tests/data/label-rows/NAME.json */
EncordLabelRow *rows_open (const char *name);
gboolean rows_load_text (EncordLabelRow *row, const char *text, GError **error);
char *rows_write (EncordLabelRow *row);
/* without white space between tokens */
char *rows_compact (const char *json);
/* a copy with the only occurrence of `before` replaced */
char *rows_replace (const char *text, const char *before, const char *after);

EncordOntologyAttribute *rows_attribute (EncordLabelRow *row,
                                         const char *feature_hash);
/* as fits the attribute: text, number, or hashes of options with spaces between
 * them */
EncordAnswer *rows_answer (EncordLabelRow *row,
                           EncordOntologyAttribute *attribute,
                           const char *text);
/* the same text; - for NULL */
char *rows_describe (EncordAnswer *answer);

G_END_DECLS
