-- Logins of the domain, attempts that failed, and tokens of machine clients.

-- Everybody logs in once more.  checked: seconds since 1970 when the directory was last asked
-- whether he may still come in.
DROP TABLE sessions

CREATE TABLE sessions (
	jti NVARCHAR(400) PRIMARY KEY,
	username NVARCHAR(400) NOT NULL,
	display_name NVARCHAR(400) NOT NULL,
	source NVARCHAR(400) NOT NULL CHECK (source IN ('local', 'ldap')),
	role NVARCHAR(400) NOT NULL,
	must_change INT NOT NULL,
	expires BIGINT NOT NULL,
	checked BIGINT NOT NULL
)

CREATE INDEX sessions_username ON sessions (username)

CREATE INDEX sessions_expires ON sessions (expires)

-- Logins that are under way or failed.  account is the name that was typed, without its domain
-- and folded; known is 1 where he had logged in from that address before.  at: seconds since 1970.
CREATE TABLE login_attempts (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	account NVARCHAR(200) NOT NULL,
	address NVARCHAR(200) NOT NULL,
	known INT NOT NULL,
	at BIGINT NOT NULL
)

CREATE INDEX login_attempts_account ON login_attempts (account, at)

CREATE INDEX login_attempts_address ON login_attempts (address, at)

-- From where somebody logged in, and when last: strangers cannot use up his attempts there.
CREATE TABLE login_places (
	account NVARCHAR(200) NOT NULL,
	address NVARCHAR(200) NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (account, address)
)

-- Of machine clients.  hash: the SHA-256 of the token, which is stored nowhere; addresses: networks
-- that it may come from, separated by commas, '' for any; revoked_at is '' while it is good.
CREATE TABLE api_tokens (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	name NVARCHAR(400) NOT NULL UNIQUE,
	hash NVARCHAR(400) NOT NULL UNIQUE,
	role NVARCHAR(400) NOT NULL CHECK (role IN ('planner', 'operator', 'admin')),
	addresses NVARCHAR(400) NOT NULL,
	expires BIGINT NOT NULL,
	created_by NVARCHAR(400) NOT NULL,
	created_at NVARCHAR(400) NOT NULL,
	revoked_by NVARCHAR(400) NOT NULL,
	revoked_at NVARCHAR(400) NOT NULL,
	used BIGINT NOT NULL
)
