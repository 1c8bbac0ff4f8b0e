/*
 * Numbers that the words beside them name, whatever the language: flatness (0.9 µm, two
 * light bands), form and position tolerances, speed, pressure; and roughness by its grade.
 * The words stay words.
 */
#include "config.h"

#include <string.h>

#include "core/feat/spec_priv.h"
#include "core/feat/text.h"

#define BAND	0.29	/* µm: half a wave length of the helium lamp, 587.6 nm */

enum what { FLATNESS, BANDS, FORM, TOLERANCE, SPEED, PRESSURE, SURFACE };

#define WORD(s)	s, sizeof(s) - 1

static const struct label {
	const char	*word;
	size_t		 n;
	enum what	 what;
	const char	*name;		/* FORM: of the item */
} labels[] = {
	{ WORD("flatness"), FLATNESS, "" }, { WORD("평면도"), FLATNESS, "" },
	{ WORD("평탄도"), FLATNESS, "" }, { WORD("평활도"), FLATNESS, "" },
	{ WORD("平面度"), FLATNESS, "" }, { WORD("ebenheit"), FLATNESS, "" },
	{ WORD("planheit"), FLATNESS, "" }, { WORD("⏥"), FLATNESS, "" },
	{ WORD("light band"), BANDS, "" }, { WORD("light bands"), BANDS, "" },
	{ WORD("lightband"), BANDS, "" }, { WORD("lightbands"), BANDS, "" },
	{ WORD("light-band"), BANDS, "" }, { WORD("light-bands"), BANDS, "" },
	{ WORD("helium band"), BANDS, "" }, { WORD("helium bands"), BANDS, "" },
	{ WORD("라이트밴드"), BANDS, "" }, { WORD("라이트 밴드"), BANDS, "" },
	{ WORD("lichtbänder"), BANDS, "" }, { WORD("concentricity"), FORM, "concentricity" },
	{ WORD("concentric"), FORM, "concentricity" },
	{ WORD("coaxiality"), FORM, "concentricity" },
	{ WORD("동심도"), FORM, "concentricity" }, { WORD("동축도"), FORM, "concentricity" },
	{ WORD("同心度"), FORM, "concentricity" }, { WORD("同軸度"), FORM, "concentricity" },
	{ WORD("koaxialität"), FORM, "concentricity" },
	{ WORD("konzentrizität"), FORM, "concentricity" }, { WORD("◎"), FORM, "concentricity" },
	{ WORD("roundness"), FORM, "roundness" }, { WORD("circularity"), FORM, "roundness" },
	{ WORD("진원도"), FORM, "roundness" }, { WORD("真円度"), FORM, "roundness" },
	{ WORD("rundheit"), FORM, "roundness" }, { WORD("cylindricity"), FORM, "cylindricity" },
	{ WORD("원통도"), FORM, "cylindricity" }, { WORD("円筒度"), FORM, "cylindricity" },
	{ WORD("zylindrizität"), FORM, "cylindricity" },
	{ WORD("squareness"), FORM, "squareness" },
	{ WORD("perpendicularity"), FORM, "squareness" },
	{ WORD("perpendicular"), FORM, "squareness" }, { WORD("직각도"), FORM, "squareness" },
	{ WORD("直角度"), FORM, "squareness" },
	{ WORD("rechtwinkligkeit"), FORM, "squareness" }, { WORD("⊥"), FORM, "squareness" },
	{ WORD("⟂"), FORM, "squareness" }, { WORD("parallelism"), FORM, "parallelism" },
	{ WORD("parallel"), FORM, "parallelism" }, { WORD("평행도"), FORM, "parallelism" },
	{ WORD("平行度"), FORM, "parallelism" }, { WORD("parallelität"), FORM, "parallelism" },
	{ WORD("∥"), FORM, "parallelism" }, { WORD("//"), FORM, "parallelism" },
	{ WORD("straightness"), FORM, "straightness" },
	{ WORD("진직도"), FORM, "straightness" }, { WORD("직진도"), FORM, "straightness" },
	{ WORD("真直度"), FORM, "straightness" }, { WORD("geradheit"), FORM, "straightness" },
	{ WORD("runout"), FORM, "runout" }, { WORD("run-out"), FORM, "runout" },
	{ WORD("run out"), FORM, "runout" }, { WORD("흔들림"), FORM, "runout" },
	{ WORD("런아웃"), FORM, "runout" }, { WORD("振れ"), FORM, "runout" },
	{ WORD("t.i.r"), FORM, "runout" }, { WORD("t.i.r."), FORM, "runout" },
	{ WORD("tir"), FORM, "runout" }, { WORD("f.i.m"), FORM, "runout" },
	{ WORD("rundlauf"), FORM, "runout" }, { WORD("planlauf"), FORM, "runout" },
	{ WORD("↗"), FORM, "runout" }, { WORD("position"), FORM, "position" },
	{ WORD("positional"), FORM, "position" }, { WORD("위치도"), FORM, "position" },
	{ WORD("位置度"), FORM, "position" }, { WORD("⌖"), FORM, "position" },
	{ WORD("symmetry"), FORM, "symmetry" }, { WORD("대칭도"), FORM, "symmetry" },
	{ WORD("対称度"), FORM, "symmetry" }, { WORD("symmetrie"), FORM, "symmetry" },
	{ WORD("윤곽도"), FORM, "profile" }, { WORD("輪郭度"), FORM, "profile" },
	{ WORD("angularity"), FORM, "angularity" }, { WORD("경사도"), FORM, "angularity" },
	{ WORD("tolerance"), TOLERANCE, "" }, { WORD("tol."), TOLERANCE, "" },
	{ WORD("tol"), TOLERANCE, "" }, { WORD("공차"), TOLERANCE, "" },
	{ WORD("허용차"), TOLERANCE, "" }, { WORD("公差"), TOLERANCE, "" },
	{ WORD("toleranz"), TOLERANCE, "" }, { WORD("회전수"), SPEED, "" },
	{ WORD("회전속도"), SPEED, "" }, { WORD("speed"), SPEED, "" },
	{ WORD("rpm"), SPEED, "" }, { WORD("r.p.m"), SPEED, "" }, { WORD("r.p.m."), SPEED, "" },
	{ WORD("回転数"), SPEED, "" }, { WORD("回転速度"), SPEED, "" },
	{ WORD("drehzahl"), SPEED, "" }, { WORD("압력"), PRESSURE, "" },
	{ WORD("pressure"), PRESSURE, "" }, { WORD("press."), PRESSURE, "" },
	{ WORD("圧力"), PRESSURE, "" }, { WORD("druck"), PRESSURE, "" },
	{ WORD("조도"), SURFACE, "" }, { WORD("거칠기"), SURFACE, "" },
	{ WORD("roughness"), SURFACE, "" }, { WORD("finish"), SURFACE, "" },
	{ WORD("surface"), SURFACE, "" }, { WORD("표면"), SURFACE, "" },
	{ WORD("다듬질"), SURFACE, "" }, { WORD("粗さ"), SURFACE, "" },
	{ WORD("粗度"), SURFACE, "" }, { WORD("rauheit"), SURFACE, "" },
	{ WORD("oberfläche"), SURFACE, "" },
};

