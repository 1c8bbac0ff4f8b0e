#include "config.h"

#include <math.h>

#include "core/tool/sample/shop.h"

const struct job_def shop_jobs[JOBS] = {
	[JOB_SAW] = { "A01-1", "소재절단", HOUSE, 'S', 8, 2.2, 1.5, .1, .4 },
	[JOB_WATERJET] = { "A01-2", "워터젯절단", HOUSE, 'W', 15, 5.5, 1.2, .4, .2 },
	[JOB_RECEIVE] = { "A02-1", "소재입고검사", TEST, 'I', 5, 1.5, .3, 0, 0 },
	[JOB_FORGE] = { "A03-1", "단조(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_CAST] = { "A04-1", "주조(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_ROUGH] = { "B10-0", "황삭선반", HOUSE, 'L', 20, 6.5, .9, .5, .7 },
	[JOB_CNC1] = { "B10-1", "CNC선반 1차", HOUSE, 'C', 30, 7, .8, .45, .8 },
	[JOB_CNC2] = { "B10-2", "CNC선반 2차", HOUSE, 'C', 25, 5, .8, .4, .8 },
	[JOB_AUTO] = { "B11-1", "자동선반", HOUSE, 'A', 45, 1.4, .4, .4, .8 },
	[JOB_VTL] = { "B12-1", "수직선반", HOUSE, 'V', 50, 22, .9, .4, .8 },
	[JOB_MILLTURN] = { "B13-1", "복합가공", HOUSE, 'T', 60, 13, .8, .4, .8 },
	[JOB_DRILL] = { "C20-1", "드릴링", HOUSE, 'D', 12, 3.2, .3, .3, .7 },
	[JOB_MCT] = { "C20-2", "MCT가공", HOUSE, 'M', 40, 11, .5, .3, .8 },
	[JOB_KEY] = { "C21-1", "키홈밀링", HOUSE, 'F', 20, 6, .2, .3, .8 },
	[JOB_SLOTTER] = { "C21-2", "슬로터", HOUSE, 'O', 20, 7, .3, .4, .6 },
	[JOB_WIRE] = { "C22-1", "와이어컷", HOUSE, 'E', 30, 18, .3, .7, .4 },
	[JOB_WIRE_OUT] = { "C22-9", "와이어컷(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_SLOT] = { "C23-1", "홈가공", HOUSE, 'F', 18, 5, .3, .2, .8 },
	[JOB_GUNDRILL] = { "C24-1", "건드릴(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_GROOVE] = { "C25-1", "레이저 그루브", HOUSE, 'G', 35, 16, .8, 0, .2 },
	[JOB_EDM] = { "C26-1", "방전가공", HOUSE, 'E', 35, 24, .3, .3, .3 },
	[JOB_SONIC] = { "C27-1", "초음파가공", HOUSE, 'U', 30, 20, .4, .4, .3 },
	[JOB_TAP] = { "D30-1", "탭가공", HOUSE, 'D', 10, 2.6, .1, .2, .8 },
	[JOB_THREADMILL] = { "D30-2", "나사밀링", HOUSE, 'M', 25, 8, .2, .2, .8 },
	[JOB_THREAD] = { "D31-1", "나사선삭", HOUSE, 'L', 15, 4, .5, .3, .8 },
	[JOB_PIPE] = { "D32-1", "관용나사가공", HOUSE, 'D', 12, 3.5, .1, .1, .8 },
	[JOB_TEMPER] = { "E40-1", "조질(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_QUENCH] = { "E41-1", "진공열처리(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_INDUCTION] = { "E41-2", "고주파열처리(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_NITRIDE] = { "E42-1", "질화(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_SOLUTION] = { "E43-1", "고용화열처리(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_RELIEVE] = { "E44-1", "응력제거", HOUSE, 'H', 30, 6, .5, .3, 0 },
	[JOB_AGE] = { "E45-1", "시효처리", HOUSE, 'H', 35, 8, .5, .3, 0 },
	[JOB_STRAIGHTEN] = { "E46-1", "교정", HOUSE, 'P', 10, 4, .2, .5, .3 },
	[JOB_OD_GRIND] = { "F50-1", "원통연삭", HOUSE, 'R', 25, 8, .6, .6, .4 },
	[JOB_ID_GRIND] = { "F50-2", "내면연삭", HOUSE, 'N', 30, 9, .6, .5, .4 },
	[JOB_FACE_GRIND] = { "F51-1", "평면연삭", HOUSE, 'Q', 20, 6, 1.0, 0, .4 },
	[JOB_CENTERLESS] = { "F52-1", "센터리스연삭", HOUSE, 'K', 35, .9, .3, .5, .4 },
	[JOB_DIAMOND] = { "F56-1", "다이아몬드연삭", HOUSE, 'R', 30, 14, .9, .4, .2 },
	[JOB_LAP] = { "F53-1", "래핑", HOUSE, 'B', 10, 4.5, .9, 0, .3 },
	[JOB_FINE_LAP] = { "F53-2", "정밀래핑", HOUSE, 'B', 12, 7, .9, 0, .3 },
	[JOB_POLISH] = { "F54-1", "폴리싱", HOUSE, 'P', 6, 4.2, .6, .4, .2 },
	[JOB_HONE] = { "F55-1", "호닝", HOUSE, 'N', 22, 6, .4, .6, .3 },
	[JOB_CHROME] = { "G60-1", "경질크롬도금(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_TIN] = { "G61-1", "TiN코팅(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_NICKEL] = { "G62-1", "무전해니켈도금(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_HVOF_OUT] = { "G63-9", "WC용사(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_HVOF] = { "G63-1", "WC용사", HOUSE, 'Z', 45, 15, .9, .6, 0 },
	[JOB_PTFE] = { "G64-1", "테프론코팅(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_OXIDE] = { "G65-1", "세라믹용사", HOUSE, 'Z', 45, 14, .9, .6, 0 },
	[JOB_DLC] = { "G66-1", "DLC코팅(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_TIG] = { "H70-1", "TIG용접", HOUSE, 'J', 20, 12, .9, .1, .3 },
	[JOB_LASERWELD] = { "H70-2", "레이저용접", HOUSE, 'Y', 30, 7, .9, .1, .2 },
	[JOB_OVERLAY] = { "H71-1", "육성용접", HOUSE, 'J', 30, 25, .9, .3, .1 },
	[JOB_FORM] = { "H72-1", "벨로우즈성형", HOUSE, 'P', 50, 15, .7, .4, .3 },
	[JOB_PRESSFIT] = { "H73-1", "압입", HOUSE, 'P', 8, 3, .4, 0, 0 },
	[JOB_ASSEMBLE] = { "H74-1", "조립", HOUSE, 'Y', 20, 45, .6, 0, 0 },
	[JOB_MIX] = { "J80-1", "배합", HOUSE, '8', 20, .25, .9, .2, 0 },
	[JOB_MOLD] = { "J81-1", "가류성형", HOUSE, '8', 25, 1.1, .5, .3, 0 },
	[JOB_POSTCURE] = { "J82-1", "후가류", HOUSE, 'H', 15, .6, .4, .2, 0 },
	[JOB_TRIM] = { "J83-1", "트리밍", HOUSE, 'P', 3, .5, .5, 0, 0 },
	[JOB_SPLICE] = { "J87-1", "접합", HOUSE, 'P', 5, 3.5, .3, .3, 0 },
	[JOB_COMPRESS] = { "J84-1", "압축성형", HOUSE, '8', 25, 5, .8, .4, 0 },
	[JOB_SINTER] = { "J85-1", "소결", HOUSE, 'H', 30, 4, .7, .3, 0 },
	[JOB_CUT] = { "J86-1", "재단", HOUSE, 'S', 8, 2, .5, .2, .1 },
	[JOB_PUNCH] = { "J86-2", "타발", HOUSE, 'P', 15, .4, .3, 0, .1 },
	[JOB_IMPREGNATE] = { "K86-1", "함침", HOUSE, 'H', 30, 5, .6, .3, 0 },
	[JOB_COIL] = { "J90-1", "코일링", HOUSE, 'A', 40, .8, .6, .4, .3 },
	[JOB_END_GRIND] = { "F57-1", "단면연삭", HOUSE, 'Q', 15, 1.2, .5, 0, .3 },
	[JOB_BALANCE] = { "L90-1", "밸런싱", TEST, '6', 15, 8, .6, .3, 0 },
	[JOB_FINE_BALANCE] = { "L90-2", "정밀밸런싱", TEST, '6', 25, 14, .6, .3, 0 },
	[JOB_DEBURR] = { "M91-1", "사상", HOUSE, 'P', 3, 2.6, .4, .2, .2 },
	[JOB_CLEAN] = { "M92-1", "세척", HOUSE, '7', 4, .8, .3, .1, 0 },
	[JOB_ULTRASONIC] = { "M92-2", "초음파세척", HOUSE, '7', 8, 1.5, .3, .1, 0 },
	[JOB_PASSIVATE] = { "M94-1", "부동태처리(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_BLACK] = { "M95-1", "흑착색(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_BLAST] = { "M96-1", "쇼트블라스트", HOUSE, '7', 8, 2.5, .7, .3, .1 },
	[JOB_EPOLISH] = { "M97-1", "전해연마(외주)", BOUGHT, 'X', 0, 0, 0, 0, 0 },
	[JOB_INSPECT] = { "N95-1", "치수검사", TEST, 'I', 5, 2.4, .3, .1, 0 },
	[JOB_CMM] = { "N95-2", "3차원측정", TEST, '3', 20, 9, .4, .2, 0 },
	[JOB_OPTICAL] = { "N95-3", "광학검사", TEST, '3', 8, 2.8, .4, 0, 0 },
	[JOB_HARDNESS] = { "N95-4", "경도검사", TEST, 'I', 5, 1.6, 0, 0, 0 },
	[JOB_PT] = { "N95-5", "침투탐상검사", TEST, '5', 10, 6, .6, .4, 0 },
	[JOB_MT] = { "N95-6", "자분탐상검사", TEST, '5', 10, 5, .6, .4, 0 },
	[JOB_UT] = { "N95-7", "초음파탐상검사", TEST, '5', 10, 6, .6, .4, 0 },
	[JOB_HYDRO] = { "N95-8", "수압시험", TEST, '5', 25, 15, .4, .1, 0 },
	[JOB_PMI] = { "N95-9", "성분분석", TEST, '3', 5, 2, 0, 0, 0 },
	[JOB_AIRLEAK] = { "N95-0", "기밀시험", TEST, '5', 15, 6, .4, 0, 0 },
	[JOB_WITNESS] = { "N96-1", "입회검사", TEST, 'I', 30, 10, .2, 0, 0 },
	[JOB_ROUGHNESS] = { "N96-2", "조도검사", TEST, '3', 5, 2, 0, 0, 0 },
	[JOB_SPRINGTEST] = { "N96-3", "하중시험", TEST, 'I', 10, 1, 0, 0, 0 },
	[JOB_STAMP] = { "P98-1", "각인", HOUSE, '9', 5, 1.4, .1, 0, 0 },
	[JOB_LASERMARK] = { "P98-2", "레이저마킹", HOUSE, '9', 6, .9, .1, 0, 0 },
	[JOB_PACK] = { "P99-1", "포장", HOUSE, '0', 3, 1.2, .4, .2, 0 },
	[JOB_VCI] = { "P99-2", "방청포장", HOUSE, '0', 4, 1.8, .4, .2, 0 },
	[JOB_EXPORT] = { "P99-3", "수출포장", HOUSE, '0', 8, 4, .5, .3, 0 },
};

#define HARD_METALS	(1u << FAMILY_NICKEL | 1u << FAMILY_DUPLEX | 1u << FAMILY_TITANIUM)
#define FACES		(1u << FAMILY_SIC | 1u << FAMILY_WC | 1u << FAMILY_CERAMIC)
#define ANY		0
#define LAST		(SIZE_BANDS - 1)

/* The usual one first; what is kept for a material goes before the others. */
const struct machine shop_machines[] = {
	{ "SAW-01", "밴드쏘 1호기", 'S', 0, 0, 0, 3, ANY, 1.0 },
	{ "SAW-02", "밴드쏘 2호기", 'S', 0, 0, 2, LAST, ANY, 1.1 },
	{ "WJ-01", "워터젯", 'W', 0, 0, 0, LAST, ANY, 1.0 },
	{ "CNC-21", "CNC선반 난삭재", 'C', 20180301, 0, 0, 4, HARD_METALS, .9 },
	{ "CNC-31", "카본 전용선반", 'C', 0, 0, 0, 5, 1u << FAMILY_GRAPHITE, .9 },
	{ "CNC-01", "CNC선반 PUMA200", 'C', 0, 0, 0, 1, ANY, 1.0 },
	{ "CNC-03", "CNC선반 SKT250", 'C', 0, 20190701, 2, 3, ANY, 1.15 },
	{ "CNC-11", "CNC선반 PUMA280", 'C', 20190701, 0, 2, 3, ANY, .85 },
	{ "CNC-02", "CNC선반 PUMA220", 'C', 0, 0, 0, 3, ANY, 1.05 },
	{ "CNC-05", "CNC선반 PUMA400", 'C', 0, 0, 4, LAST, ANY, 1.0 },
	{ "CNC-06", "CNC선반 HL-35", 'C', 0, 20220401, 3, LAST, ANY, 1.2 },
	{ "LA-01", "범용선반 1호기", 'L', 0, 0, 0, 3, ANY, 1.0 },
	{ "LA-02", "범용선반 2호기", 'L', 0, 0, 3, LAST, ANY, 1.1 },
	{ "AL-01", "자동선반", 'A', 0, 0, 0, LAST, ANY, 1.0 },
	{ "VTL-01", "수직선반 1호기", 'V', 0, 20200601, 0, LAST, ANY, 1.2 },
	{ "VTL-02", "수직선반 2호기", 'V', 20200601, 0, 0, LAST, ANY, .9 },
	{ "MT-01", "복합가공기 INTEGREX", 'T', 0, 0, 0, LAST, ANY, 1.0 },
	{ "DR-01", "탁상드릴", 'D', 0, 0, 0, 2, ANY, 1.0 },
	{ "DR-02", "레디알드릴", 'D', 0, 0, 2, LAST, ANY, 1.1 },
	{ "MCT-01", "머시닝센터 V400", 'M', 0, 0, 0, 4, ANY, 1.0 },
	{ "MCT-02", "머시닝센터 V650", 'M', 0, 20230101, 5, LAST, ANY, 1.1 },
	{ "MCT-04", "머시닝센터 DNM750", 'M', 20230101, 0, 5, LAST, ANY, .85 },
	{ "MCT-03", "머시닝센터 V560", 'M', 0, 0, 3, LAST, ANY, 1.05 },
	{ "ML-01", "밀링 1호기", 'F', 0, 0, 0, 3, ANY, 1.0 },
	{ "ML-02", "밀링 2호기", 'F', 0, 0, 2, LAST, ANY, 1.05 },
	{ "SLT-01", "슬로터", 'O', 0, 0, 0, LAST, ANY, 1.0 },
	{ "WE-01", "와이어컷 1호기", 'E', 0, 0, 0, LAST, ANY, 1.0 },
	{ "LG-01", "레이저 그루빙기", 'G', 0, 0, 0, LAST, ANY, 1.0 },
	{ "US-01", "초음파가공기", 'U', 0, 0, 0, LAST, ANY, 1.0 },
	{ "HT-01", "전기로", 'H', 0, 0, 0, LAST, ANY, 1.0 },
	{ "BN-01", "작업대 1조", 'P', 0, 0, 0, 4, ANY, 1.0 },
	{ "BN-02", "작업대 2조", 'P', 0, 0, 4, LAST, ANY, 1.05 },
	{ "CG-05", "다이아몬드 연삭기", 'R', 0, 0, 0, LAST, FACES, 1.0 },
	{ "CG-01", "원통연삭기 소형", 'R', 0, 0, 0, 3, ANY, 1.0 },
	{ "CG-02", "원통연삭기 대형", 'R', 0, 0, 3, LAST, ANY, 1.1 },
	{ "IG-01", "내면연삭기 소형", 'N', 0, 0, 0, 2, ANY, 1.0 },
	{ "IG-02", "내면연삭기 대형", 'N', 0, 0, 2, LAST, ANY, 1.1 },
	{ "SG-01", "평면연삭기 수평", 'Q', 0, 20211001, 0, LAST, ANY, 1.15 },
	{ "SG-03", "평면연삭기 로타리", 'Q', 20211001, 0, 0, LAST, ANY, .9 },
	{ "CL-01", "센터리스연삭기", 'K', 0, 0, 0, LAST, ANY, 1.0 },
	{ "LP-01", "래핑기 24인치", 'B', 0, 0, 0, 3, ANY, 1.0 },
	{ "LP-02", "래핑기 36인치", 'B', 0, 0, 2, LAST, ANY, 1.1 },
	{ "HV-01", "HVOF 용사기", 'Z', 0, 0, 0, LAST, ANY, 1.0 },
	{ "WD-01", "TIG용접기", 'J', 0, 0, 0, LAST, ANY, 1.0 },
	{ "AS-01", "조립 1반", 'Y', 0, 0, 0, 4, ANY, 1.0 },
	{ "AS-02", "조립 2반", 'Y', 0, 0, 4, LAST, ANY, 1.1 },
	{ "RP-01", "고무프레스 1호기", '8', 0, 0, 0, 3, ANY, 1.0 },
	{ "RP-02", "고무프레스 2호기", '8', 0, 0, 3, LAST, ANY, 1.1 },
	{ "BM-01", "밸런싱머신", '6', 0, 0, 0, LAST, ANY, 1.0 },
	{ "CN-01", "세척라인", '7', 0, 0, 0, LAST, ANY, 1.0 },
	{ "QC-01", "검사 1반", 'I', 0, 0, 0, 4, ANY, 1.0 },
	{ "QC-02", "검사 2반", 'I', 0, 0, 4, LAST, ANY, 1.0 },
	{ "QC-11", "정밀측정실", '3', 0, 0, 0, LAST, ANY, 1.0 },
	{ "QC-21", "비파괴/내압시험실", '5', 0, 0, 0, LAST, ANY, 1.0 },
	{ "MK-01", "마킹실", '9', 0, 0, 0, LAST, ANY, 1.0 },
	{ "PK-01", "포장반", '0', 0, 0, 0, LAST, ANY, 1.0 },
	{ "OS-01", "외주", 'X', 0, 0, 0, LAST, ANY, 1.0 },
};
const unsigned shop_nmachines = sizeof(shop_machines) / sizeof(shop_machines[0]);

static const double resistance[FAMILIES] = {
	[FAMILY_CARBON_STEEL] = 1, [FAMILY_STAINLESS] = 1.3, [FAMILY_MARTENSITIC] = 1.35,
	[FAMILY_DUPLEX] = 1.7, [FAMILY_NICKEL] = 2.4, [FAMILY_HARDENING] = 1.6,
	[FAMILY_TITANIUM] = 1.8, [FAMILY_BRONZE] = .75, [FAMILY_ALUMINIUM] = .55,
	[FAMILY_CAST_IRON] = .9, [FAMILY_GRAPHITE] = .6, [FAMILY_SIC] = 2.6, [FAMILY_WC] = 2.9,
	[FAMILY_CERAMIC] = 2.1, [FAMILY_RUBBER] = 1, [FAMILY_PLASTIC] = .5, [FAMILY_ASSEMBLY] = 1,
};

unsigned
shop_choices(enum job j, struct size_class c, enum family f, int ymd,
    const struct machine *out[SHOP_CHOICES])
{
	const struct machine	*any = NULL;
	unsigned		 n = 0;

	for (unsigned i = 0; i < shop_nmachines && n < SHOP_CHOICES; i++) {
		const struct machine	*m = &shop_machines[i];

		if (m->group != shop_jobs[j].machines || m->from > ymd ||
		    (m->to != 0 && m->to <= ymd) ||
		    (m->families != 0 && !(m->families & 1u << f)))
			continue;
		any = m;
		if (c.band >= m->least && c.band <= m->most)
			out[n++] = m;
	}
	if (n == 0)
		out[n++] = any;	/* the biggest there is, with an attachment */
	return n;
}

const struct machine *
shop_machine(struct rng *r, enum job j, struct size_class c, enum family f, int ymd)
{
	const struct machine	*m[SHOP_CHOICES];
	unsigned		 n = shop_choices(j, c, f, ymd, m);

	return n > 1 && rng_unit(r) < 0.1 ? m[1] : m[0];
}

double
shop_setup_minutes(enum job j, struct size_class c, const struct machine *m)
{
	return shop_jobs[j].setup * (1 + 0.06 * c.band) * sqrt(m->speed);
}

double
shop_run_minutes(enum job j, const struct size *s, enum family f, const struct machine *m)
{
	const struct job_def	*d = &shop_jobs[j];
	double			 od = fmin(fmax(s->od / 70, 0.1), 12);
	double			 len = fmin(fmax(s->len / 40, 0.1), 20);

	return d->run * pow(od, d->by_od) * pow(len, d->by_len) *
	    pow(resistance[f], d->by_family) * m->speed;
}
