#include "config.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tool/sample/words.h"

#define WORDINGS	8

/* {6|8|10} is one of these, {58-62} a whole number between, {3-9/10} that over 10. */
static const char *const wordings[TRAITS][TRAIT_VALUES][WORDINGS] = {
	[TRAIT_TOLERANCE] = {
		[TOLERANCE_FINE] = { "H7", "h7", "{H|h|g|k}6", "IT7", "공차 ±0.0{15|2}", "±0.02",
		    "끼워맞춤 공차" },
		[TOLERANCE_ULTRA] = { "H5", "{h|j|k}5", "IT5", "±0.00{3|5}", "공차 0.005",
		    "초정밀", "동심도 0.00{3|5}" } },
	[TRAIT_FLAT] = {
		[FLAT_THREE_BANDS] = { "평탄도 {2|3} BAND", "{2|3}LB", "평면도 0.9um",
		    "FLATNESS {2|3} LIGHT BANDS", "{2|3}밴드", "LAP'G {2|3}LB" },
		[FLAT_ONE_BAND] = { "평탄도 1 BAND", "1LB", "평면도 0.3um", "FLATNESS 1 LIGHT BAND",
		    "1밴드", "LAP'G 1LB" } },
	[TRAIT_ROUGH] = {
		[ROUGH_FINE] = { "Ra0.{2|3|4}", "▽▽▽", "Ra 0.4 MAX", "1.6S", "표면조도 Ra0.4",
		    "N5" },
		[ROUGH_MIRROR] = { "Ra0.05", "▽▽▽▽", "경면", "MIRROR FINISH", "Ra 0.02",
		    "경면가공", "N2" } },
	[TRAIT_THREAD] = {
		[THREAD_TAP] = { "{2|3|4|6|8}-M{4|5|6|8|10|12} TAP", "M{5|6|8|10|12}탭",
		    "TAP M{5|6|8|10}x{2|3|4|6}EA", "{3|4|6}-M{5|6|8} 탭", "{2|3|4}-M{5|6|8|10}xP1.0 DP10" },
		[THREAD_TAP_LARGE] = { "M{20|24|30|36} TAP", "M{20|24|30|36}xP2 탭",
		    "{2|4}-M{20|24|30} TAP", "TAP M{20|24|36}" },
		[THREAD_OUTER] = { "M{20|24|30|42|50|64}xP1.5 수나사", "외경나사 M{24|30|45}",
		    "OD THREAD M{24|36|48}x2", "UNF 외경나사", "M{30|36|52}xP1.5 OUT THD",
		    "나사가공 M{20|30|40}" },
		[THREAD_PIPE] = { "{1/4|3/8|1/2|3/4}-NPT", "PT{1/4|3/8|1/2}", "Rc{1/4|1/2}",
		    "관용나사", "{1/4|1/2}\" NPT TAP", "G{1/4|3/8|1/2}", "{2|4}-PT1/4" } },
	[TRAIT_KEY] = {
		[KEY_WAY] = { "KEY WAY {5|6|8|10}x{3|4}", "키홈", "키홈 {5|6|8}폭", "K/W {6|8|10}",
		    "KEYWAY", "키이홈 {6|8}x3.5" },
		[KEY_SLOT] = { "{2|3|4}-SLOT", "슬롯 {4|5|6|8}폭", "SLOT W{5|6|8}", "{2|4}-홈 {5|6}",
		    "NOTCH {2|4}EA", "노치 {4|6}폭" } },
	[TRAIT_HOLE] = {
		[HOLE_PLAIN] = { "{4|6|8}-Φ{9|11|14|18} HOLE", "{4|6|8|12}-{9|11|14}DRILL",
		    "핀홀 {2|4}-Φ{4|5|6}", "BOLT HOLE {4|6|8}EA", "{4|6|8}구멍 PCD", "드릴 {4|8}-Φ{6|9}",
		    "P.C.D {6|8}-HOLE" },
		[HOLE_DEEP] = { "심공 Φ{5|6|8}", "DEEP HOLE Φ{6|8}x{150-300}", "경사홀 Φ{4|6}",
		    "FLUSHING HOLE Φ{5|6}", "플러싱홀", "건드릴 Φ{6|8}" } },
	[TRAIT_COAT] = {
		[COAT_NONE] = { "무도금", "NO COATING", "코팅 없음", "W/O PLATING" },
		[COAT_CHROME] = { "경질크롬도금", "HARD CHROME PLT", "HCr 0.0{3|5}", "H/CR PLATING",
		    "경크롬 {30|50}um", "크롬도금 0.05t", "HCR" },
		[COAT_TIN] = { "TiN코팅", "TIN COATING", "티타늄나이트라이드", "TiN {2|3}um", "PVD TIN",
		    "질화티탄코팅" },
		[COAT_NICKEL] = { "무전해니켈도금", "ENP {20|25}um", "ELECTROLESS NI", "E-NI PLT", "카니젠도금",
		    "NI 도금" },
		[COAT_CARBIDE] = { "WC 용사", "HVOF WC", "초경용사", "TUNGSTEN CARBIDE COATED",
		    "WC-CO COATING 0.{2|3}", "T/C 코팅", "용사코팅(WC)" },
		[COAT_PTFE] = { "테프론코팅", "PTFE COATING", "TEFLON COATED", "불소수지코팅", "테프론 코팅 {30|50}um" },
		[COAT_OXIDE] = { "Cr2O3 용사", "CHROME OXIDE COATING", "크롬옥사이드", "CR-OXIDE SPRAY",
		    "산화크롬 코팅", "세라믹용사" },
		[COAT_DLC] = { "DLC", "DLC코팅", "DIAMOND LIKE CARBON", "다이아몬드코팅", "DLC {2|3}um" } },
	[TRAIT_HEAT] = {
		[HEAT_NONE] = { "열처리 없음", "NO H.T", "열처리무" },
		[HEAT_TEMPER] = { "조질", "조질 HB{230-280}", "Q.T", "QUENCH & TEMPER", "HB{220-270}",
		    "소입소려" },
		[HEAT_HARDEN] = { "HRC{52-60}", "담금질 HRC{55-58}", "경화처리", "HARDENED", "HRC {50-55} 이상",
		    "표면경화" },
		[HEAT_NITRIDE] = { "질화 0.{2-4}", "NITRIDING", "질화처리", "HV{700-900} 질화", "가스질화",
		    "NITRIDED" },
		[HEAT_SOLUTION] = { "용체화", "SOLUTION H.T", "고용화열처리", "S.T 1050℃", "SOLUTION ANNEALED",
		    "용체화처리" },
		[HEAT_RELIEVE] = { "응력제거", "S.R", "STRESS RELIEF", "응력제거소둔", "SR처리", "ANNEALING 600℃" },
		[HEAT_AGE] = { "시효처리", "H900", "H1150", "AGING", "석출경화", "AGE HARDENED", "시효경화" } },
	[TRAIT_WELD] = {
		[WELD_JOIN] = { "용접", "WELD'T", "TIG 용접", "WELDED ASSY", "용접구조", "전주용접" },
		[WELD_OVERLAY] = { "STELLITE 육성", "육성용접", "STELLITE #6", "HARD FACING", "스텔라이트",
		    "오버레이" } },
	[TRAIT_BALANCE] = {
		[BALANCE_SLOW] = { "{900-1750}RPM", "밸런스 G16", "BALANCING G16", "회전수 {1000-1800}",
		    "STATIC BALANCE" },
		[BALANCE_FAST] = { "{3600-9000}RPM", "밸런스 G2.5", "BALANCING G2.5", "동적밸런스",
		    "DYNAMIC BALANCE", "회전수 {3600-8000}" } },
	[TRAIT_NDT] = {
		[NDT_PENETRANT] = { "PT 100%", "침투탐상", "LPT", "DYE CHECK", "P.T 검사", "액체침투" },
		[NDT_MAGNETIC] = { "MT 100%", "자분탐상", "MPI", "M.T 검사", "MAGNETIC PARTICLE" },
		[NDT_ULTRASONIC] = { "UT 100%", "초음파탐상", "U.T 검사", "ULTRASONIC TEST" } },
	[TRAIT_ANALYSIS] = {
		[ANALYSIS_PMI] = { "PMI", "성분분석", "PMI 100%", "재질확인", "POSITIVE MATL ID" },
		[ANALYSIS_NACE] = { "NACE", "NACE MR0175", "NACE MR-01-75", "ISO15156", "SOUR SERVICE" } },
	[TRAIT_PRESSURE] = {
		[PRESSURE_LOW] = { "{3-15}BAR", "0.{3-9}MPa", "{3-15}K", "{4-14}kgf/cm2", "PN10",
		    "압력 {3-12}" },
		[PRESSURE_MID] = { "{21-29}BAR", "2.{1-8}MPa", "{21-29}K", "{22-28}kgf/cm2", "PN25",
		    "압력 {21-28}" },
		[PRESSURE_HIGH] = { "{35-90}BAR", "{4-9}.0MPa", "{35-90}K", "{40-95}kgf/cm2", "PN64",
		    "압력 {35-80}", "수압시험" } },
	[TRAIT_CLEAN] = {
		[1] = { "OIL FREE", "탈지", "금유", "초음파세척", "O2 CLEANING", "DEGREASED", "유분제거" } },
	[TRAIT_FINISH] = {
		[FINISH_PASSIVATE] = { "부동태처리", "PASSIVATION", "PASSIVATED", "산세", "ASTM A967",
		    "부동태" },
		[FINISH_BLACK] = { "흑착색", "BLACK OXIDE", "흑염", "흑색산화", "B/OX" },
		[FINISH_BLAST] = { "쇼트", "SHOT BLAST", "샌딩", "BLASTING", "블라스트", "BEAD BLAST" },
		[FINISH_ELECTRO] = { "전해연마", "E.P", "ELECTRO POLISH", "EP처리", "전해" } },
	[TRAIT_MARK] = {
		[MARK_NONE] = { "마킹 없음", "NO MARKING", "무각인" },
		[MARK_STAMP] = { "각인", "STAMPING", "타각", "ENGRAVE P/N", "도번각인", "STAMP" },
		[MARK_LASER] = { "레이저마킹", "LASER MARK", "L/MARKING", "레이져 마킹", "LASER P/N",
		    "바코드마킹" } },
	[TRAIT_PACK] = {
		[PACK_VCI] = { "방청포장", "VCI", "방청유", "RUST PROOF", "VCI PACKING" },
		[PACK_EXPORT] = { "수출포장", "EXPORT PACKING", "목상자", "WOODEN BOX", "진공포장", "개별포장" } },
	[TRAIT_REPORT] = {
		[REPORT_CMM] = { "3차원측정", "CMM REPORT", "3D 성적서", "3차원 성적서", "DIM. REPORT(CMM)" },
		[REPORT_WITNESS] = { "입회검사", "WITNESS", "고객입회", "TPI", "3RD PARTY INSP" } },
};

