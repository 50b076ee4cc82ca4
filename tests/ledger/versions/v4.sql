-- A ledger of schema version 4, which differs from 3 in that articles have the time they were published: comments
-- approved, held, turned away, edited, replied to, reviewed and withdrawn, the first three of them in id_index. Never to
-- be changed.
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA application_id = 0x4D6F6472;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE article (
  site    TEXT NOT NULL,
  article TEXT NOT NULL,
  title   TEXT NOT NULL,
  url     TEXT NOT NULL,
  text    TEXT NOT NULL,
  closed  INTEGER NOT NULL,
  published_at INTEGER NOT NULL DEFAULT 0,  -- microseconds since 1970; 0: the site has not said
  PRIMARY KEY (site, article)
);
INSERT INTO "article" VALUES('blog','a1','Grüße','https://blog.example/a1','An article.',0,1795824000000000);
CREATE TABLE decision (
  seq        INTEGER PRIMARY KEY,
  subject    INTEGER NOT NULL,  -- the row that carries the comment: itself, or for a review an earlier one
  previous   INTEGER NOT NULL,  -- the decision on the same comment before this one; 0: none
  key        INTEGER NOT NULL,  -- hash of site and id
  content    INTEGER NOT NULL,  -- hash of what was submitted
  revision   INTEGER NOT NULL,
  topic      INTEGER NOT NULL,  -- 0 approved, 1 held, 2 rejected, 3 withdrawn, 4 erased
  action     INTEGER NOT NULL,  -- 1 hold, 2 reject, 3 approve
  published  INTEGER NOT NULL,  -- 1: after this decision some revision of the comment stands on the feed
  decided_at INTEGER NOT NULL,  -- microseconds since 1970
  decided_by TEXT NOT NULL,     -- 'chain' or a moderator
  comment    TEXT,              -- as submitted; NULL for reviews
  verdict    TEXT NOT NULL
);
INSERT INTO "decision" VALUES(1,1,0,2597255415134430199,-5712290471987077670,0,0,3,1,1795886653498312,'chain','{"id": "c1", "article": "a1", "author": {"id": "good"}, "text": "Well said: “grüße”.", "site": "blog"}','{"seq":1,"id":"c1","site":"blog","article":"a1","action":"approve","reasons":[],"scores":{},"took_us":{"membership":40},"decided_at":"2026-11-28T17:24:13.498312Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(2,2,0,5998008225086754774,6567465765789211531,0,1,1,0,1795886653509995,'chain','{"id": "c2", "article": "a1", "author": {"id": "wait-1"}, "text": "Hm.", "site": "blog", "parent": "c1"}','{"seq":2,"id":"c2","site":"blog","article":"a1","action":"hold","reasons":[{"filter":"membership","code":"membership.lapsed","action":"hold","score":0,"message":"Your membership has ended. Renew it to leave a comment.","spans":[]}],"scores":{},"took_us":{"membership":35},"decided_at":"2026-11-28T17:24:13.509995Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(3,3,0,-1667939905565913989,-4772726474381449489,0,2,2,0,1795886653510675,'chain','{"id": "c3", "article": "a1", "author": {"id": "spammer"}, "text": "Buy!"}','{"seq":3,"id":"c3","site":"default","article":"a1","action":"reject","reasons":[{"filter":"membership","code":"membership.banned","action":"reject","score":0,"message":"This account may not leave comments.","spans":[]}],"scores":{},"took_us":{"membership":11},"decided_at":"2026-11-28T17:24:13.510675Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(4,4,0,-2070307206633881159,7476380857147901231,0,1,1,0,1795886653511109,'chain','{"id": "c4", "article": "a1", "author": {"id": "wait-2"}, "text": "Doubtful."}','{"seq":4,"id":"c4","site":"default","article":"a1","action":"hold","reasons":[{"filter":"membership","code":"membership.lapsed","action":"hold","score":0,"message":"Your membership has ended. Renew it to leave a comment.","spans":[]}],"scores":{},"took_us":{"membership":9},"decided_at":"2026-11-28T17:24:13.511109Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(5,5,1,2597255415134430199,-1639223886648524520,1,0,3,1,1795886653511604,'chain','{"id": "c1", "article": "a1", "author": {"id": "good"}, "text": "Well said, edited.", "site": "blog"}','{"seq":5,"id":"c1","site":"blog","article":"a1","action":"approve","reasons":[],"scores":{},"took_us":{"membership":1},"decided_at":"2026-11-28T17:24:13.511604Z","decided_by":"chain","revision":1,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(6,6,0,-1169336921052570177,-5750579004092337620,0,0,3,1,1795886653512201,'chain','{"id": "c5", "article": "a1", "author": {"id": "good-5"}, "text": "Sixth decision.", "custom": {"kept": [1, 2.5, null]}}','{"seq":6,"id":"c5","site":"default","article":"a1","action":"approve","reasons":[],"scores":{},"took_us":{"membership":9},"decided_at":"2026-11-28T17:24:13.512201Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
INSERT INTO "decision" VALUES(7,2,2,5998008225086754774,6567465765789211531,0,0,3,1,1795886653513020,'ann',NULL,'{"seq":7,"id":"c2","site":"blog","article":"a1","action":"approve","reasons":[{"filter":"moderator","code":"moderator.approve","action":"approve","score":0,"message":"","spans":[]}],"scores":{},"took_us":{},"decided_at":"2026-11-28T17:24:13.513020Z","decided_by":"ann","revision":0,"chain":""}');
INSERT INTO "decision" VALUES(8,5,5,2597255415134430199,-1639223886648524520,1,3,2,0,1795886653522263,'ann',NULL,'{"seq":8,"id":"c1","site":"blog","article":"a1","action":"reject","reasons":[{"filter":"moderator","code":"moderator.reject","action":"reject","score":0,"message":"off topic","spans":[]}],"scores":{},"took_us":{},"decided_at":"2026-11-28T17:24:13.522263Z","decided_by":"ann","revision":1,"chain":""}');
INSERT INTO "decision" VALUES(9,9,0,-2014880085872581538,-7732723349114009259,0,1,1,0,1795886653566090,'chain','{"id": "c6", "article": "a1", "author": {"id": "wait-3"}, "text": "Held to the end."}','{"seq":9,"id":"c6","site":"default","article":"a1","action":"hold","reasons":[{"filter":"membership","code":"membership.lapsed","action":"hold","score":0,"message":"Your membership has ended. Renew it to leave a comment.","spans":[]}],"scores":{},"took_us":{"membership":37},"decided_at":"2026-11-28T17:24:13.566090Z","decided_by":"chain","revision":0,"chain":"8cb34f69d3df"}');
CREATE TABLE held (seq INTEGER PRIMARY KEY);
INSERT INTO "held" VALUES(4);
INSERT INTO "held" VALUES(9);
CREATE TABLE id_index (key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)) WITHOUT ROWID;
INSERT INTO "id_index" VALUES(2597255415134430199,1);
INSERT INTO "id_index" VALUES(5998008225086754774,2);
INSERT INTO "id_index" VALUES(-1667939905565913989,3);
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO "meta" VALUES('indexed_upto',3);
INSERT INTO "meta" VALUES('last',9);
INSERT INTO "meta" VALUES('secret',X'87ACBECAC00ECDD3E38226F26344A331');
CREATE VIEW decisions AS
SELECT d.seq,
       strftime('%Y-%m-%dT%H:%M:%fZ', d.decided_at / 1e6, 'unixepoch') AS decided_at,
       CASE d.action WHEN 1 THEN 'hold' WHEN 2 THEN 'reject' ELSE 'approve' END AS action,
       d.decided_by,
       coalesce(json_extract(s.comment, '$.site'), 'default') AS site,
       json_extract(s.comment, '$.article') AS article,
       json_extract(s.comment, '$.id') AS id,
       d.revision,
       json_extract(s.comment, '$.author.id') AS author,
       json_extract(s.comment, '$.text') AS text,
       json_extract(d.verdict, '$.reasons') AS reasons
FROM decision d JOIN decision s ON s.seq = d.subject;
COMMIT;