/* Where the n bytes of s stand that end at k, or k. */
static inline size_t
ends_with(const struct scan *c, size_t k, const char *s, size_t n)
{
	return n <= k && c->s[k - 1] == s[n - 1] && memcmp(c->s + k - n, s, n) == 0 &&
	    (!scan_alnum(c, k - n) || k == n || scan_border(c, k - n - 1)) ? k - n : k;
}

/* The longest label that ends at k; *begin is where it stands. */
static const struct label *
label_at(const struct scan *c, size_t k, size_t *begin)
{
	const struct label	*best = NULL;
	size_t			 at;

	*begin = k;
	for (size_t i = 0; k > 0 && i < sizeof(labels) / sizeof(labels[0]); i++)
		if ((at = ends_with(c, k, labels[i].word, labels[i].n)) < *begin) {
			*begin = at;
			best = &labels[i];
		}
	return best;
}

/* Signs and small words between a label and its number: runout : max. 0.02. */
static size_t
before_fillers(const struct scan *c, size_t i)
{
	static const char *const	fillers[] = { " ", ":", "=", "<", "(", "\xe2\x89\xa4", "max", "max.",
		"within", "최대", "이내", "than", "less", "under" };
	size_t				was = i + 1;

	for (unsigned left = 8; i < was && left > 0; left--) {
		was = i;
		for (size_t k = 0; i == was && i > 0 && k < sizeof(fillers) / sizeof(fillers[0]); k++)
			i = ends_with(c, i, fillers[k], strlen(fillers[k]));
	}
	return i;
}