static const char *const noise_words[] = {
	"긴급", "재제작", "REV.{A|B|C|D}", "도면참조", "SEE DWG", "협의", "OLD NO {1000-9999}", "공용",
	"국산화", "대체품", "P/O {10000-99999}", "NEW", "KS", "JIS", "ASTM", "비고 참조", "고객지급",
	"수정품", "TYPE {A|B|C|K}", "MODEL {100-990}", "개선품", "PUMP", "AGITATOR", "교반기", "펌프용",
	"SET", "단품", "표준", "설계변경", "시제품", "SPARE PARTS", "예비품", "NO.{1-40}", "현대", "삼성",
	"한전", "SK", "LG화학", "GS칼텍스", "S-OIL",
};

/* Write pattern with each {..} replaced. */
static void
expand(struct rng *r, const char *pattern, char out[WORDS_SIZE])
{
	size_t	n = 0;

	for (const char *s = pattern; *s != '\0' && n + 16 < WORDS_SIZE; s++) {
		const char	*end = *s == '{' ? strchr(s, '}') : NULL;
		const char	*dash;

		if (end == NULL) {
			out[n++] = *s;
			continue;
		}
		dash = memchr(s, '-', (size_t)(end - s));
		if (dash != NULL && memchr(s, '|', (size_t)(end - s)) == NULL) {
			unsigned	lo = (unsigned)strtoul(s + 1, NULL, 10);
			unsigned	hi = (unsigned)strtoul(dash + 1, NULL, 10);

			n += (size_t)snprintf(out + n, WORDS_SIZE - n, "%u",
			    lo + rng_below(r, hi - lo + 1));
		} else {
			unsigned	ways = 1, way;
			const char	*from = s + 1;

			for (const char *q = s; q < end; q++)
				ways += *q == '|';
			for (way = rng_below(r, ways); way > 0; way--)
				from = strchr(from, '|') + 1;
			while (*from != '|' && *from != '}' && n + 1 < WORDS_SIZE)
				out[n++] = *from++;
		}
		s = end;
	}
	out[n] = '\0';
}

