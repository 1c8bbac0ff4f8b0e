-- Local users and the session store.

-- username is trimmed and in lower case.
CREATE TABLE users (
	username TEXT COLLATE "C" PRIMARY KEY,
	display_name TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('none', 'planner', 'operator', 'admin')),
	disabled INTEGER NOT NULL,
	must_change INTEGER NOT NULL,
	created_at TEXT COLLATE "C" NOT NULL
)

-- role and must_change count for source ldap; those of a local user come from the user's row.
CREATE TABLE sessions (
	jti TEXT COLLATE "C" PRIMARY KEY,
	username TEXT COLLATE "C" NOT NULL,
	display_name TEXT NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('local', 'ldap')),
	role TEXT NOT NULL,
	must_change INTEGER NOT NULL,
	expires BIGINT NOT NULL
)

CREATE INDEX sessions_username ON sessions (username)

CREATE INDEX sessions_expires ON sessions (expires)
