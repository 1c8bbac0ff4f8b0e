-- Logins of the domain, attempts that failed, and tokens of machine clients.

-- Everybody logs in once more.  checked: seconds since 1970 when the directory was last asked
-- whether he may still come in.
DROP TABLE sessions

CREATE TABLE sessions (
	jti TEXT PRIMARY KEY,
	username TEXT NOT NULL,
	display_name TEXT NOT NULL,
	source TEXT NOT NULL CHECK (source IN ('local', 'ldap')),
	role TEXT NOT NULL,
	must_change INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	checked INTEGER NOT NULL
)

CREATE INDEX sessions_username ON sessions (username)

CREATE INDEX sessions_expires ON sessions (expires)

-- Logins that are under way or failed.  account is the name that was typed, without its domain
-- and folded; known is 1 where he had logged in from that address before.  at: seconds since 1970.
CREATE TABLE login_attempts (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	account TEXT NOT NULL,
	address TEXT NOT NULL,
	known INTEGER NOT NULL,
	at INTEGER NOT NULL
)

CREATE INDEX login_attempts_account ON login_attempts (account, at)

CREATE INDEX login_attempts_address ON login_attempts (address, at)

-- From where somebody logged in, and when last: strangers cannot use up his attempts there.
CREATE TABLE login_places (
	account TEXT NOT NULL,
	address TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (account, address)
)

-- Of machine clients.  hash: the SHA-256 of the token, which is stored nowhere; addresses: networks
-- that it may come from, separated by commas, '' for any; revoked_at is '' while it is good.
CREATE TABLE api_tokens (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL UNIQUE,
	hash TEXT NOT NULL UNIQUE,
	role TEXT NOT NULL CHECK (role IN ('planner', 'operator', 'admin')),
	addresses TEXT NOT NULL,
	expires INTEGER NOT NULL,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	revoked_by TEXT NOT NULL,
	revoked_at TEXT NOT NULL,
	used INTEGER NOT NULL
)