/* Earlier wordings are commoner: people copy each other. */
static unsigned
wording(struct rng *r, const char *const *list, unsigned most)
{
	double		weight[WORDINGS];
	unsigned	n = 0;

	for (; n < most && list[n] != NULL; n++)
		weight[n] = 1.0 / (2 + n);
	return n == 0 ? 0 : (unsigned)rng_pick(r, weight, n);
}

void
words_trait(struct rng *r, enum trait t, unsigned value, char out[WORDS_SIZE])
{
	const char *const	*list = wordings[t][value];

	out[0] = '\0';
	if (list[0] != NULL)
		expand(r, list[wording(r, list, WORDINGS)], out);
}

void
words_noise(struct rng *r, char out[WORDS_SIZE])
{
	expand(r, noise_words[rng_below(r, sizeof(noise_words) / sizeof(noise_words[0]))], out);
}

/* Inches as 1-1/2, 3/4, 2; or 1.500. */
static int
inches(char *out, size_t size, double mm, bool fraction)
{
	unsigned	n = (unsigned)lround(mm / 25.4 * 16), whole = n / 16, over = n % 16, den = 16;

	if (!fraction)
		return snprintf(out, size, "%.3f", mm / 25.4);
	for (; over > 0 && over % 2 == 0; over /= 2)
		den /= 2;
	if (over == 0)
		return snprintf(out, size, "%u", whole);
	return whole > 0 ? snprintf(out, size, "%u-%u/%u", whole, over, den) :
	    snprintf(out, size, "%u/%u", over, den);
}

