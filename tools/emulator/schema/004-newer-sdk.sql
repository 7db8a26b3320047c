-- 004-newer-sdk.sql - what newer versions of the SDK ask for
-- SPDX-License-Identifier: LGPL-2.1-or-later

-- a file may be uploaded before anybody says for which dataset
CREATE TABLE loose_media (
  id TEXT PRIMARY KEY,
  dataset TEXT REFERENCES datasets,
  user TEXT NOT NULL,
  title TEXT,
  size INTEGER,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO loose_media SELECT id, dataset, user, title, size, created_at FROM media;
DROP TABLE media;
ALTER TABLE loose_media RENAME TO media;

-- who made a project, dataset or ontology: making it gives the first role in it.
-- Of those that are there already it is one of the administrators.
CREATE TABLE creators (
  resource TEXT PRIMARY KEY,
  user TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO creators
  SELECT resource, min (user) FROM grants WHERE role = 0 GROUP BY resource;
CREATE TRIGGER first_grant AFTER INSERT ON grants
WHEN NOT EXISTS (SELECT 1 FROM creators WHERE resource = NEW.resource)
BEGIN
  INSERT INTO creators VALUES (NEW.resource, NEW.user);
END;