/* What names the number at i: 동심도 공차 0.02 is of the first word. */
static const struct label *
label_before(const struct scan *c, size_t i)
{
	size_t			 k, begin;
	const struct label	*l = label_at(c, before_fillers(c, i), &begin), *wider;

	if (l == NULL || l->what != TOLERANCE)
		return l;
	k = before_fillers(c, begin);
	wider = label_at(c, k, &begin);
	return wider != NULL && (wider->what == FORM || wider->what == FLATNESS) ? wider : l;
}

/* ---- light bands ---------------------------------------------------------------------- */

/* 2 light bands, 2lb, 3밴드; the item ends with the number. */
bool
spec_bands(struct scan *c, size_t begin, size_t i, double v)
{
	static const char *const	names[] = { "helium light bands", "helium light band",
		"helium bands", "helium band", "he light bands", "he light band", "light bands",
		"light band", "light-bands", "light-band", "lightbands", "lightband", "lt bands",
		"lt band", "lt. bands", "lt. band", "bands", "band", "h.l.b", "hlb", "l.b", "l/b",
		"fringes", "fringe", "헬륨밴드", "라이트밴드", "라이트 밴드", "밴드", "lichtbänder",
		"ライトバンド", NULL };
	size_t				which, at = scan_blank(c, i), k = scan_any(c, at, names, &which);

	if (k == at && scan_is(c, i, "lb"))	/* two pounds would be 2 lb */
		k = i + 2;
	if (k == at || !scan_border(c, k) || v <= 0 || v > 30)
		return false;
	spec_add(c, SPEC_FLATNESS, "", v * BAND, begin, i);
	return true;
}

/* ---- speed ---------------------------------------------------------------------------- */

size_t
spec_speed(struct scan *c, size_t begin, size_t i, double v)
{
	static const char *const	names[] = { "rpm", "r.p.m.", "r.p.m", "r/min", "rev/min", "min-1",
		"1/min", "u/min", NULL };
	size_t				which, at = scan_blank(c, i), k = scan_any(c, at, names, &which);

	if (k == at || !scan_border(c, k) || v <= 0)
		return i;
	spec_add(c, SPEC_SPEED, "rpm", v, begin, k);
	return k;
}

/* ---- labelled numbers ----------------------------------------------------------------- */

static size_t
flatness(struct scan *c, size_t i, size_t end, const struct measure *m)
{
	/* who writes no unit has mm in mind, or µm where that would be coarse */
	double	um = m->unit != 0 ? m->mm * 1000 : m->raw < 0.5 ? m->raw * 1000 : m->raw;

	if (um <= 0 || um > 5000)
		return i;
	spec_add(c, SPEC_FLATNESS, "", um, i, end);
	return end;
}

static size_t
width(struct scan *c, size_t i, size_t end, const struct measure *m, const char *name)
{
	struct spec_item	*it;

	if (m->mm <= 0 || m->mm > 5 || (m->unit == 0 && m->whole))
		return i;
	if ((it = spec_add(c, SPEC_TOLERANCE, name, m->mm, i, end)) != NULL)
		it->lo = 0;
	return end;
}

