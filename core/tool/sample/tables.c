#include "config.h"

#include "core/tool/sample/tables.h"

#define T	COLUMN_SQL_TEXT
#define I	COLUMN_SQL_INT
#define R	COLUMN_SQL_REAL
#define D	COLUMN_SQL_DATE

static const struct column items[ITEM_COLUMNS] = {
	{ "ITEM_CD", T }, { "ITEM_NM", T }, { "PartNm", T }, { "ITEM_NM_ENG", T },
	{ "ITEM_SPEC", T }, { "ADDITIONAL_SPEC", T }, { "PART_TYPE", T }, { "ITEM_TYPE", T },
	{ "ITEM_ACCT", T }, { "ITEM_UNIT", T }, { "ITEM_SUFFIX", T }, { "STANDARD_YN", T },
	{ "ITEM_MATERIAL", T }, { "MATERIAL_DESC", T }, { "RAW_MATL_KIND", T },
	{ "RAW_MATL_KINDNM", T }, { "ITEM_GRP1", T }, { "ITEM_GRP1NM", T }, { "GROUP1", T },
	{ "GROUP2", T }, { "GROUP3", T }, { "DRAW_NO", T }, { "DRAW_REV", T },
	{ "DRAW_SHEET_NO", T }, { "DRAW_USE", T }, { "OUTDIAMETER", R }, { "INDIAMETER", R },
	{ "OUTTHICKNESS", R }, { "OUTDIAMETER_UNIT", T }, { "ROTATE_CLOCKWISE", T },
	{ "ROTATE_CTRCLOCKWISE", T }, { "SealTypeGrup", T }, { "IN_SEALTYPE_CD", T },
	{ "MID_SEALTYPE_CD", T }, { "OUT_SEALTYPE_CD", T }, { "IN_SEALSIZE", T },
	{ "IN_SEALSIZE_UOM", T }, { "MID_SEALSIZE", T }, { "MID_SEALSIZE_UOM", T },
	{ "OUT_SEALSIZE", T }, { "OUT_SEALSIZE_UOM", T },
};

static const struct column routings[ROUT_COLUMNS] = {
	{ "ITEM_CD", T }, { "ROUT_NO", T }, { "PROC_SEQ", I }, { "JOB_CD", T }, { "JOB_NM", T },
	{ "RES_CD", T }, { "RES_DIS", T }, { "INSIDE_FLAG", T }, { "TIME_UNIT", T },
	{ "SETUP_TIME", R }, { "RUN_TIME", R }, { "RUN_TIME_QTY", R }, { "RUN_TIME_UNIT", T },
	{ "MFG_LT", R }, { "QUEUE_TIME", R }, { "WAIT_TIME", R }, { "MOVE_TIME", R },
	{ "BP_CD", T }, { "CUST_NM", T }, { "SUBCONTRACT_PRC", R }, { "CUR_CD", T },
	{ "MILESTONE_FLG", T }, { "INSP_FLG", T }, { "VALID_FROM_DT", D }, { "VALID_TO_DT", D },
	{ "INSRT_DT", D }, { "ROUT_ORDER", I }, { "REMARK", T }, { "NC_PROGRAM", T },
	{ "RAW_MATL_SIZE", T }, { "JAW_SIZE", T },
};

static const struct column work[WORK_COLUMNS] = {
	{ "ITEM_CD", T }, { "PROC_SEQ", I }, { "JOB_CD", T }, { "CD_NM", T }, { "RES_CD", T },
	{ "RES_DIS", T }, { "REPORT_DT", D }, { "MACH_WORKED_HOURS", R }, { "SETUP_HOURS", R },
	{ "ORDER_QTY", R }, { "BAD_QTY", R }, { "ROUT_NO", T },
};

const struct table_def tables[TABLES] = {
	{ "BI_ITEM_INFO_VIEW", items, ITEM_COLUMNS, { "ITEM_CD" } },
	{ "BI_ROUTING_VIEW", routings, ROUT_COLUMNS, { "ITEM_CD", "ROUT_NO", "PROC_SEQ" } },
	{ "BI_WORK_ORDER_RESULTS", work, WORK_COLUMNS, { "ITEM_CD", "ROUT_NO", "PROC_SEQ" } },
};
