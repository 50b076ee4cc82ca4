-- A small sample of a members table, so that the shipped configuration works as it is. The build makes
-- share/moderato/members.db of it. Your own table may look otherwise: say how to read it with the option `query`.
--
-- status:     active, lapsed or banned; who is not in the table is unknown
-- expires_at: when the membership ends; NULL for never. An active member past it counts as lapsed.
-- role:       staff, editor and moderator are staff; NULL for everybody else
CREATE TABLE members (
  id         TEXT PRIMARY KEY,  -- what the website sends as author.id
  name       TEXT NOT NULL,
  status     TEXT NOT NULL,
  expires_at TEXT,
  role       TEXT
) WITHOUT ROWID;

INSERT INTO members (id, name, status, expires_at, role) VALUES
  -- the newsroom
  ('helena',  'Helena Voss',      'active', NULL,                   'editor'),
  ('tomasz',  'Tomasz Zielinski', 'active', NULL,                   'moderator'),
  ('priya',   'Priya Raman',      'active', NULL,                   'staff'),
  -- members
  ('anna',    'Anna Lindqvist',   'active', '2099-12-31T23:59:59Z', NULL),
  ('ben',     'Ben Okafor',       'active', '2099-12-31T23:59:59Z', NULL),
  ('carla',   'Carla Mendes',     'active', '2099-06-30T00:00:00Z', NULL),
  ('dmitri',  'Dmitri Sokolov',   'active', '2099-03-15T12:00:00Z', NULL),
  ('emeka',   'Emeka Nwosu',      'active', NULL,                   NULL),
  ('fatima',  'Fatima al-Sayed',  'active', '2099-12-31T23:59:59Z', NULL),
  ('grace',   'Grace O''Malley',  'active', '2099-12-31T23:59:59Z', NULL),
  ('hugo',    'Hugo Bernard',     'active', '2099-12-31T23:59:59Z', NULL),
  ('ines',    'Inês Carvalho',    'active', '2099-12-31T23:59:59Z', NULL),
  -- was a member: once by status, once by a date that has passed
  ('jonas',   'Jonas Weber',      'lapsed', '2025-01-31T00:00:00Z', NULL),
  ('katya',   'Katya Petrova',    'active', '2025-08-31T00:00:00Z', NULL),
  -- shown the door
  ('leo',     'Leo Marchetti',    'banned', NULL,                   NULL);
