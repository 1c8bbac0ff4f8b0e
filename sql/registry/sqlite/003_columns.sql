-- What operators decided about the item view's columns, over the mapping profile.

-- Only ever added to: the last row of a column holds, and the highest id is the version of
-- the whole.  column_key is column_name in ASCII lower case.  enabled: 1, 0, or -1 where it is
-- left to the profile; role: '' where it is; the old ones are those of the row before.
CREATE TABLE column_choices (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	column_key TEXT NOT NULL,
	column_name TEXT NOT NULL,
	enabled INTEGER NOT NULL CHECK (enabled IN (-1, 0, 1)),
	role TEXT NOT NULL,
	old_enabled INTEGER NOT NULL,
	old_role TEXT NOT NULL,
	actor TEXT NOT NULL,
	decided_at TEXT NOT NULL
)

CREATE INDEX column_choices_key ON column_choices (column_key, id)
