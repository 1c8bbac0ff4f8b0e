#include "config.h"

#include "core/tool/sample/part.h"

const struct part_type part_types[PARTS] = {
	[PART_ROTARY] = { { "SEAL RING", "회전링", "로타리 링", "ROTARY RING", "씰링", "S/RING" },
	    "회전링", "RR", "M100", "M110", PART_ROTARY, 0, 13, 4.25, .50, .62, .84, .26, .25 },
	[PART_MATING] = { { "MATING RING", "고정링", "시트링", "SEAT RING", "메이팅링", "M/RING" },
	    "고정링", "MR", "M100", "M120", PART_MATING, 0, 12, 4.35, .50, .60, .82, .22, .25 },
	[PART_GLAND] = { { "GLAND", "글랜드", "GLAND PLATE", "그랜드", "글랜드 플레이트", "GLD" },
	    "글랜드", "GL", "M200", "M210", PART_GLAND, 0, 11, 5.15, .42, .40, .62, .24, .35 },
	[PART_SLEEVE] = { { "SLEEVE", "슬리브", "SHAFT SLEEVE", "축슬리브", "스리브", "SLV" },
	    "슬리브", "SL", "M200", "M220", PART_SLEEVE, 0, 13, 4.45, .45, .70, .88, 1.2, .45 },
	[PART_SHAFT] = { { "SHAFT", "축", "샤프트", "MAIN SHAFT", "구동축", "SPINDLE" },
	    "샤프트", "SH", "M300", "M310", PART_SHAFT, 0, 5, 4.05, .45, .0, .3, 6.0, .55 },
	[PART_BUSH] = { { "BUSH", "부시", "THROTTLE BUSH", "부쉬", "스로틀 부시", "BUSHING" },
	    "부시", "BU", "M200", "M230", PART_BUSH, 0, 9, 4.45, .48, .68, .88, .45, .5 },
	[PART_HOLDER] = { { "SPRING HOLDER", "스프링 홀더", "RETAINER", "리테이너", "홀더", "S/HOLDER" },
	    "스프링홀더", "HD", "M200", "M240", PART_HOLDER, 0, 6, 4.45, .40, .65, .82, .38, .3 },
	[PART_COLLAR] = { { "DRIVE COLLAR", "칼라", "SET COLLAR", "드라이브 칼라", "카라", "COLLAR" },
	    "칼라", "CO", "M200", "M250", PART_COLLAR, 0, 6, 4.40, .38, .62, .8, .3, .3 },
	[PART_BELLOWS] = { { "BELLOWS", "벨로우즈", "METAL BELLOWS", "벨로즈", "BELLOWS UNIT", "B/L" },
	    "벨로우즈", "BL", "M400", "M410", PART_BELLOWS, 0, 3, 4.40, .35, .70, .85, .5, .3 },
	[PART_ORING] = { { "O-RING", "오링", "오-링", "O RING", "패킹링", "OR" },
	    "오링", "OR", "P500", "P510", PART_ORING, 0, 7, 4.00, .65, .88, .96, .05, .2 },
	[PART_GASKET] = { { "GASKET", "가스켓", "PACKING", "가스킷", "V-PACKING", "G/K" },
	    "가스켓", "GK", "P500", "P520", PART_GASKET, 0, 4, 4.60, .55, .70, .9, .05, .3 },
	[PART_SPRING] = { { "COIL SPRING", "스프링", "SPRING", "코일스프링", "WAVE SPRING", "SPG" },
	    "스프링", "SP", "P600", "P610", PART_SPRING, 0, 3, 2.60, .50, .70, .88, 2.0, .4 },
	[PART_PIN] = { { "DRIVE PIN", "핀", "SET SCREW", "드라이브핀", "고정나사", "PIN" },
	    "핀", "PN", "P600", "P620", PART_PIN, 0, 3, 2.25, .40, .0, .0, 3.5, .4 },
	[PART_PUMPRING] = { { "PUMPING RING", "펌핑링", "CIRCULATOR", "순환링", "펌핑 링", "P/RING" },
	    "펌핑링", "PR", "M200", "M260", PART_PUMPRING, 0, 3, 4.70, .35, .65, .8, .3, .3 },
	[PART_COVER] = { { "COVER", "커버", "ADAPTER", "아답터", "FLANGE", "플랜지" },
	    "커버", "CV", "M200", "M270", PART_COVER, 0, 6, 5.25, .45, .35, .65, .2, .4 },
	[PART_ASSY] = { { "MECHANICAL SEAL ASSY", "카트리지 씰", "SEAL ASS'Y", "조립품", "메카니칼 씰",
	    "M/SEAL" }, "조립품", "AS", "A900", "A910", PART_ASSY, 0, 3, 4.90, .35, .40, .6, .8, .3 },
	[PART_GASRING] = { { "DRY GAS SEAL RING", "가스씰 링", "DGS RING", "드라이가스 회전링" },
	    "가스씰링", "DG", "M100", "M150", PART_ROTARY, 20240901, 6, 4.95, .3, .66, .82, .2, .25 },
	[PART_SPLITRING] = { { "SPLIT RING", "분할링", "SPLIT SEAT RING", "분할 고정링" },
	    "분할링", "SR", "M100", "M160", PART_MATING, 20241101, 6, 4.85, .35, .62, .8, .22, .25 },
	[PART_SCREWSLEEVE] = { { "SCREW SLEEVE", "스크류 슬리브", "PUMPING SLEEVE", "나선 슬리브" },
	    "스크류슬리브", "SS", "M200", "M280", PART_SLEEVE, 20250101, 6, 4.5, .35, .72, .86, 1.1, .3 },
};

