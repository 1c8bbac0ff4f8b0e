-- Who did what, when, from where: only ever added to.  See core/data/audit.h.

-- id counts up from 1 without a gap.  hash: SHA-256 over the hash of the row before and every
-- field of this one.  before_json, after_json: what a change replaced and by what; '' where
-- there is none.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	source TEXT NOT NULL,
	address TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	model TEXT NOT NULL,
	request_id TEXT NOT NULL,
	before_json TEXT NOT NULL,
	after_json TEXT NOT NULL,
	detail TEXT NOT NULL,
	hash TEXT NOT NULL
)

CREATE INDEX audit_at ON audit (at)

CREATE INDEX audit_actor ON audit (actor, id)

CREATE INDEX audit_action ON audit (action, id)

CREATE INDEX audit_subject ON audit (subject, id)

-- The chain's end, in one row, so that rows missing from the end are noticed as well.
CREATE TABLE audit_head (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	last_id INTEGER NOT NULL,
	hash TEXT NOT NULL
)

INSERT INTO audit_head (one, last_id, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit is only ever added to');
END

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit is only ever added to');
END

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
	SELECT RAISE(ABORT, 'the audit is only ever added to');
END

CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN
	SELECT RAISE(ABORT, 'the audit is only ever added to');
END

CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
WHEN NEW.last_id <= OLD.last_id
BEGIN
	SELECT RAISE(ABORT, 'the audit is only ever added to');
END
