-- The staging table (ERP_STAGING_URL): approved routings on their way into the ERP.  Routing ML adds
-- rows and changes none; the ERP's own import takes them from here, and may delete what it took.
-- EXPORT_ID names an export: the same one written twice is there once.  Times are in minutes, run
-- time is that of a piece; EXPORTED_AT is RFC 3339 in UTC.  Grant the account of ERP_STAGING_URL
-- SELECT and INSERT here, and nothing else.
CREATE TABLE IF NOT EXISTS ROUTING_ML_STAGING (
	EXPORT_ID TEXT NOT NULL,
	PROC_SEQ INTEGER NOT NULL,
	ITEM_CD TEXT NOT NULL,
	ROUT_NO TEXT NOT NULL,
	JOB_CD TEXT NOT NULL,
	JOB_NM TEXT,
	RES_CD TEXT,
	INSIDE_FLAG TEXT,
	SETUP_MINUTES REAL,
	RUN_MINUTES REAL,
	EXPORTED_BY TEXT NOT NULL,
	EXPORTED_AT TEXT NOT NULL,
	CONTENT_SHA256 TEXT NOT NULL,
	PRIMARY KEY (EXPORT_ID, PROC_SEQ)
);