const struct grade part_grades[] = {
	{ { "S45C", "SM45C", "s45c", "AISI 1045", "기계구조용탄소강" }, FAMILY_CARBON_STEEL, 0, 45 },
	{ { "SS400", "SS41", "SS275", "일반구조용강" }, FAMILY_CARBON_STEEL, 0, 20 },
	{ { "SCM440", "SCM4", "AISI 4140", "4140", "크롬몰리브덴강" }, FAMILY_CARBON_STEEL, 0, 35 },
	{ { "SUS304", "STS304", "SUS 304", "AISI304", "1.4301", "304SS" }, FAMILY_STAINLESS, 0, 34 },
	{ { "SUS316", "STS316", "SUS 316", "AISI316", "1.4401", "316SS" }, FAMILY_STAINLESS, 0, 42 },
	{ { "SUS316L", "STS316L", "316L", "1.4404", "SUS 316L" }, FAMILY_STAINLESS, 0, 18 },
	[GRADE_CF8M] = { { "SCS14", "CF8M", "ASTM A351 CF8M" }, FAMILY_STAINLESS, 0, 6 },
	{ { "SUS420J2", "STS420J2", "SUS420", "420J2" }, FAMILY_MARTENSITIC, 0, 60 },
	{ { "SUS440C", "STS440C", "440C" }, FAMILY_MARTENSITIC, 0, 25 },
	{ { "SUS410", "STS410", "410SS" }, FAMILY_MARTENSITIC, 0, 15 },
	{ { "SUS329J3L", "STS329J3L", "S31803", "DUPLEX 2205", "2205" }, FAMILY_DUPLEX, 0, 100 },
	{ { "INCONEL 718", "INCO718", "인코넬718", "ALLOY 718" }, FAMILY_NICKEL, 0, 35 },
	{ { "HASTELLOY C276", "HAST-C", "C-276", "하스텔로이C", "HC276" }, FAMILY_NICKEL, 0, 45 },
	{ { "MONEL K500", "MONEL", "모넬" }, FAMILY_NICKEL, 0, 20 },
	{ { "SUS630", "17-4PH", "STS630", "1.4542" }, FAMILY_HARDENING, 0, 100 },
	{ { "TITANIUM GR2", "TI GR.2", "티타늄 2종" }, FAMILY_TITANIUM, 0, 60 },
	{ { "TI-6AL-4V", "TI GR.5", "티타늄합금" }, FAMILY_TITANIUM, 0, 40 },
	{ { "BC6", "CAC406", "청동", "BRONZE BC6" }, FAMILY_BRONZE, 0, 60 },
	{ { "ALBC3", "C95800", "알루미늄청동" }, FAMILY_BRONZE, 0, 40 },
	{ { "AL6061", "A6061-T6", "6061" }, FAMILY_ALUMINIUM, 0, 100 },
	{ { "FC250", "GC250", "FC25", "회주철" }, FAMILY_CAST_IRON, 0, 60 },
	{ { "FCD450", "GCD450", "구상흑연주철" }, FAMILY_CAST_IRON, 0, 40 },
	{ { "CARBON", "카본", "RESIN CARBON", "CARBON GRAPHITE", "CAR" }, FAMILY_GRAPHITE, 0, 65 },
	{ { "ANTIMONY CARBON", "안티몬 카본", "SB CARBON", "M106" }, FAMILY_GRAPHITE, 0, 35 },
	{ { "SIC", "RBSIC", "실리콘카바이드", "REACTION BONDED SIC", "탄화규소" }, FAMILY_SIC, 0, 65 },
	{ { "SSIC", "PURE SIC", "SINTERED SIC", "α-SIC" }, FAMILY_SIC, 0, 35 },
	{ { "TC", "WC", "초경", "TUNGSTEN CARBIDE", "WC-NI", "텅스텐카바이드" }, FAMILY_WC, 0, 100 },
	{ { "AL2O3", "CERAMIC", "세라믹", "ALUMINA 99.5%", "알루미나" }, FAMILY_CERAMIC, 0, 100 },
	{ { "NBR", "BUNA-N", "니트릴", "NBR70" }, FAMILY_RUBBER, 0, 38 },
	[GRADE_FKM] = { { "VITON", "FKM", "바이톤", "불소고무" }, FAMILY_RUBBER, 0, 36 },
	{ { "EPDM", "EP", "에틸렌프로필렌", "EPDM70" }, FAMILY_RUBBER, 0, 16 },
	[GRADE_FFKM] = { { "KALREZ", "FFKM", "칼레즈" }, FAMILY_RUBBER, 0, 10 },
	{ { "PTFE", "TEFLON", "테프론", "테프론 PTFE" }, FAMILY_PLASTIC, 0, 55 },
	{ { "PTFE+CF", "CF TEFLON", "카본테프론", "PTFE 25% CARBON" }, FAMILY_PLASTIC, 0, 30 },
	{ { "ASSY", "조립", "ASSEMBLY" }, FAMILY_ASSEMBLY, 0, 100 },
	/* What came late: nobody has made it before. */
	{ { "PEEK", "피크", "PEEK GF30" }, FAMILY_PLASTIC, 20231001, 25 },
	{ { "S32750", "SAF2507", "SUPER DUPLEX" }, FAMILY_DUPLEX, 20240901, 70 },
	{ { "HASTELLOY C22", "C-22", "HC22" }, FAMILY_NICKEL, 20241001, 40 },
	{ { "SUS316TI", "1.4571", "STS316TI" }, FAMILY_STAINLESS, 20241101, 7 },
	{ { "SIC-C", "GRAPHITE LOADED SIC", "GLSIC" }, FAMILY_SIC, 20241201, 35 },
};
const unsigned part_ngrades = sizeof(part_grades) / sizeof(part_grades[0]);
_Static_assert(sizeof(part_grades) / sizeof(part_grades[0]) <= GRADES_MOST, "GRADES_MOST");

