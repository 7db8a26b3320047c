-- 001-initial.sql - the first schema
-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Times are seconds since 1970, UTC. Hashes are lower-case UUID texts.

CREATE TABLE ontologies (
  hash TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  editor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE datasets (
  hash TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  folder TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE projects (
  hash TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  ontology TEXT NOT NULL REFERENCES ontologies,
  workflow INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL
) WITHOUT ROWID;

-- who may use a project, dataset or ontology, and as what
CREATE TABLE grants (
  resource TEXT NOT NULL,
  user TEXT NOT NULL,
  role INTEGER NOT NULL,
  PRIMARY KEY (resource, user)
) WITHOUT ROWID;

CREATE TABLE project_datasets (
  project TEXT NOT NULL REFERENCES projects,
  dataset TEXT NOT NULL REFERENCES datasets,
  PRIMARY KEY (project, dataset)
) WITHOUT ROWID;

CREATE TABLE stages (
  uuid TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects,
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  UNIQUE (project, position)
) WITHOUT ROWID;

-- files in the media folder; size is null until the upload is complete
CREATE TABLE media (
  id TEXT PRIMARY KEY,
  dataset TEXT NOT NULL REFERENCES datasets,
  user TEXT NOT NULL,
  title TEXT NOT NULL,
  size INTEGER,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- videos, images and image groups; seq keeps the order of upload
CREATE TABLE units (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  dataset TEXT NOT NULL REFERENCES datasets,
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  media TEXT REFERENCES media,
  mime TEXT,
  size INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  frames INTEGER NOT NULL,
  fps REAL,
  duration REAL,
  client_metadata TEXT NOT NULL,
  item TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL
);
CREATE INDEX units_by_dataset ON units (dataset, seq);
CREATE INDEX units_by_media ON units (media);

-- the pictures of an image group, in order
CREATE TABLE images (
  hash TEXT PRIMARY KEY,
  unit TEXT NOT NULL REFERENCES units (hash),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  media TEXT NOT NULL REFERENCES media,
  mime TEXT NOT NULL,
  size INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  UNIQUE (unit, position)
) WITHOUT ROWID;
CREATE INDEX images_by_media ON images (media);

-- a unit on its way through a project; stage and task are null where the
-- project has no workflow
CREATE TABLE work (
  project TEXT NOT NULL REFERENCES projects,
  unit TEXT NOT NULL REFERENCES units (hash),
  task_status TEXT NOT NULL,
  stage TEXT REFERENCES stages,
  task TEXT REFERENCES tasks,
  priority REAL,
  PRIMARY KEY (project, unit)
) WITHOUT ROWID;

-- every visit of a unit to a stage; old ones stay, so that an action that
-- arrives twice can be told from a wrong one
CREATE TABLE tasks (
  uuid TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  unit TEXT NOT NULL,
  stage TEXT NOT NULL REFERENCES stages,
  status TEXT NOT NULL,
  assignee TEXT,
  last_action TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  FOREIGN KEY (project, unit) REFERENCES work
) WITHOUT ROWID;
CREATE INDEX tasks_by_stage ON tasks (stage);

CREATE TABLE label_rows (
  hash TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  unit TEXT NOT NULL,
  branch TEXT NOT NULL,
  label_status TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL,
  UNIQUE (project, unit, branch),
  FOREIGN KEY (project, unit) REFERENCES work
) WITHOUT ROWID;

-- apart from label_rows, so that a listing does not read them: the members of
-- the row after its head, as text without the outer braces; links says where
-- in it the data links stand ([[offset, unit key], ...]), which are stored as
-- null
CREATE TABLE label_bodies (
  label_row TEXT NOT NULL UNIQUE REFERENCES label_rows,
  body BLOB NOT NULL,
  links TEXT NOT NULL
);

CREATE TABLE jobs (
  uuid TEXT PRIMARY KEY,
  dataset TEXT NOT NULL REFERENCES datasets,
  user TEXT NOT NULL,
  request TEXT NOT NULL,
  status TEXT NOT NULL,
  result TEXT,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX jobs_by_status ON jobs (status);

CREATE TABLE request_counts (
  call TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) WITHOUT ROWID;
