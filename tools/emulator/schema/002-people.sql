-- 002-people.sql - user groups, what people did, and for how long
-- SPDX-License-Identifier: LGPL-2.1-or-later

CREATE TABLE user_groups (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO user_groups VALUES ('00000000-0000-4000-8000-000000000002',
  'Everyone', 'All users of this emulator',
  CAST (strftime ('%s', 'now') AS INTEGER));

-- follows the list of authorized keys
CREATE TABLE group_members (
  user_group TEXT NOT NULL REFERENCES user_groups,
  user TEXT NOT NULL,
  PRIMARY KEY (user_group, user)
) WITHOUT ROWID;

CREATE TABLE group_grants (
  resource TEXT NOT NULL,
  user_group TEXT NOT NULL REFERENCES user_groups,
  role INTEGER NOT NULL,
  PRIMARY KEY (resource, user_group)
) WITHOUT ROWID;

-- the role that counts: a user's own one before that of a group
CREATE VIEW access AS
  SELECT resource, user, role FROM grants
  UNION ALL
  SELECT g.resource, m.user, min (g.role)
  FROM group_grants g JOIN group_members m ON m.user_group = g.user_group
  WHERE NOT EXISTS (SELECT 1 FROM grants o
    WHERE o.resource = g.resource AND o.user = m.user)
  GROUP BY g.resource, m.user;

-- what a benchmark project was made from
CREATE TABLE project_sources (
  project TEXT NOT NULL REFERENCES projects,
  source TEXT NOT NULL REFERENCES projects,
  PRIMARY KEY (project, source)
) WITHOUT ROWID;

-- What users did. Units are named, not referred to: what was done stays known
-- after they are gone. time_taken is in seconds.
CREATE TABLE label_logs (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  project TEXT NOT NULL,
  unit TEXT NOT NULL,
  user TEXT NOT NULL,
  user_hash TEXT NOT NULL,
  action INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  identifier TEXT,
  feature TEXT,
  name TEXT,
  time_taken INTEGER,
  frame INTEGER
);
CREATE INDEX label_logs_by_project ON label_logs (project, created_at);

-- A user at work on a unit; times are microseconds since 1970. role is the one
-- the user had.
CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  user TEXT NOT NULL,
  unit TEXT NOT NULL,
  role INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  worked_until INTEGER NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (project, user, unit);

-- removing data looks these up
CREATE INDEX work_by_unit ON work (unit);
CREATE INDEX work_by_task ON work (task);
CREATE INDEX tasks_by_unit ON tasks (project, unit);
