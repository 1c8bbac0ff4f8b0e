-- The three views that routing-ml reads, for an ERP that has none: an example over tables as many
-- have them.  Put your tables and columns on the left; a column that you have not is left out,
-- and any further column of the item that could decide how it is made is welcome: it is found by
-- itself.  Give the account of DATABASE_URL SELECT on these views and nothing else, and again
-- when you ran this anew: dropping a view takes its permissions along.

DROP VIEW IF EXISTS [BI_ITEM_INFO_VIEW]
GO

CREATE VIEW [BI_ITEM_INFO_VIEW] AS
SELECT
	i.item_no AS [ITEM_CD],
	i.name AS [ITEM_NM],
	i.specification AS [ITEM_SPEC],
	i.material AS [ITEM_MATERIAL],
	i.item_type AS [PART_TYPE],
	i.drawing_no AS [DRAW_NO],
	i.drawing_rev AS [DRAW_REV],
	i.outer_diameter AS [OUTDIAMETER],
	i.inner_diameter AS [INDIAMETER],
	i.thickness AS [OUTTHICKNESS],
	i.length_unit AS [OUTDIAMETER_UNIT]
FROM item_master i;
GO

DROP VIEW IF EXISTS [BI_ROUTING_VIEW]
GO

CREATE VIEW [BI_ROUTING_VIEW] AS
SELECT
	r.item_no AS [ITEM_CD],
	r.routing_no AS [ROUT_NO],
	o.seq_no AS [PROC_SEQ],
	o.operation_code AS [JOB_CD],
	p.name AS [JOB_NM],
	o.work_center AS [RES_CD],
	w.name AS [RES_DIS],
	CASE WHEN o.in_house = 1 THEN 'Y' ELSE 'N' END AS [INSIDE_FLAG],
	o.time_unit AS [TIME_UNIT],
	o.setup_time AS [SETUP_TIME],
	o.run_time AS [RUN_TIME],
	o.base_quantity AS [RUN_TIME_QTY],
	r.created_at AS [INSRT_DT],
	r.valid_from AS [VALID_FROM_DT],
	r.valid_to AS [VALID_TO_DT]
FROM routing r
JOIN routing_operation o ON o.routing_id = r.routing_id
LEFT JOIN operation p ON p.operation_code = o.operation_code
LEFT JOIN work_center w ON w.code = o.work_center;
GO

DROP VIEW IF EXISTS [BI_WORK_ORDER_RESULTS]
GO

CREATE VIEW [BI_WORK_ORDER_RESULTS] AS
SELECT
	w.item_no AS [ITEM_CD],
	w.routing_no AS [ROUT_NO],
	w.seq_no AS [PROC_SEQ],
	w.operation_code AS [JOB_CD],
	w.work_center AS [RES_CD],
	w.reported_at AS [REPORT_DT],
	w.machine_hours AS [MACH_WORKED_HOURS],
	w.setup_hours AS [SETUP_HOURS],
	w.quantity AS [ORDER_QTY]
FROM work_report w;
GO
