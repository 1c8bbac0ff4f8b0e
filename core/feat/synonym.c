#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/synonym.h"

struct synonym {
	const char	*name, *usual;
};

/* By bytes of name. */
static const struct synonym synonyms[] = {
	{ "1.0503", "s45c" },
	{ "1.1191", "s45c" },
	{ "1.2344", "skd61" },
	{ "1.2379", "skd11" },
	{ "1.3505", "suj2" },
	{ "1.4028", "sus420j2" },
	{ "1.4034", "sus420j2" },
	{ "1.4301", "sus304" },
	{ "1.4305", "sus303" },
	{ "1.4306", "sus304l" },
	{ "1.4307", "sus304l" },
	{ "1.4401", "sus316" },
	{ "1.4404", "sus316l" },
	{ "1.4410", "sus329j4l" },
	{ "1.4435", "sus316l" },
	{ "1.4462", "sus329j3l" },
	{ "1.4541", "sus321" },
	{ "1.4542", "sus630" },
	{ "1.4845", "sus310s" },
	{ "1.7225", "scm440" },
	{ "100cr6", "suj2" },
	{ "17-4ph", "sus630" },
	{ "174ph", "sus630" },
	{ "18-8", "sus304" },
	{ "2024", "al2024" },
	{ "2205", "sus329j3l" },
	{ "2507", "sus329j4l" },
	{ "34crmo4", "scm435" },
	{ "4135", "scm435" },
	{ "4140", "scm440" },
	{ "42crmo4", "scm440" },
	{ "4340", "sncm439" },
	{ "5052", "al5052" },
	{ "5083", "al5083" },
	{ "52100", "suj2" },
	{ "6061", "al6061" },
	{ "7075", "al7075" },
	{ "a2017", "al2017" },
	{ "a2024", "al2024" },
	{ "a36", "ss400" },
	{ "a5052", "al5052" },
	{ "a5083", "al5083" },
	{ "a6061", "al6061" },
	{ "a6061p", "al6061" },
	{ "a7075", "al7075" },
	{ "aa2017", "al2017" },
	{ "aa2024", "al2024" },
	{ "aa5052", "al5052" },
	{ "aa5083", "al5083" },
	{ "aa6061", "al6061" },
	{ "aa7075", "al7075" },
	{ "acetal", "pom" },
	{ "aisi1020", "s20c" },
	{ "aisi1025", "s25c" },
	{ "aisi1035", "s35c" },
	{ "aisi1045", "s45c" },
	{ "aisi1050", "s50c" },
	{ "aisi1055", "s55c" },
	{ "aisi303", "sus303" },
	{ "aisi304", "sus304" },
	{ "aisi304l", "sus304l" },
	{ "aisi310s", "sus310s" },
	{ "aisi316", "sus316" },
	{ "aisi316l", "sus316l" },
	{ "aisi321", "sus321" },
	{ "aisi4135", "scm435" },
	{ "aisi4140", "scm440" },
	{ "aisi4340", "sncm439" },
	{ "aisi52100", "suj2" },
	{ "alloy 625", "inconel 625" },
	{ "alloy 718", "inconel 718" },
	{ "alloy c276", "hastelloy c276" },
	{ "alloy400", "monel" },
	{ "alloy625", "inconel 625" },
	{ "alloy718", "inconel 718" },
	{ "almgsi", "al6061" },
	{ "alumina", "al2o3" },
	{ "aluminium", "aluminum" },
	{ "aluminum oxide", "al2o3" },
	{ "aluminumoxide", "al2o3" },
	{ "anneal", "annealing" },
	{ "annealed", "annealing" },
	{ "anodising", "anodizing" },
	{ "anodize", "anodizing" },
	{ "anodized", "anodizing" },
	{ "black oxidizing", "black oxide" },
	{ "blackening", "black oxide" },
	{ "buffing", "polishing" },
	{ "buna-n", "nbr" },
	{ "bunan", "nbr" },
	{ "c/s", "carbon steel" },
	{ "c22", "s20c" },
	{ "c276", "hastelloy c276" },
	{ "c35", "s35c" },
	{ "c45", "s45c" },
	{ "c50", "s50c" },
	{ "c55", "s55c" },
	{ "carburising", "carburizing" },
	{ "carburized", "carburizing" },
	{ "castiron", "cast iron" },
	{ "caststeel", "cast steel" },
	{ "ceramics", "ceramic" },
	{ "chemraz", "ffkm" },
	{ "chloroprene", "cr rubber" },
	{ "ck45", "s45c" },
	{ "cr plating", "chrome plating" },
	{ "cr도금", "chrome plating" },
	{ "deburr", "deburring" },
	{ "delrin", "pom" },
	{ "duplex2205", "sus329j3l" },
	{ "enp", "electroless nickel" },
	{ "epm", "epdm" },
	{ "epr", "epdm" },
	{ "fc20", "fc200" },
	{ "fc25", "fc250" },
	{ "fcd45", "fcd450" },
	{ "fpm", "fkm" },
	{ "gc200", "fc200" },
	{ "gc250", "fc250" },
	{ "gcd450", "fcd450" },
	{ "gg20", "fc200" },
	{ "gg25", "fc250" },
	{ "ggg40", "fcd450" },
	{ "graphite", "carbon" },
	{ "grind", "grinding" },
	{ "h-cr", "hard chrome" },
	{ "h-nbr", "hnbr" },
	{ "h/t", "heat treatment" },
	{ "hard cr", "hard chrome" },
	{ "hardchrome", "hard chrome" },
	{ "hast-c", "hastelloy c276" },
	{ "hastelloy c", "hastelloy c276" },
	{ "hastelloy-c", "hastelloy c276" },
	{ "hastelloyc", "hastelloy c276" },
	{ "hc276", "hastelloy c276" },
	{ "hcr", "hard chrome" },
	{ "hdg", "hot dip galvanizing" },
	{ "heat treat", "heat treatment" },
	{ "heat-treatment", "heat treatment" },
	{ "heattreatment", "heat treatment" },
	{ "ht200", "fc200" },
	{ "ht250", "fc250" },
	{ "hydrostatic test", "pressure test" },
	{ "hydrotest", "pressure test" },
	{ "ih", "induction hardening" },
	{ "inconel625", "inconel 625" },
	{ "inconel718", "inconel 718" },
	{ "induction", "induction hardening" },
	{ "kalrez", "ffkm" },
	{ "lap", "lapping" },
	{ "monel 400", "monel" },
	{ "monel400", "monel" },
	{ "n06625", "inconel 625" },
	{ "n07718", "inconel 718" },
	{ "n10276", "hastelloy c276" },
	{ "nde", "nondestructive test" },
	{ "ndt", "nondestructive test" },
	{ "neoprene", "cr rubber" },
	{ "ni plating", "nickel plating" },
	{ "nitride", "nitriding" },
	{ "nitrided", "nitriding" },
	{ "nitrile", "nbr" },
	{ "ni도금", "nickel plating" },
	{ "normalising", "normalizing" },
	{ "nylon", "pa" },
	{ "p.e.e.k", "peek" },
	{ "p.t.f.e", "ptfe" },
	{ "paint", "painting" },
	{ "perbunan", "nbr" },
	{ "phosphating", "parkerizing" },
	{ "polish", "polishing" },
	{ "polyamide", "pa" },
	{ "polyurethane", "pu" },
	{ "pt검사", "penetrant test" },
	{ "q.t", "quenching and tempering" },
	{ "q/t", "quenching and tempering" },
	{ "qt", "quenching and tempering" },
	{ "s17400", "sus630" },
	{ "s235jr", "ss400" },
	{ "s30300", "sus303" },
	{ "s30400", "sus304" },
	{ "s30403", "sus304l" },
	{ "s31600", "sus316" },
	{ "s31603", "sus316l" },
	{ "s31803", "sus329j3l" },
	{ "s32100", "sus321" },
	{ "s32205", "sus329j3l" },
	{ "s32750", "sus329j4l" },
	{ "sae1020", "s20c" },
	{ "sae1025", "s25c" },
	{ "sae1035", "s35c" },
	{ "sae1045", "s45c" },
	{ "sae1050", "s50c" },
	{ "sae1055", "s55c" },
	{ "sae4135", "scm435" },
	{ "sae4140", "scm440" },
	{ "sae4340", "sncm439" },
	{ "sand blast", "shot blast" },
	{ "sandblast", "shot blast" },
	{ "sb41", "ss400" },
	{ "shotblast", "shot blast" },
	{ "si rubber", "vmq" },
	{ "silicon carbide", "sic" },
	{ "silicon rubber", "vmq" },
	{ "siliconcarbide", "sic" },
	{ "silicone", "vmq" },
	{ "sm20c", "s20c" },
	{ "sm25c", "s25c" },
	{ "sm35c", "s35c" },
	{ "sm45c", "s45c" },
	{ "sm50c", "s50c" },
	{ "sm55c", "s55c" },
	{ "ss275", "ss400" },
	{ "ss41", "ss400" },
	{ "stainless steel", "stainless" },
	{ "stb2", "suj2" },
	{ "std11", "skd11" },
	{ "std61", "skd61" },
	{ "superduplex2507", "sus329j4l" },
	{ "t.c", "wc" },
	{ "t/c", "wc" },
	{ "teflon", "ptfe" },
	{ "tungsten carbide", "wc" },
	{ "tungstencarbide", "wc" },
	{ "urethane", "pu" },
	{ "viton", "fkm" },
	{ "weld", "welding" },
	{ "x153crmov12", "skd11" },
	{ "x40crmov5-1", "skd61" },
	{ "x5crni18-10", "sus304" },
	{ "zn plating", "zinc plating" },
	{ "zn도금", "zinc plating" },
	{ "경질 크롬도금", "hard chrome" },
	{ "경질크롬", "hard chrome" },
	{ "경질크롬도금", "hard chrome" },
	{ "고주파", "induction hardening" },
	{ "고주파 열처리", "induction hardening" },
	{ "고주파경화", "induction hardening" },
	{ "고주파소입", "induction hardening" },
	{ "고주파열처리", "induction hardening" },
	{ "광택", "polishing" },
	{ "구리", "copper" },
	{ "그라인딩", "grinding" },
	{ "나일론", "pa" },
	{ "내압시험", "pressure test" },
	{ "네오프렌", "cr rubber" },
	{ "노멀라이징", "normalizing" },
	{ "니켈 도금", "nickel plating" },
	{ "니켈도금", "nickel plating" },
	{ "니트릴", "nbr" },
	{ "담금질", "quenching" },
	{ "담금질뜨임", "quenching and tempering" },
	{ "도장", "painting" },
	{ "동", "copper" },
	{ "디버링", "deburring" },
	{ "뜨임", "tempering" },
	{ "래핑", "lapping" },
	{ "랩핑", "lapping" },
	{ "모넬", "monel" },
	{ "무전해 니켈도금", "electroless nickel" },
	{ "무전해니켈", "electroless nickel" },
	{ "무전해니켈도금", "electroless nickel" },
	{ "바이톤", "fkm" },
	{ "버핑", "polishing" },
	{ "불림", "normalizing" },
	{ "불소고무", "fkm" },
	{ "비톤", "fkm" },
	{ "비파괴", "nondestructive test" },
	{ "비파괴검사", "nondestructive test" },
	{ "사상", "deburring" },
	{ "샌드블라스트", "shot blast" },
	{ "세라믹", "ceramic" },
	{ "소둔", "annealing" },
	{ "소려", "tempering" },
	{ "소입", "quenching" },
	{ "소준", "normalizing" },
	{ "쇼트", "shot blast" },
	{ "쇼트블라스트", "shot blast" },
	{ "수압", "pressure test" },
	{ "수압시험", "pressure test" },
	{ "스테인레스", "stainless" },
	{ "스테인리스", "stainless" },
	{ "스테인리스강", "stainless" },
	{ "스텐", "stainless" },
	{ "스텐레스", "stainless" },
	{ "신주", "brass" },
	{ "실리콘", "vmq" },
	{ "실리콘고무", "vmq" },
	{ "실리콘카바이드", "sic" },
	{ "아노다이즈", "anodizing" },
	{ "아노다이징", "anodizing" },
	{ "아세탈", "pom" },
	{ "아연 도금", "zinc plating" },
	{ "아연도금", "zinc plating" },
	{ "알루미나", "al2o3" },
	{ "알루미늄", "aluminum" },
	{ "알미늄", "aluminum" },
	{ "양극산화", "anodizing" },
	{ "어닐링", "annealing" },
	{ "연마", "polishing" },
	{ "연삭", "grinding" },
	{ "열처리", "heat treatment" },
	{ "용융아연도금", "hot dip galvanizing" },
	{ "용접", "welding" },
	{ "우레탄", "pu" },
	{ "이피디엠", "epdm" },
	{ "인산염", "parkerizing" },
	{ "인산염피막", "parkerizing" },
	{ "조질", "quenching and tempering" },
	{ "조질처리", "quenching and tempering" },
	{ "주강", "cast steel" },
	{ "주철", "cast iron" },
	{ "질화", "nitriding" },
	{ "질화처리", "nitriding" },
	{ "청동", "bronze" },
	{ "초경", "wc" },
	{ "초경합금", "wc" },
	{ "침탄", "carburizing" },
	{ "침탄열처리", "carburizing" },
	{ "침투탐상", "penetrant test" },
	{ "침투탐상검사", "penetrant test" },
	{ "카본", "carbon" },
	{ "칼레즈", "ffkm" },
	{ "코팅", "coating" },
	{ "크롬 도금", "chrome plating" },
	{ "크롬도금", "chrome plating" },
	{ "탄소강", "carbon steel" },
	{ "탄화규소", "sic" },
	{ "텅스텐카바이드", "wc" },
	{ "테프론", "ptfe" },
	{ "테플론", "ptfe" },
	{ "티타늄", "titanium" },
	{ "티탄", "titanium" },
	{ "파카라이징", "parkerizing" },
	{ "퍼플루오로", "ffkm" },
	{ "페인팅", "painting" },
	{ "폴리싱", "polishing" },
	{ "폴리우레탄", "pu" },
	{ "풀림", "annealing" },
	{ "피크", "peek" },
	{ "하스텔로이", "hastelloy c276" },
	{ "하스텔로이c", "hastelloy c276" },
	{ "황동", "brass" },
	{ "흑색산화", "black oxide" },
	{ "흑연", "carbon" },
	{ "흑염", "black oxide" },
	{ "흑착색", "black oxide" },
	{ "흑피막", "black oxide" },
};

