#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/feat/spec.h"
#include "core/feat/text.h"

/* What the parser makes of a text: kind[name]=values{lo..hi} ... | words/ */
static void
print(const char *text, struct buf *out)
{
	struct spec	s;
	struct buf	t;

	buf_init(&t);
	text_normalise(str_of(text), &t);
	spec_parse((struct str){ buf_str(&t), t.len }, &s);
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++) {
		const struct spec_item	*it = &s.item[i];

		buf_addf(out, "%s[%s]", spec_kind_name(it->kind), it->name);
		for (unsigned k = 0; k < it->n; k++)
			buf_addf(out, "%s%g", k > 0 ? "," : "=", it->v[k]);
		if (it->lo != it->v[0] || it->hi != it->v[0])
			buf_addf(out, "{%g..%g}", it->lo, it->hi);
		buf_adds(out, " ");
		cr_assert(it->begin < it->end && it->end <= t.len);
	}
	buf_adds(out, "|");
	for (size_t i = 0; i < s.nwords; i++)
		buf_addf(out, " %.*s/", (int)s.word[i].len, s.word[i].s);
	buf_fini(&t);
}

static const struct {
	const char *text, *want;
} cases[] = {
	{ "Φ45×32×8T NBR", "box[d.t]=45,32,8 | nbr/" },
	{ "D120 H7 경질크롬도금", "diameter[]=120 fit[h7]=7 | 경질크롬도금/" },
	{ "1-1/2\"", "length[]=38.1 |" },
	{ "M10xP1.5", "thread[m]=10,1.5 |" },
	{ "M10x1.5", "thread[m]=10,1.5 |" },
	{ "1/4-20UNC", "thread[unc]=6.35,1.27 |" },
	{ "PT1/2", "thread[pt]=12.7,0 |" },
	{ "NPT 3/4\"", "thread[npt]=19.05,0 |" },
	{ "G1\"", "thread[g]=25.4,0 |" },
	{ "Ra0.8", "roughness[ra]=0.8 |" },
	{ "Rz 6.3", "roughness[rz]=6.3 |" },
	{ "▽▽▽", "roughness[ra]=1.6 |" },
	{ "HRC58~62", "hardness[hrc]=58{58..62} |" },
	{ "HB 200", "hardness[hb]=200 |" },
	{ "Shore A 70", "hardness[shorea]=70 |" },
	{ "NBR 70 Shore A", "hardness[shorea]=70 | nbr/" },
	{ "KS B 1234", "standard[ks]=0 |" },
	{ "JIS G4303", "standard[jis]=0 |" },
	{ "ASTM A105", "standard[astm]=0 |" },
	{ "DIN 471", "standard[din]=0 |" },
	{ "±0.02", "tolerance[]=0.04{-0.02..0.02} |" },
	{ "+0.01/-0.02", "tolerance[]=0.03{-0.02..0.01} |" },
	{ "IT6", "grade[it6]=6 |" },
	{ "외경45 내경32 두께8", "od[]=45 id[]=32 thickness[t]=8 |" },
	{ "OD 45 x ID 32 x 8t", "od[]=45 id[]=32 thickness[t]=8 |" },
	{ "OD45xID32xT8", "od[]=45 id[]=32 thickness[t]=8 |" },
	{ "O.D 2.5\" I.D 1.75\"", "od[]=63.5 id[]=44.45 |" },
	{ "Ø20h6 x 120L", "box[dl]=20,120 fit[h6]=6 |" },
	{ "45h7x32x8", "box[...]=45,32,8 fit[h7]=7 |" },
	{ "φ100(h7)×φ80(H8)×25L",
	    "diameter[]=100 fit[h7]=7 diameter[]=80 fit[h8]=8 thickness[l]=25 |" },
	{ "SUS 304 PIPE 2\" SCH40", "length[]=50.8 | sus 304/ pipe/ sch40/" },
	{ "4-Φ12 HOLE", "quantity[]=4 diameter[hole]=12 | hole/" },
	{ "4-M10 TAP", "quantity[]=4 thread[m]=10,0 | tap/" },
	{ "4xM8x1.25", "quantity[]=4 thread[m]=8,1.25 |" },
	{ "M10x30", "thread[m]=10,0 thickness[l]=30 |" },
	{ "3/4 inch", "length[]=19.05 |" },
	{ "2 1/2 인치", "length[]=63.5 |" },
	{ "120mm", "length[]=120 |" },
	{ "12.5 cm", "length[]=125 |" },
	{ "45±0.02", "length[]=45 tolerance[]=0.04{-0.02..0.02} |" },
	{ "50 -0.01/-0.03", "length[]=50 tolerance[]=0.02{-0.03..-0.01} |" },
	{ "0/-0.05", "tolerance[]=0.05{-0.05..0} |" },
	{ "C0.5 R3", "length[c]=0.5 length[r]=3 |" },
	{ "30° 면취 C1x45°", "angle[]=30 length[c]=1 angle[]=45 | 면취/" },
	{ "JIS 10K 50A FLANGE", "pressure[k]=10 number[a]=50 | jis/ flange/" },
	{ "CLASS 150 FLANGE 150LB", "pressure[class]=150 pressure[class]=150 | flange/" },
	{ "2EA", "quantity[]=2 |" },
	{ "58-62 HRC 고주파열처리", "hardness[hrc]=58{58..62} | 고주파열처리/" },
	{ "경도 HRC 60±2", "hardness[hrc]=60{58..62} | 경도/" },
	{ "HV 700 이상", "hardness[hv]=700 | 이상/" },
	{ "질화 HV700", "hardness[hv]=700 | 질화/" },
	{ "O-RING P-22A NBR70", "hardness[shorea]=70 | o-ring/ p-22a/ nbr/" },
	{ "O-RING AS568-214", "| o-ring/ as568-214/" },
	{ "6205ZZ BEARING", "| 6205zz/ bearing/" },
	{ "SKD11 열처리", "| skd11/ 열처리/" },
	{ "AL6061-T6 아노다이징", "| al6061-t6/ 아노다이징/" },
	{ "SS400 t6", "thickness[t]=6 | ss400/" },
	{ "t=12 SS400", "thickness[t]=12 | ss400/" },
	{ "1,200mm", "length[]=1200 |" },
	{ "D2 steel", "| d2/ steel/" },
	{ "MECH SEAL GLAND 45파이", "diameter[]=45 | mech/ seal/ gland/" },
	{ "45 파이 x 10t", "diameter[]=45 thickness[t]=10 |" },
	{ "PCD 120 8-Φ14", "diameter[pcd]=120 quantity[]=8 diameter[hole]=14 |" },
	{ "PCD120 6-M12", "diameter[pcd]=120 quantity[]=6 thread[m]=12,0 |" },
	{ "Tr20x4", "thread[tr]=20,4 |" },
	{ "1-1/2 NPT", "thread[npt]=38.1,0 |" },
	{ "3/8\" BSP", "thread[bsp]=9.525,0 |" },
	{ "#10-24UNC", "thread[unc]=4.826,1.05833 |" },
	{ "1/2", "| 1/2/" },
	{ "1/2-13 UNC-2B", "thread[unc]=12.7,1.95385 |" },
	{ "Ø1-1/2\" x 3/4\"", "box[d.]=38.1,19.05 |" },
	{ "1\"x2\"x3", "box[...]=25.4,50.8,3 |" },
	{ "45mmx32mm", "box[..]=45,32 |" },
	{ "10~20mm", "length[]=10{10..20} |" },
	{ "3.2S", "roughness[rmax]=3.2 |" },
	{ "Ra 0.4~0.8", "roughness[ra]=0.4{0.4..0.8} |" },
	{ "Rmax 6.3S", "roughness[rmax]=6.3 |" },
	{ "SIZE:45 LENGTH:120", "number[]=45 thickness[l]=120 | size/" },
	{ "D=120, L=200", "diameter[]=120 thickness[l]=200 |" },
	{ "TEMP -20~120℃ 16bar 10MPa",
	    "number[degc]=120{20..120} pressure[]=1.6 pressure[]=10 | temp/" },
	{ "2205 DUPLEX", "number[]=2205 | duplex/" },
	{ "C45E+QT", "| c45e/ qt/" },
	{ "DWG 12-345-67", "| dwg/ 12-345-67/" },
	{ "DIA. 30 THK 5", "diameter[]=30 thickness[t]=5 |" },
	{ "길이 120 폭 30 높이 15", "thickness[l]=120 thickness[w]=30 thickness[h]=15 |" },
	{ "120x80x10 PLATE", "box[...]=120,80,10 | plate/" },
	{ "H7/g6 끼워맞춤", "fit[h7]=7 fit[g6]=6 | 끼워맞춤/" },
	{ "Φ25 H7/f7", "diameter[]=25 fit[h7]=7 fit[f7]=7 |" },
	{ "내경 Φ30 H7 (+0.021/0)", "id[]=30 fit[h7]=7 tolerance[]=0.021{0..0.021} |" },
	{ "Φ30 +0.021 0", "diameter[]=30 tolerance[]=0.021{0..0.021} |" },
	{ "CARBON VS SIC, 1.875\"", "length[]=47.625 | carbon/ vs/ sic/" },
	{ "Ra≤0.8", "roughness[ra]=0.8 |" },
	{ "0,5mm", "length[]=0.5 |" },
	{ "M16", "thread[m]=16,0 |" },
	{ "M316 CODE", "| m316/ code/" },
	{ "12.9 bolt", "number[]=12.9 | bolt/" },
	{ "10 pcs/set", "quantity[]=10 | set/" },
	{ "3t 고무판", "thickness[t]=3 | 고무판/" },
	{ "연마 후 Ra 0.2 이하", "roughness[ra]=0.2 | 연마/ 후/ 이하/" },
	{ "GLAND Φ150/Φ98x24T", "diameter[]=150 box[dt]=98,24 | gland/" },
	{ "NBR 70x5", "box[..]=70,5 | nbr/" },
	{ "FKM 75 Shore A", "hardness[shorea]=75 | fkm/" },
	{ "VITON-75 O-RING", "hardness[shorea]=75 | viton/ o-ring/" },
	{ "Φ80 PLUG", "diameter[]=80 | plug/" },
	{ "CL600 VALVE", "pressure[class]=600 | valve/" },
	{ "m8-6h", "thread[m]=8,0 |" },
	{ "BOLT M12 x 1.75 x 50L", "thread[m]=12,1.75 thickness[l]=50 | bolt/" },
	{ "재질:SUS316L 외경Φ60 내경 40 길이 25", "od[]=60 id[]=40 thickness[l]=25 | 재질/ sus316l/" },
	{ "SHAFT Φ30g6 L=450", "diameter[]=30 fit[g6]=6 thickness[l]=450 | shaft/" },
	{ "부시 60*50*40L", "box[..l]=60,50,40 | 부시/" },
	{ "SLEEVE 2-3/8\" SUS316", "length[]=60.325 | sleeve/ sus316/" },
	{ "0.5t SUS304 HL", "thickness[t]=0.5 | sus304/ hl/" },
	{ "H1150 h7 개선품", "fit[h7]=7 | h1150/ 개선품/" },
	{ "4-Φ11 hole M30xP1.5 수나사",
	    "quantity[]=4 diameter[hole]=11 thread[m]=30,1.5 | hole/ 수나사/" },
	{ "150×84×40 경사홀 Φ6,1/4\" NPT TAP",
	    "box[...]=150,84,40 diameter[hole]=6 thread[npt]=6.35,0 | 경사홀/ tap/" },
	{ "OD63*52*18t,3-SLOT", "box[d.t]=63,52,18 | 3-slot/" },
	{ "OD52 x 34 x 13", "box[d..]=52,34,13 |" },
	{ "핀홀 2-Φ5", "quantity[]=2 diameter[hole]=5 | 핀홀/" },
	{ "Φ8 DRILL, Φ10 H7 REAMER", "diameter[hole]=8 diameter[]=10 fit[h7]=7 | drill/ reamer/" },
	{ "H/T, T/C 코팅, B/OX", "| h/t/ t/c/ 코팅/ b/ox/" },
	{ "2 light bands", "flatness[]=0.58 | light/ bands/" },
	{ "평면도 3밴드, 2LB", "flatness[]=0.87 flatness[]=0.58 | 평면도/ 밴드/ lb/" },
	{ "flatness within 1 band", "flatness[]=0.29 | flatness/ within/ band/" },
	{ "평면도 0.9um", "flatness[]=0.9 | 평면도/" },
	{ "평탄도:0.003 이내", "flatness[]=3 | 평탄도/ 이내/" },
	{ "FLATNESS 0.9", "flatness[]=0.9 | flatness/" },
	{ "2 lb", "number[]=2 | lb/" },
	{ "동심도 0.02, 외경직각도 Φ0.03", "tolerance[concentricity]=0.02{0..0.02} "
	    "tolerance[squareness]=0.03{0..0.03} | 동심도/ 외경직각도/" },
	{ "run-out max. 0.015", "tolerance[runout]=0.015{0..0.015} | run-out/ max/" },
	{ "진원도 공차 5um", "tolerance[roundness]=0.005{0..0.005} | 진원도/ 공차/" },
	{ "공차 0.005", "tolerance[]=0.005{0..0.005} | 공차/" },
	{ "TOLERANCE 0.02mm", "tolerance[]=0.02{0..0.02} | tolerance/" },
	{ "공차 ±0.015", "tolerance[]=0.03{-0.015..0.015} | 공차/" },
	{ "공차 7", "number[]=7 | 공차/" },
	{ "조도 N6", "roughness[ra]=0.8 | 조도/" },
	{ "N7", "roughness[ra]=1.6 |" },
	{ "Φ45 N7", "diameter[]=45 fit[n7]=7 |" },
	{ "8N9 키홈", "diameter[]=8 fit[n9]=9 | 키홈/" },
	{ "H7/n6", "fit[h7]=7 fit[n6]=6 |" },
	{ "N2 GAS, SURFACE N2", "roughness[ra]=0.05 | n2/ gas/ surface/" },
	{ "PN25 FLANGE PN 16", "pressure[pn]=25 pressure[pn]=16 | flange/" },
	{ "PN 123456", "number[]=123456 | pn/" },
	{ "10K/23K", "pressure[k]=10 pressure[k]=23 |" },
	{ "압력 23 온도 120", "number[pressure]=23 number[]=120 | 압력/ 온도/" },
	{ "Design Pressure: 2.5MPa", "pressure[]=2.5 | design/ pressure/" },
	{ "8788RPM", "speed[rpm]=8788 |" },
	{ "회전수 3700", "speed[rpm]=3700 | 회전수/" },
	{ "n=1750 r/min", "speed[rpm]=1750 | n/" },
	{ "1500~3600 rpm G2.5", "speed[rpm]=3600 | g2.5/" },
	{ "속도 20m/s", "length[]=20000 | 속도/ s/" },
	{ "질화 0.3,b/ox", "number[]=0.3 | 질화/ b/ox/" },
};

