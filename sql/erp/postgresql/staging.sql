-- The staging table (ERP_STAGING_URL): approved routings on their way into the ERP.  Routing ML adds
-- rows and changes none; the ERP's own import takes them from here, and may delete what it took.
-- EXPORT_ID names an export: the same one written twice is there once.  Times are in minutes, run
-- time is that of a piece; EXPORTED_AT is RFC 3339 in UTC.  Grant the account of ERP_STAGING_URL
-- SELECT and INSERT here, and nothing else.
CREATE TABLE IF NOT EXISTS ROUTING_ML_STAGING (
	EXPORT_ID VARCHAR(64) NOT NULL,
	PROC_SEQ INTEGER NOT NULL,
	ITEM_CD VARCHAR(400) NOT NULL,
	ROUT_NO VARCHAR(64) NOT NULL,
	JOB_CD VARCHAR(400) NOT NULL,
	JOB_NM VARCHAR(400),
	RES_CD VARCHAR(400),
	INSIDE_FLAG VARCHAR(64),
	SETUP_MINUTES DOUBLE PRECISION,
	RUN_MINUTES DOUBLE PRECISION,
	EXPORTED_BY VARCHAR(400) NOT NULL,
	EXPORTED_AT VARCHAR(40) NOT NULL,
	CONTENT_SHA256 VARCHAR(64) NOT NULL,
	PRIMARY KEY (EXPORT_ID, PROC_SEQ)
);