/* Grades that only differ in the letters of the standard's country. */
static const struct {
	const char	*from, *to;
	size_t		 digits;	/* that follow */
} grades[] = {
	{ "sts", "sus", 3 }, { "aisi", "sus", 3 }, { "stainless", "sus", 3 },
	{ "std", "skd", 2 }, { "std", "skd", 1 }, { "sth", "skh", 2 }, { "stb", "suj", 1 },
	{ "stc", "sk", 1 }, { "sps", "sup", 1 }, { "sm", "s", 2 }, { "gc", "fc", 3 },
	{ "gcd", "fcd", 3 }, { "a", "al", 4 }, { "aa", "al", 4 }, { "alu", "al", 4 },
};

/* Stainless grades, which some write as "ss"; KS and JIS have other steels of that name. */
static const char *const stainless[] = {
	"301", "302", "303", "304", "305", "309", "310", "316", "317", "321", "347", "403",
	"410", "416", "420", "430", "431", "440", "630"
};

static int
synonym_cmp(const void *key, const void *entry)
{
	const struct str	*k = key;
	const char		*name = ((const struct synonym *)entry)->name;
	size_t			 n = strlen(name);
	int			 c = memcmp(k->s, name, k->len < n ? k->len : n);

	return c != 0 ? c : k->len < n ? -1 : k->len > n;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_stainless(const char *digits, size_t n)
{
	for (size_t i = 0; n >= 3 && i < sizeof(stainless) / sizeof(stainless[0]); i++)
		if (memcmp(digits, stainless[i], 3) == 0)
			return true;
	return false;
}

/* Put to and the rest of t together in room, which t may stand in. */
static struct str
joined(const char *to, struct str t, size_t skip, char room[SYNONYM_SIZE])
{
	size_t	n = strlen(to);

	if (n + t.len - skip > SYNONYM_SIZE)
		return t;
	memmove(room + n, t.s + skip, t.len - skip);
	memcpy(room, to, n);
	return (struct str){ room, n + t.len - skip };
}

/* "sus 304-l" as sus304l in room: letters, digits, a short rest.  False: not such a grade. */
static bool
grade_compact(struct str s, char room[SYNONYM_SIZE], struct str *out, size_t *letters,
    size_t *digits)
{
	size_t	n = 0;

	*letters = *digits = 0;
	if (s.len > SYNONYM_SIZE)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char	c = s.s[i];

		if (c == ' ' || c == '-' || c == '_')
			continue;
		if (c >= 'a' && c <= 'z') {
			if (*digits == 0)
				(*letters)++;
		} else if (!is_digit(c))
			return false;
		else if (n == *letters + *digits)
			(*digits)++;
		room[n++] = c;
	}
	*out = (struct str){ room, n };
	return *letters > 0 && *digits > 0 && n <= *letters + *digits + 4;
}

