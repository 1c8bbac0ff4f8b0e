-- The mapping profile as administrators put it, over the one that ERP_MAPPING names.

-- Only ever added to: the last row holds, its id is the version.  body: API.md's JSON; '' where
-- it was taken back.
CREATE TABLE mappings (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	body TEXT NOT NULL,
	actor TEXT NOT NULL,
	put_at TEXT NOT NULL
)