/* No unit of its own behind the number. */
static bool
is_bare(const struct scan *c, size_t end)
{
	static const char *const	units[] = { "mpa", "kpa", "pa", "bar", "kg", "psi", "atm", "torr",
		"mmhg", "mm", "k", "lb", "#", "n/", "m/", "%", "ton", "hz", "도", TEXT_DEGREE, "x", NULL };
	size_t				which, at = scan_blank(c, end);

	return scan_any(c, at, units, &which) == at;
}

size_t
spec_labelled(struct scan *c, size_t i)
{
	const struct label	*l;
	struct measure		 m;
	size_t			 k = scan_is(c, i, TEXT_DIAMETER) ? i + strlen(TEXT_DIAMETER) : i, end;

	if (i == 0 || !(scan_digit(c, k) || (scan_is(c, k, ".") && scan_digit(c, k + 1))) ||
	    (l = label_before(c, i)) == NULL)
		return i;
	if ((end = scan_measure(c, k, &m)) == k || !scan_border(c, end) ||
	    (end + 1 < c->n && (c->s[end] == '-' || c->s[end] == '/') && scan_alnum(c, end + 1)))
		return i;
	switch (l->what) {
	case FLATNESS:
		return spec_bands(c, i, end, m.raw) ? end : flatness(c, i, end, &m);
	case BANDS:
		if (m.unit != 0 || m.raw <= 0 || m.raw > 30)
			return i;
		spec_add(c, SPEC_FLATNESS, "", m.raw * BAND, i, end);
		return end;
	case FORM:
	case TOLERANCE:
		return width(c, i, end, &m, l->name);
	case SPEED:
		if (m.unit != 0 || m.raw < 10 || m.raw > 200000 || !is_bare(c, end))
			return i;
		spec_add(c, SPEC_SPEED, "rpm", m.raw, i, end);
		return end;
	case PRESSURE:
		if (m.unit != 0 || m.raw <= 0 || m.raw > 5000 || !is_bare(c, end))
			return i;
		spec_add(c, SPEC_NUMBER, "pressure", m.raw, i, end);
		return end;
	default:
		return i;
	}
}

/* ---- roughness grades ----------------------------------------------------------------- */

/* A size, another fit or a tolerance stands right before i: ø45 n7 and h7/n6 are fits. */
static bool
is_fits_place(const struct scan *c, size_t i)
{
	const struct spec_item	*it = c->out->n == 0 ? NULL : &c->out->item[c->out->n - 1];

	return it != NULL && i - it->end <= 2 && (it->kind <= SPEC_LENGTH ||
	    it->kind == SPEC_FIT || it->kind == SPEC_TOLERANCE || it->kind == SPEC_NUMBER);
}

/* n6 of ISO 1302, Ra 0.8; n1 to n3 only where a surface is spoken of: n2 is nitrogen. */
size_t
spec_surface_grade(struct scan *c, size_t i)
{
	static const double	ra[] = { 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.3, 12.5, 25, 50 };
	const struct label	*l;
	struct num		 num;
	size_t			 end;

	if (!scan_is(c, i, "n") || !scan_digit(c, i + 1) || c->s[i + 1] == '0' ||
	    (end = scan_number(c, i + 1, &num)) > i + 3 || !num.whole || num.v > 12 ||
	    !scan_border(c, end) || is_fits_place(c, i))
		return i;
	/* n7/h6 is a fit, n7-123 a code */
	if (end + 1 < c->n && strchr("-./_", c->s[end]) != NULL && scan_alnum(c, end + 1))
		return i;
	if (i > 0 && c->s[i - 1] != ' ' && c->s[i - 1] != ':' && c->s[i - 1] != ',')
		return i;
	if (num.v < 4 && ((l = label_before(c, i)) == NULL || l->what != SURFACE))
		return i;
	spec_add(c, SPEC_ROUGHNESS, "ra", ra[(size_t)num.v - 1], i, end);
	return end;
}
