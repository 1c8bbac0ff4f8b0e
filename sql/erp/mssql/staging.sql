-- The staging table (ERP_STAGING_URL): approved routings on their way into the ERP.  Routing ML adds
-- rows and changes none; the ERP's own import takes them from here, and may delete what it took.
-- EXPORT_ID names an export: the same one written twice is there once.  Times are in minutes, run
-- time is that of a piece; EXPORTED_AT is RFC 3339 in UTC.  Grant the account of ERP_STAGING_URL
-- SELECT and INSERT here, and nothing else.
IF OBJECT_ID(N'ROUTING_ML_STAGING', N'U') IS NULL CREATE TABLE ROUTING_ML_STAGING (
	EXPORT_ID NVARCHAR(64) NOT NULL,
	PROC_SEQ INT NOT NULL,
	ITEM_CD NVARCHAR(400) NOT NULL,
	ROUT_NO NVARCHAR(64) NOT NULL,
	JOB_CD NVARCHAR(400) NOT NULL,
	JOB_NM NVARCHAR(400),
	RES_CD NVARCHAR(400),
	INSIDE_FLAG NVARCHAR(64),
	SETUP_MINUTES FLOAT,
	RUN_MINUTES FLOAT,
	EXPORTED_BY NVARCHAR(400) NOT NULL,
	EXPORTED_AT NVARCHAR(40) NOT NULL,
	CONTENT_SHA256 NVARCHAR(64) NOT NULL,
	PRIMARY KEY (EXPORT_ID, PROC_SEQ)
);