void
words_size(struct rng *r, const struct size *s, char out[WORDS_SIZE])
{
	static const char *const	sign[] = { "Φ", "φ", "Ø", "D", "OD", "", "Φ " };
	static const char *const	by[] = { "×", "x", "X", "*", " x " };
	static const char *const	tail[] = { "T", "L", "", "t", "L" };
	const char	*b = by[rng_below(r, 5)], *p = sign[rng_below(r, 7)];
	const char	*t = s->len < s->od ? tail[rng_below(r, 4)] : tail[1 + rng_below(r, 2)];
	char		 od[24], id[24], len[24];
	bool		 fraction = rng_below(r, 4) > 0;

	if (s->inch) {
		inches(od, sizeof(od), s->od, fraction);
		inches(id, sizeof(id), s->id, fraction);
		inches(len, sizeof(len), s->len, fraction);
		if (s->id > 0)
			snprintf(out, WORDS_SIZE, "%s\"%s%s\"%s%s\"", od, b, id, b, len);
		else
			snprintf(out, WORDS_SIZE, "%s\"%s%s\"L", od, b, len);
		return;
	}
	snprintf(od, sizeof(od), "%.4g", s->od);
	snprintf(id, sizeof(id), "%.4g", s->id);
	snprintf(len, sizeof(len), "%.5g", s->len);
	if (s->id <= 0)
		snprintf(out, WORDS_SIZE, "%s%s%s%sL", p, od, b, len);
	else if (rng_below(r, 5) == 0)
		snprintf(out, WORDS_SIZE, "OD%s ID%s %s%s", od, id,
		    s->len < s->od ? "T" : "L", len);
	else
		snprintf(out, WORDS_SIZE, "%s%s%s%s%s%s%s", p, od, b, id, b, len, t);
}

static void
widen_digits(char *text, size_t size)
{
	char	from[512];
	size_t	n = 0;

	if (strlen(text) * 3 >= size || strlen(text) >= sizeof(from))
		return;
	strcpy(from, text);
	for (const char *s = from; *s != '\0'; s++)
		if (isdigit((unsigned char)*s)) {
			text[n++] = '\xef';	/* U+FF10 and on */
			text[n++] = '\xbc';
			text[n++] = (char)(0x90 + (*s - '0'));
		} else {
			text[n++] = *s;
		}
	text[n] = '\0';
}

static void
swap_letters(struct rng *r, char *text)
{
	size_t	n = strlen(text), at;

	if (n < 8)
		return;
	at = rng_below(r, (uint32_t)n - 1);
	if (isupper((unsigned char)text[at]) && isupper((unsigned char)text[at + 1])) {
		char	c = text[at];

		text[at] = text[at + 1];
		text[at + 1] = c;
	}
}

void
words_soil(struct rng *r, char *text, size_t size)
{
	double	u = rng_unit(r);
	size_t	n = strlen(text);

	if (u < 0.012) {
		widen_digits(text, size);
	} else if (u < 0.05) {
		for (char *s = text; *s != '\0'; s++)
			*s = (char)tolower((unsigned char)*s);
	} else if (u < 0.065) {
		swap_letters(r, text);
	} else if (u < 0.09 && n + 2 < size) {
		strcpy(text + n, rng_below(r, 2) ? " " : "  ");
	}
}
