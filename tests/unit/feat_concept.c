#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/feat/concept.h"
#include "core/feat/concept_priv.h"
#include "core/feat/text.h"

/* What is found in a text: name, !name where it is denied, with a blank between. */
static void
find(const char *text, struct buf *out)
{
	struct concept_hit	hit[CONCEPT_HITS];
	struct spec		s;
	struct buf		t;
	size_t			n;

	buf_init(&t);
	text_normalise(str_of(text), &t);
	spec_parse((struct str){ buf_str(&t), t.len }, &s);
	n = concept_find((struct str){ buf_str(&t), t.len }, &s, hit);
	buf_clear(out);
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s%s%s", i > 0 ? ", " : "", hit[i].negated ? "!" : "", hit[i].name);
	buf_fini(&t);
}

static const struct {
	const char *text, *want;
} cases[] = {
	{ "H/CR 50um", "hard chrome, chrome plating, plating, surface treatment" },
	{ "Hard-Chrome plated", "hard chrome, chrome plating, plating, surface treatment" },
	{ "경질 크롬 도금처리", "hard chrome, chrome plating, plating, surface treatment" },
	{ "표면경질크롬도금처리", "hard chrome, chrome plating, plating, surface treatment" },
	{ "SCM440 Q.T HRC28~32", "quenching and tempering, heat treatment" },
	{ "SCM440 Q/T", "quenching and tempering, heat treatment" },
	{ "quenched & tempered", "quenching and tempering, heat treatment" },
	{ "S.R 처리", "stress relief, heat treatment" },
	{ "SR10", "" },
	{ "E-Ni 25", "electroless nickel, nickel plating, plating, surface treatment" },
	{ "무전해니켈도금", "electroless nickel, nickel plating, plating, surface treatment" },
	{ "B/OX", "black oxide, surface treatment" },
	{ "BOX 포장", "packaging" },
	{ "L/MARKING", "laser marking, marking" },
	{ "K/W 8x4", "keyway" },
	{ "15 kW", "" },
	{ "weld't", "welding" },
	{ "전주용접 용접구조", "all-around welding, welding, welded construction, welding" },
	{ "방청유도포", "rust prevention" },
	/* two letters are a word of their own, and no size's name */
	{ "P.T, M/T, UT", "penetrant test, nondestructive test, magnetic particle test, "
	    "nondestructive test, ultrasonic test, nondestructive test" },
	{ "PT 100%", "penetrant test, nondestructive test" },
	{ "PT1/4", "" },
	{ "PT 3/8 TAP", "internal thread, thread" },
	{ "PT-2", "" },
	{ "MT-3 TAPER", "taper" },
	{ "MT 4", "" },
	{ "EP-1234-UT", "" },
	{ "1.PT, 2.MT", "penetrant test, nondestructive test, magnetic particle test, "
	    "nondestructive test" },
	{ "코팅 제외부", "coating, surface treatment" },
	{ "PT TAP", "pipe thread, thread" },
	{ "EPDM UTX", "" },
	{ "E.P 처리", "electropolishing, polishing" },
	/* not within other words */
	{ "사용사양 접수", "" },
	{ "사용 접수", "" },
	{ "합금도금", "plating, surface treatment" },
	{ "풀림방지 볼트", "" },
	{ "질화규소", "" },
	{ "tin bronze", "" },
	{ "TiN 코팅", "titanium nitride coating, pvd coating, coating, surface treatment" },
	{ "tin plated", "tin plating, plating, surface treatment" },
	/* denied */
	{ "NO COATING", "!coating" },
	{ "w/o plating", "!plating" },
	{ "무도금", "!plating" },
	{ "무 도금", "!plating" },
	{ "열처리 없음", "!heat treatment" },
	{ "열처리는 생략", "!heat treatment" },
	{ "도금처리 없음, 각인", "!plating, stamped marking, marking" },
	{ "no marking", "!marking" },
	{ "part no. marking", "marking" },
	{ "serial no marking", "marking" },
	{ "heat treatment: none", "!heat treatment" },
	{ "도금 X", "!plating" },
	{ "hole x 20", "hole" },
	{ "uncoated", "!coating" },
	{ "무연마 세척", "!abrasive finishing, cleaning" },
	{ "무기어", "!gear cutting" },
	{ "without hard chrome, nitrided", "!hard chrome, nitriding, heat treatment" },
	/* other languages */
	{ "硬質クロムメッキ", "hard chrome, chrome plating, plating, surface treatment" },
	{ "gehärtet und geschliffen",
	    "hardening, heat treatment, grinding, abrasive finishing" },
	{ "H900 17-4PH", "ageing, heat treatment" },
	{ "용체화처리", "solution annealing, heat treatment" },
	{ "Cr2O3 coating", "chromium oxide coating, ceramic coating, thermal spray, coating, "
	    "surface treatment" },
	{ "3차원 측정", "coordinate measuring, dimensional inspection, inspection" },
	{ "o-ring groove", "o-ring groove, groove" },
	{ "건드릴 가공", "deep hole, hole" },
	{ "", "" },
};

Test(concept, one_thing_has_one_name_however_it_is_written)
{
	struct buf	b;

	buf_init(&b);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		find(cases[i].text, &b);
		cr_expect_str_eq(buf_str(&b), cases[i].want, "%s", cases[i].text);
	}
	buf_fini(&b);
}

/* Each spelling alone is found, as its own concept and no other's. */
static void
check_table(const struct concept *t, size_t n)
{
	struct concept_hit	hit[CONCEPT_HITS];
	char			text[TEXT_ROOM(100)], s[100];

	for (size_t i = 0; i < n; i++)
		for (const char *p = t[i].spellings; *p != '\0';) {
			size_t	len, m;

			p += strspn(p, ", ");
			len = strcspn(p, ",");
			cr_assert(len > 0 && len < sizeof(s), "%s", t[i].name);
			memcpy(s, p, len);
			p += len;
			m = strspn(s, "=^!");
			memcpy(text, s + m, len - m);
			m = text_normalise_to((struct str){ s + m, len - m }, text);
			cr_expect(m <= len && memcmp(text, s + len - m, m) == 0, "%.*s is not normal", (int)len, s);
			m = concept_find((struct str){ text, m }, NULL, hit);
			if (t[i].name[0] == '-')
				cr_expect(m == 0, "%.*s", (int)len, s);
			else
				cr_expect(m > 0 && strcmp(hit[0].name, t[i].name) == 0 &&
				    hit[0].negated == (s[0] == '!'), "%s: %.*s is %s", t[i].name, (int)len, s,
				    m > 0 ? hit[0].name : "nothing");
		}
}

Test(concept, a_spelling_belongs_to_one_concept)
{
	check_table(concept_surface, concept_nsurface);
	check_table(concept_finish, concept_nfinish);
	check_table(concept_work, concept_nwork);
	check_table(concept_check, concept_ncheck);
}

Test(concept, a_long_text_is_cut_and_not_overrun)
{
	struct concept_hit	hit[CONCEPT_HITS];
	struct buf		b;

	buf_init(&b);
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "도금 pt/");
	cr_assert_eq(concept_find((struct str){ buf_str(&b), b.len }, NULL, hit), CONCEPT_HITS);
	buf_clear(&b);
	for (int i = 0; i < 5000; i++)
		buf_adds(&b, "a1");
	cr_assert_eq(concept_find((struct str){ buf_str(&b), b.len }, NULL, hit), 0);
	buf_fini(&b);
}