Test(spec, texts_of_the_trade_are_read)
{
	struct buf	b;

	buf_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print(cases[i].text, &b);
		cr_expect_str_eq(buf_str(&b), cases[i].want, "%s", cases[i].text);
	}
	buf_fini(&b);
}

Test(spec, inch_fractions_become_millimetres)
{
	struct spec	s;

	spec_parse(str_of("1-1/2\" x 3/4\""), &s);
	cr_assert(s.n == 1 && s.item[0].kind == SPEC_BOX && s.item[0].n == 2);
	cr_assert_float_eq(s.item[0].v[0], 38.1, 1e-9);
	cr_assert_float_eq(s.item[0].v[1], 19.05, 1e-9);
}

Test(spec, more_than_it_holds_is_cut_and_said)
{
	struct spec	s;
	struct buf	b;

	buf_init(&b);
	for (int i = 0; i < 100; i++)
		buf_addf(&b, "m%d abc%d ", i % 20 + 3, i);
	spec_parse((struct str){ buf_str(&b), b.len }, &s);
	cr_assert(s.cut && s.n == SPEC_ITEMS && s.nwords == SPEC_WORDS);
	spec_parse(str_of("m5"), &s);
	cr_assert(!s.cut && s.n == 1 && s.nwords == 0);
	spec_parse(str_of(NULL), &s);
	cr_assert(s.n == 0 && s.nwords == 0);
	buf_fini(&b);
}

