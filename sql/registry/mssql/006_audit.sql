-- Who did what, when, from where: only ever added to.  See core/data/audit.h.

-- id counts up from 1 without a gap.  hash: SHA-256 over the hash of the row before and every
-- field of this one.  before_json, after_json: what a change replaced and by what; '' where
-- there is none.
CREATE TABLE audit (
	id BIGINT PRIMARY KEY,
	at NVARCHAR(400) NOT NULL,
	actor NVARCHAR(400) NOT NULL,
	source NVARCHAR(400) NOT NULL,
	address NVARCHAR(400) NOT NULL,
	action NVARCHAR(400) NOT NULL,
	subject NVARCHAR(400) NOT NULL,
	model NVARCHAR(400) NOT NULL,
	request_id NVARCHAR(400) NOT NULL,
	before_json NVARCHAR(MAX) NOT NULL,
	after_json NVARCHAR(MAX) NOT NULL,
	detail NVARCHAR(MAX) NOT NULL,
	hash NVARCHAR(400) NOT NULL
)

CREATE INDEX audit_at ON audit (at)

CREATE INDEX audit_actor ON audit (actor, id)

CREATE INDEX audit_action ON audit (action, id)

CREATE INDEX audit_subject ON audit (subject, id)

-- The chain's end, in one row, so that rows missing from the end are noticed as well.
CREATE TABLE audit_head (
	one INT PRIMARY KEY CHECK (one = 1),
	last_id BIGINT NOT NULL,
	hash NVARCHAR(400) NOT NULL
)

INSERT INTO audit_head (one, last_id, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')

-- TRUNCATE asks no trigger, but wants the right to ALTER the table; the chain shows it.
CREATE TRIGGER audit_no_change ON audit AFTER UPDATE, DELETE AS
BEGIN
	RAISERROR('the audit is only ever added to', 16, 1)
	ROLLBACK TRANSACTION
END

CREATE TRIGGER audit_head_no_delete ON audit_head AFTER DELETE AS
BEGIN
	RAISERROR('the audit is only ever added to', 16, 1)
	ROLLBACK TRANSACTION
END