struct str
synonym_of(struct str s, char room[SYNONYM_SIZE])
{
	const struct synonym	*y;
	struct str		 t;
	size_t			 letters, digits;

	if (s.s == NULL || s.len == 0 || s.len > SYNONYM_SIZE)
		return s;
	y = bsearch(&s, synonyms, sizeof(synonyms) / sizeof(synonyms[0]), sizeof(synonyms[0]),
	    synonym_cmp);
	if (y != NULL)
		return str_of(y->usual);
	if (!grade_compact(s, room, &t, &letters, &digits))
		return s;
	y = bsearch(&t, synonyms, sizeof(synonyms) / sizeof(synonyms[0]), sizeof(synonyms[0]),
	    synonym_cmp);
	if (y != NULL)
		return str_of(y->usual);
	for (size_t i = 0; i < sizeof(grades) / sizeof(grades[0]); i++)
		if (strlen(grades[i].from) == letters && digits == grades[i].digits &&
		    memcmp(t.s, grades[i].from, letters) == 0)
			return joined(grades[i].to, t, letters, room);
	if (letters == 2 && memcmp(t.s, "ss", 2) == 0 && digits == 3 && is_stainless(t.s + 2, 3))
		return joined("sus", t, 2, room);
	/* "sus 304" and "sus-304" are sus304; other codes keep their signs. */
	if (letters == 3 && memcmp(t.s, "sus", 3) == 0 && digits == 3)
		return t;
	return s;
}
