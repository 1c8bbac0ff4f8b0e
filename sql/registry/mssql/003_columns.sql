-- What operators decided about the item view's columns, over the mapping profile.

-- Only ever added to: the last row of a column holds, and the highest id is the version of
-- the whole.  column_key is column_name in ASCII lower case.  enabled: 1, 0, or -1 where it is
-- left to the profile; role: '' where it is; the old ones are those of the row before.
CREATE TABLE column_choices (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	column_key NVARCHAR(400) NOT NULL,
	column_name NVARCHAR(400) NOT NULL,
	enabled INT NOT NULL CHECK (enabled IN (-1, 0, 1)),
	role NVARCHAR(400) NOT NULL,
	old_enabled INT NOT NULL,
	old_role NVARCHAR(400) NOT NULL,
	actor NVARCHAR(400) NOT NULL,
	decided_at NVARCHAR(400) NOT NULL
)

CREATE INDEX column_choices_key ON column_choices (column_key, id)