const char *const part_family_desc[FAMILIES][2] = {
	{ "CARBON STEEL", "탄소강" }, { "STAINLESS STEEL", "스테인리스강" },
	{ "MARTENSITIC STAINLESS", "마르텐사이트계 스테인리스" },
	{ "DUPLEX STAINLESS", "듀플렉스 스테인리스" }, { "NICKEL ALLOY", "니켈합금" },
	{ "PRECIPITATION HARDENING STAINLESS", "석출경화강" }, { "TITANIUM", "티타늄" },
	{ "BRONZE", "청동" }, { "ALUMINIUM", "알루미늄" }, { "CAST IRON", "주철" },
	{ "CARBON GRAPHITE", "카본" }, { "SILICON CARBIDE", "탄화규소" },
	{ "TUNGSTEN CARBIDE", "초경합금" }, { "CERAMIC", "세라믹" }, { "RUBBER", "고무" },
	{ "PLASTIC", "수지" }, { "ASSEMBLY", "조립품" },
};

const char *const part_family_kind[FAMILIES] = {
	"CS", "ST", "SM", "DX", "NI", "PH", "TI", "BR", "AL", "CI", "GR", "SC", "TC", "CE", "RB",
	"PL", "AS",
};

/* Which material families a part is made of, in per cent. */
static const double family_share[PART_BASES][FAMILIES] = {
	[PART_ROTARY] = { [FAMILY_GRAPHITE] = 26, [FAMILY_SIC] = 30, [FAMILY_WC] = 15,
	    [FAMILY_CERAMIC] = 5, [FAMILY_STAINLESS] = 12, [FAMILY_MARTENSITIC] = 8, [FAMILY_NICKEL] = 4 },
	[PART_MATING] = { [FAMILY_GRAPHITE] = 16, [FAMILY_SIC] = 33, [FAMILY_WC] = 16,
	    [FAMILY_CERAMIC] = 12, [FAMILY_STAINLESS] = 12, [FAMILY_MARTENSITIC] = 7,
	    [FAMILY_NICKEL] = 4 },
	[PART_GLAND] = { [FAMILY_CARBON_STEEL] = 16, [FAMILY_STAINLESS] = 58, [FAMILY_DUPLEX] = 9,
	    [FAMILY_NICKEL] = 5, [FAMILY_TITANIUM] = 3, [FAMILY_CAST_IRON] = 5, [FAMILY_BRONZE] = 4 },
	[PART_SLEEVE] = { [FAMILY_CARBON_STEEL] = 6, [FAMILY_STAINLESS] = 58, [FAMILY_MARTENSITIC] = 12,
	    [FAMILY_DUPLEX] = 9, [FAMILY_NICKEL] = 7, [FAMILY_HARDENING] = 5, [FAMILY_TITANIUM] = 3 },
	[PART_SHAFT] = { [FAMILY_CARBON_STEEL] = 44, [FAMILY_STAINLESS] = 26, [FAMILY_MARTENSITIC] = 16,
	    [FAMILY_DUPLEX] = 5, [FAMILY_HARDENING] = 9 },
	[PART_BUSH] = { [FAMILY_CARBON_STEEL] = 8, [FAMILY_STAINLESS] = 24, [FAMILY_BRONZE] = 26,
	    [FAMILY_GRAPHITE] = 14, [FAMILY_PLASTIC] = 12, [FAMILY_CAST_IRON] = 8, [FAMILY_WC] = 8 },
	[PART_HOLDER] = { [FAMILY_STAINLESS] = 74, [FAMILY_DUPLEX] = 11, [FAMILY_NICKEL] = 11,
	    [FAMILY_TITANIUM] = 4 },
	[PART_COLLAR] = { [FAMILY_CARBON_STEEL] = 12, [FAMILY_STAINLESS] = 70, [FAMILY_DUPLEX] = 9,
	    [FAMILY_NICKEL] = 6, [FAMILY_HARDENING] = 3 },
	[PART_BELLOWS] = { [FAMILY_STAINLESS] = 35, [FAMILY_NICKEL] = 50, [FAMILY_HARDENING] = 15 },
	[PART_ORING] = { [FAMILY_RUBBER] = 88, [FAMILY_PLASTIC] = 12 },
	[PART_GASKET] = { [FAMILY_PLASTIC] = 50, [FAMILY_GRAPHITE] = 22, [FAMILY_RUBBER] = 28 },
	[PART_SPRING] = { [FAMILY_STAINLESS] = 55, [FAMILY_NICKEL] = 45 },
	[PART_PIN] = { [FAMILY_STAINLESS] = 66, [FAMILY_CARBON_STEEL] = 12, [FAMILY_NICKEL] = 12,
	    [FAMILY_MARTENSITIC] = 10 },
	[PART_PUMPRING] = { [FAMILY_STAINLESS] = 70, [FAMILY_BRONZE] = 15, [FAMILY_DUPLEX] = 15 },
	[PART_COVER] = { [FAMILY_CARBON_STEEL] = 30, [FAMILY_STAINLESS] = 44, [FAMILY_CAST_IRON] = 12,
	    [FAMILY_ALUMINIUM] = 8, [FAMILY_DUPLEX] = 6 },
	[PART_ASSY] = { [FAMILY_ASSEMBLY] = 100 },
};

void
part_type_weights(int ymd, double weight[PARTS])
{
	for (unsigned i = 0; i < PARTS; i++)
		weight[i] = part_types[i].since <= ymd ? part_types[i].share : 0;
}

unsigned
part_grade_weights(enum part type, int ymd, double weight[GRADES_MOST])
{
	const double	*share = family_share[part_types[type].like];
	double		 sum[FAMILIES] = { 0 };

	for (unsigned i = 0; i < part_ngrades; i++)
		if (part_grades[i].since <= ymd)
			sum[part_grades[i].family] += part_grades[i].share;
	for (unsigned i = 0; i < part_ngrades; i++) {
		const struct grade	*g = &part_grades[i];

		weight[i] = g->since <= ymd ? share[g->family] * g->share / sum[g->family] : 0;
	}
	return part_ngrades;
}