Test(spec, a_cell_is_one_number_or_none)
{
	static const struct {
		const char	*text;
		double		 value, factor;
		enum unit_kind	 kind;
	} good[] = {
		{ "45", 45, 1, UNIT_NONE }, { "-3.5", -3.5, 1, UNIT_NONE }, { "4.5e1", 45, 1, UNIT_NONE },
		{ "1,200.5", 1200.5, 1, UNIT_NONE }, { "45 mm", 45, 1, UNIT_LENGTH },
		{ "1-1/2\"", 1.5, 25.4, UNIT_LENGTH }, { "3/4", 0.75, 25.4, UNIT_LENGTH },
		{ "ø45", 45, 1, UNIT_LENGTH }, { "2.5kg", 2.5, 1000, UNIT_MASS },
		{ "30분", 30, 1, UNIT_TIME }, { "0,5", 0.5, 1, UNIT_NONE }, { "+.5", 0.5, 1, UNIT_NONE },
	};
	static const char *const	bad[] = { "", "abc", "45x32", "45~50", "m10", "1.2.3", "--1",
		"12345678901234567890x" };
	enum unit_kind			kind;
	double				v, f;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cr_assert(spec_cell_number(str_of(good[i].text), &v, &kind, &f), "%s", good[i].text);
		cr_assert(v == good[i].value && f == good[i].factor && kind == good[i].kind, "%s: %g %g %d",
		    good[i].text, v, f, kind);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_not(spec_cell_number(str_of(bad[i]), &v, &kind, &f), "%s", bad[i]);
}
