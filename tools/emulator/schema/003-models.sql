-- 003-models.sql - model rows and their training iterations
-- SPDX-License-Identifier: LGPL-2.1-or-later

-- features is a JSON list of feature hashes of the project's ontology
CREATE TABLE models (
  hash TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects,
  title TEXT NOT NULL,
  description TEXT,
  type TEXT NOT NULL,
  features TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX models_by_project ON models (project, created_at);

-- Weights, as they came from outside or out of a trainer. file is relative to
-- the folder of weights and null unless status is DONE; class_map is JSON or
-- null. request is what training was asked with, result what the trainer
-- reported, failure why there is none: null for imported weights.
CREATE TABLE iterations (
  uuid TEXT PRIMARY KEY,
  model TEXT NOT NULL REFERENCES models ON DELETE CASCADE,
  status TEXT NOT NULL,
  file TEXT,
  class_map TEXT,
  request TEXT,
  result TEXT,
  failure TEXT,
  final_loss REAL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX iterations_by_model ON iterations (model, created_at);
CREATE INDEX iterations_by_status ON iterations (status);
