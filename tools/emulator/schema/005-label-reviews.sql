-- 005-label-reviews.sql - what reviewers say of single labels
-- SPDX-License-Identifier: LGPL-2.1-or-later

-- One for each label of a unit that was submitted; it stays while the unit goes
-- back and forth, and goes when the label is gone. seq is the order in which
-- they are listed.
CREATE TABLE label_reviews (
  seq INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  unit TEXT NOT NULL,
  label_type TEXT NOT NULL,
  label_id TEXT NOT NULL,
  status TEXT NOT NULL,
  UNIQUE (project, unit, label_type, label_id),
  FOREIGN KEY (project, unit) REFERENCES work ON DELETE CASCADE
);
