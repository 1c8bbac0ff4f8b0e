-- The mapping profile as administrators put it, over the one that ERP_MAPPING names.

-- Only ever added to: the last row holds, its id is the version.  body: API.md's JSON; '' where
-- it was taken back.
CREATE TABLE mappings (
	id BIGINT IDENTITY(1,1) PRIMARY KEY,
	body NVARCHAR(MAX) NOT NULL,
	actor NVARCHAR(400) NOT NULL,
	put_at NVARCHAR(400) NOT NULL
)
