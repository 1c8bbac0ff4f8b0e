-- Runs, versions, activations.  Statements end at an empty line; comments are whole lines.
-- Instants are RFC 3339 in UTC with milliseconds, so that they sort as text.

-- active is 1 while a run is queued or running; the index lets only one be.  host, boot, pid
-- and pid_started say which process works on it; heartbeat_at counts seconds since 1970.
CREATE TABLE runs (
	run_id INTEGER PRIMARY KEY AUTOINCREMENT,
	status TEXT NOT NULL CHECK (status IN
	    ('queued', 'running', 'completed', 'failed', 'cancelled')),
	active INTEGER NOT NULL CHECK (active IN (0, 1)),
	label TEXT NOT NULL,
	activate TEXT NOT NULL,
	note TEXT NOT NULL,
	requested_by TEXT NOT NULL,
	request TEXT NOT NULL,
	dry_run INTEGER NOT NULL,
	stage TEXT NOT NULL DEFAULT '',
	progress REAL NOT NULL DEFAULT 0,
	eta_seconds REAL NOT NULL DEFAULT -1,
	cancel_asked INTEGER NOT NULL DEFAULT 0,
	version TEXT NOT NULL DEFAULT '',
	error TEXT NOT NULL DEFAULT '',
	result TEXT NOT NULL DEFAULT '',
	created_at TEXT NOT NULL,
	started_at TEXT NOT NULL DEFAULT '',
	finished_at TEXT NOT NULL DEFAULT '',
	host TEXT NOT NULL,
	boot TEXT NOT NULL,
	pid INTEGER NOT NULL,
	pid_started INTEGER NOT NULL,
	heartbeat_at INTEGER NOT NULL,
	lease_seconds INTEGER NOT NULL
)

CREATE UNIQUE INDEX runs_one_active ON runs (active) WHERE active = 1

CREATE TABLE versions (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	version TEXT NOT NULL UNIQUE,
	sha256 TEXT NOT NULL,
	label TEXT NOT NULL,
	created_at TEXT NOT NULL,
	run_id INTEGER NOT NULL,
	note TEXT NOT NULL,
	metrics TEXT NOT NULL
)

-- Every label that a version was given; a label means the version that got it last.
CREATE TABLE version_labels (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	label TEXT NOT NULL,
	version TEXT NOT NULL REFERENCES versions (version) ON DELETE CASCADE,
	labelled_at TEXT NOT NULL
)

CREATE INDEX version_labels_label ON version_labels (label, id)

-- The last row says what is live.  Versions that were removed stay in the history.
CREATE TABLE activations (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind IN ('activate', 'rollback')),
	version TEXT NOT NULL,
	previous TEXT NOT NULL,
	actor TEXT NOT NULL,
	reason TEXT NOT NULL,
	activated_at TEXT NOT NULL
)
