-- Each operation of each routing with what its item says: for runbooks and for looking at the
-- plant's history by hand.  routing-ml itself reads the two views below it.  Run it in the ERP's
-- database, or beside it, as somebody who may create views; put your views' names for BI_….
-- Dropping the view takes its permissions along: give them anew.
DROP VIEW IF EXISTS routing_data
GO

CREATE VIEW routing_data AS
SELECT r.[ITEM_CD],
	r.[ROUT_NO], r.[PROC_SEQ], r.[JOB_CD], r.[JOB_NM],
	r.[RES_CD], r.[RES_DIS], r.[INSIDE_FLAG], r.[TIME_UNIT],
	r.[SETUP_TIME], r.[RUN_TIME], r.[RUN_TIME_QTY], r.[QUEUE_TIME],
	r.[WAIT_TIME], r.[MOVE_TIME], r.[VALID_FROM_DT], r.[VALID_TO_DT],
	r.[INSRT_DT],
	i.[ITEM_NM], i.[ITEM_SPEC], i.[ADDITIONAL_SPEC], i.[PART_TYPE],
	i.[ITEM_MATERIAL], i.[RAW_MATL_KIND], i.[ITEM_GRP1], i.[DRAW_NO],
	i.[DRAW_REV]
FROM [BI_ROUTING_VIEW] r
JOIN [BI_ITEM_INFO_VIEW] i ON i.[ITEM_CD] = r.[ITEM_CD];
