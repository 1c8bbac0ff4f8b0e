-- Local users and the session store.

-- username is trimmed and in lower case.
CREATE TABLE users (
	username NVARCHAR(400) PRIMARY KEY,
	display_name NVARCHAR(400) NOT NULL,
	password_hash NVARCHAR(400) NOT NULL,
	role NVARCHAR(400) NOT NULL CHECK (role IN ('none', 'planner', 'operator', 'admin')),
	disabled INT NOT NULL,
	must_change INT NOT NULL,
	created_at NVARCHAR(400) NOT NULL
)

-- role and must_change count for source ldap; those of a local user come from the user's row.
CREATE TABLE sessions (
	jti NVARCHAR(400) PRIMARY KEY,
	username NVARCHAR(400) NOT NULL,
	display_name NVARCHAR(400) NOT NULL,
	source NVARCHAR(400) NOT NULL CHECK (source IN ('local', 'ldap')),
	role NVARCHAR(400) NOT NULL,
	must_change INT NOT NULL,
	expires BIGINT NOT NULL
)

CREATE INDEX sessions_username ON sessions (username)

CREATE INDEX sessions_expires ON sessions (expires)
