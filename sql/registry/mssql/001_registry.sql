-- Runs, versions, activations.  Statements end at an empty line; comments are whole lines.
-- Instants are RFC 3339 in UTC with milliseconds, so that they sort as text.

-- active is 1 while a run is queued or running; the index lets only one be.  host, boot, pid
-- and pid_started say which process works on it; heartbeat_at counts seconds since 1970.
CREATE TABLE runs (
	run_id BIGINT IDENTITY(1,1) PRIMARY KEY,
	status NVARCHAR(400) NOT NULL CHECK (status IN
	    ('queued', 'running', 'completed', 'failed', 'cancelled')),
	active INT NOT NULL CHECK (active IN (0, 1)),
	label NVARCHAR(400) NOT NULL,
	activate NVARCHAR(400) NOT NULL,
	note NVARCHAR(MAX) NOT NULL,
	requested_by NVARCHAR(400) NOT NULL,
	request NVARCHAR(MAX) NOT NULL,
	dry_run INT NOT NULL,
	stage NVARCHAR(MAX) NOT NULL DEFAULT '',
	progress FLOAT NOT NULL DEFAULT 0,
	eta_seconds FLOAT NOT NULL DEFAULT -1,
	cancel_asked INT NOT NULL DEFAULT 0,
	version NVARCHAR(400) NOT NULL DEFAULT '',
	error NVARCHAR(MAX) NOT NULL DEFAULT '',
	result NVARCHAR(MAX) NOT NULL DEFAULT '',
	created_at NVARCHAR(400) NOT NULL,
	started_at NVARCHAR(400) NOT NULL DEFAULT '',
	finished_at NVARCHAR(400) NOT NULL DEFAULT '',
	host NVARCHAR(400) NOT NULL,
	boot NVARCHAR(400) NOT NULL,
	pid INT NOT NULL,
	pid_started BIGINT NOT NULL,
	heartbeat_at BIGINT NOT NULL,
	lease_seconds INT NOT NULL
)

CREATE UNIQUE INDEX runs_one_active ON runs (active) WHERE active = 1

CREATE TABLE versions (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	version NVARCHAR(400) NOT NULL UNIQUE,
	sha256 NVARCHAR(400) NOT NULL,
	label NVARCHAR(400) NOT NULL,
	created_at NVARCHAR(400) NOT NULL,
	run_id BIGINT NOT NULL,
	note NVARCHAR(MAX) NOT NULL,
	metrics NVARCHAR(MAX) NOT NULL
)

-- Every label that a version was given; a label means the version that got it last.
CREATE TABLE version_labels (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	label NVARCHAR(400) NOT NULL,
	version NVARCHAR(400) NOT NULL REFERENCES versions (version) ON DELETE CASCADE,
	labelled_at NVARCHAR(400) NOT NULL
)

CREATE INDEX version_labels_label ON version_labels (label, id)

-- The last row says what is live.  Versions that were removed stay in the history.
CREATE TABLE activations (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	kind NVARCHAR(400) NOT NULL CHECK (kind IN ('activate', 'rollback')),
	version NVARCHAR(400) NOT NULL,
	previous NVARCHAR(400) NOT NULL,
	actor NVARCHAR(400) NOT NULL,
	reason NVARCHAR(MAX) NOT NULL,
	activated_at NVARCHAR(400) NOT NULL
)
