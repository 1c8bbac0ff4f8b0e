/*
 * The blob: a head, one fixed-size entry a column, then the names' bytes, each ended by a
 * NUL.  All numbers are in this machine's byte order, which the model file around it states.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/features.h"
#include "core/feat/schema.h"

#define SCHEMA_MAGIC	0x31616d65686373ULL	/* "schema1" */

struct head {
	uint64_t	magic;
	uint32_t	size;		/* of the whole blob, head included */
	uint32_t	ncols;
	int32_t		key, family;
	uint32_t	nnumbers;
	uint32_t	text;		/* offset of the names' bytes */
};

struct entry {
	uint32_t	name, unit;	/* offsets from the blob's start */
	int32_t		unit_column, slot;
	uint8_t		role, unit_kind, geometry, signed_scale;
	uint32_t	spare;
};

/* ---- writing -------------------------------------------------------------------------- */

static bool
has(const char *text, const char *const *parts)
{
	for (; *parts != NULL; parts++)
		if (strstr(text, *parts) != NULL)
			return true;
	return false;
}

/* What a number column is called tells what it measures, in the trade's usual words. */
static enum schema_geometry
geometry_of(const char *name)
{
	static const char *const	size[] = { "dia", "od", "id", "경", "지름", NULL };
	static const char *const	outer[] = { "outdia", "out_dia", "outerdia", "outer_dia",
		"outsidedia", "outside_dia", "dia_out", "od_", "_od", "외경", "바깥지름", NULL };
	static const char *const	inner[] = { "indiam", "in_dia", "innerdia", "inner_dia",
		"insidedia", "inside_dia", "dia_in", "id_mm", "bore", "내경", "안지름", NULL };
	static const char *const	thick[] = { "thick", "thk", "length", "height", "두께", "길이",
		"높이", "폭", "width", NULL };
	char				low[128];
	size_t				n = 0;

	for (; name[n] != '\0' && n + 1 < sizeof(low); n++)
		low[n] = name[n] >= 'A' && name[n] <= 'Z' ? (char)(name[n] + 32) : name[n];
	low[n] = '\0';
	if (has(low, thick))
		return SCHEMA_THICKNESS;
	if (strcmp(low, "od") == 0 || has(low, outer))
		return SCHEMA_OUTER;
	if (strcmp(low, "id") == 0 || strcmp(low, "india") == 0 || has(low, inner))
		return SCHEMA_INNER;
	return strncmp(low, "diameter", 8) == 0 && has(low, size) ? SCHEMA_OUTER :
	    SCHEMA_NO_GEOMETRY;
}

static int
column_of(const struct profile_column *cols, size_t n, const char *name)
{
	for (size_t i = 0; name != NULL && i < n; i++)
		if (str_eqi(str_of(cols[i].name), str_of(name)))
			return (int)i;
	return -1;
}

/* The column with the most values behind the drawings' role: numbers, not sheets or revisions. */
static int
family_of(const struct entry *en, const struct profile_column *cols, size_t n)
{
	int	best = -1;

	for (size_t i = 0; i < n; i++)
		if (en[i].role == COLUMN_DRAWING && cols[i].distinct > 1 &&
		    (best == -1 || cols[i].distinct > cols[best].distinct))
			best = (int)i;
	return best;
}

/*
 * Where the unit of number column i stands: as the mapping says, else as it was found.  An
 * operator who marks a number says nothing of its unit; a column that the mapping leaves out
 * is nobody's.
 */
static int
unit_column_of(const struct profile_column *cols, size_t n, size_t i,
    const struct mapping_column *mc, const struct mapping *m)
{
	int	unit = cols[i].unit_column;

	if (mc != NULL && (!mc->by_operator || mc->unit_column != NULL || mc->unit != NULL))
		return column_of(cols, n, mc->unit_column);
	mc = unit == -1 ? NULL : mapping_item_column(m, cols[unit].name);
	return mc != NULL && mc->role == COLUMN_IGNORE ? -1 : unit;
}

/* One column, by the mapping's word where it has one, else as profiled. */
static void
entry_fill(struct entry *en, const struct profile_column *cols, size_t n, size_t i,
    const struct mapping *m, const char **unit)
{
	const struct mapping_column	*mc = mapping_item_column(m, cols[i].name);
	double				 factor;

	*unit = "";
	en->role = (uint8_t)(mc != NULL ? mc->role : cols[i].role);
	en->unit_column = en->slot = -1;
	en->unit_kind = UNIT_NONE;
	/* Only one column is the key, and the mapping knows which. */
	if (en->role == COLUMN_KEY && mc == NULL)
		en->role = COLUMN_TEXT;
	if (str_eqi(str_of(cols[i].name), str_of(mapping_item_key(m))))
		en->role = COLUMN_KEY;
	if (en->role != COLUMN_NUMBER)
		return;
	en->geometry = (uint8_t)geometry_of(cols[i].name);
	en->unit_kind = (uint8_t)cols[i].unit_kind;
	en->unit_column = unit_column_of(cols, n, i, mc, m);
	if (en->unit_column != -1 && cols[en->unit_column].nexamples > 0)
		en->unit_kind = (uint8_t)unit_find(
		    str_of(cols[en->unit_column].examples[0]), &factor);
	if (mc != NULL && mc->unit != NULL) {
		*unit = mc->unit;
		en->unit_kind = (uint8_t)unit_find(str_of(mc->unit), &factor);
	}
	if (en->geometry != SCHEMA_NO_GEOMETRY)
		en->unit_kind = UNIT_LENGTH;	/* "m" is a metre there, whatever else it may be */
	en->signed_scale = cols[i].not_positive && en->unit_kind != UNIT_LENGTH &&
	    en->unit_kind != UNIT_MASS;
}

static uint32_t
text_add(struct buf *text, uint32_t at, const char *s)
{
	uint32_t	off = at + (uint32_t)text->len;

	buf_add(text, s, strlen(s) + 1);
	return off;
}

enum rc
schema_write(struct buf *blob, const struct mapping *m, const struct profile *p,
    struct err *e)
{
	const struct profile_column	*cols;
	struct head			 h = { .magic = SCHEMA_MAGIC, .key = -1 };
	struct entry			*en;
	struct buf			 text;
	const char			*unit;
	size_t				 n;
	enum rc				 rc = RC_OK;

	cols = profile_columns(p, &n);
	buf_init(&text);
	if ((en = calloc(n + 1, sizeof(*en))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the schema");
	h.ncols = (uint32_t)n;
	h.text = (uint32_t)(sizeof(h) + n * sizeof(*en));
	h.nnumbers = GEO_NSLOTS;
	for (size_t i = 0; i < n; i++) {
		entry_fill(&en[i], cols, n, i, m, &unit);
		en[i].name = text_add(&text, h.text, cols[i].name);
		en[i].unit = text_add(&text, h.text, unit);
		if (en[i].role == COLUMN_KEY)
			h.key = (int32_t)i;
		if (en[i].role == COLUMN_NUMBER)
			en[i].slot = (int32_t)h.nnumbers++;
	}
	h.family = family_of(en, cols, n);
	/* A profiled unit column belongs to its numbers, if the mapping left it them. */
	for (size_t i = 0; i < n; i++)
		if (en[i].unit_column != -1 && en[en[i].unit_column].role == COLUMN_NUMBER)
			en[i].unit_column = -1;
	if (h.key == -1) {
		rc = err_field(e, mapping_item_key(m), "the item view %s has no column %s: name "
		    "its key in the mapping profile (role key)", m->item_view, mapping_item_key(m));
		goto out;
	}
	while (text.len % 8 != 0)
		buf_addc(&text, '\0');
	h.size = h.text + (uint32_t)text.len;
	while (blob->len % 8 != 0)
		buf_addc(blob, '\0');
	buf_add(blob, &h, sizeof(h));
	buf_add(blob, en, n * sizeof(*en));
	buf_add(blob, buf_str(&text), text.len);
	if (!buf_ok(blob) || !buf_ok(&text))
		rc = err_set(e, RC_NOMEM, "no memory for the schema");
out:
	buf_fini(&text);
	free(en);
	return rc;
}

/* ---- reading -------------------------------------------------------------------------- */

/* Offsets of names lie in the text part, whose last byte is a NUL. */
static bool
entry_valid(const struct head *h, const struct entry *en)
{
	return en->name >= h->text && en->name < h->size && en->unit >= h->text &&
	    en->unit < h->size && en->role <= COLUMN_IGNORE && en->unit_kind <= UNIT_NONE &&
	    en->geometry <= SCHEMA_THICKNESS && en->signed_scale <= 1 &&
	    en->unit_column >= -1 && en->unit_column < (int32_t)h->ncols &&
	    (en->role == COLUMN_NUMBER ? en->slot >= GEO_NSLOTS &&
	    en->slot < (int32_t)h->nnumbers : en->slot == -1);
}

static bool
head_valid(const struct head *h, const char *blob, size_t n)
{
	return h->magic == SCHEMA_MAGIC && h->size <= n && h->ncols > 0 &&
	    h->ncols <= SCHEMA_COLUMNS &&
	    h->text == sizeof(*h) + h->ncols * sizeof(struct entry) && h->size > h->text &&
	    blob[h->size - 1] == '\0' && h->key >= 0 && h->key < (int32_t)h->ncols &&
	    h->family >= -1 && h->family < (int32_t)h->ncols && h->nnumbers >= GEO_NSLOTS &&
	    h->nnumbers <= GEO_NSLOTS + h->ncols;
}

enum rc
schema_open(struct schema **out, const void *blob, size_t n, struct err *e)
{
	const char		*bytes = blob;
	struct schema_column	*col;
	struct schema		*s;
	struct head		 h;
	struct entry		 en;

	*out = NULL;
	if (n < sizeof(h) || (uintptr_t)blob % 8 != 0)
		return err_set(e, RC_CORRUPT, "the schema is cut");
	memcpy(&h, bytes, sizeof(h));
	if (n < sizeof(h) + h.ncols * sizeof(en) || !head_valid(&h, bytes, n))
		return err_set(e, RC_CORRUPT, "the schema's head is not valid");
	if ((s = calloc(1, sizeof(*s) + h.ncols * sizeof(*col))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the schema");
	col = (struct schema_column *)(s + 1);
	for (size_t i = 0; i < h.ncols; i++) {
		memcpy(&en, bytes + sizeof(h) + i * sizeof(en), sizeof(en));
		if (!entry_valid(&h, &en)) {
			free(s);
			return err_set(e, RC_CORRUPT, "column %zu of the schema is not valid", i);
		}
		col[i] = (struct schema_column){
			.name = bytes + en.name, .unit = bytes + en.unit,
			.role = (enum column_role)en.role, .unit_column = en.unit_column,
			.slot = en.slot, .unit_kind = (enum unit_kind)en.unit_kind,
			.geometry = (enum schema_geometry)en.geometry,
			.signed_scale = en.signed_scale != 0
		};
	}
	s->ncols = h.ncols;
	s->col = col;
	s->key = h.key;
	s->family = h.family;
	s->nnumbers = h.nnumbers;
	*out = s;
	return RC_OK;
}

void
schema_close(struct schema *s)
{
	free(s);
}

int
schema_column(const struct schema *s, const char *name)
{
	for (size_t i = 0; i < s->ncols; i++)
		if (str_eqi(str_of(s->col[i].name), str_of(name)))
			return (int)i;
	return -1;
}

void
schema_bind(const struct schema *s, const char *const *names, size_t n, int *map)
{
	for (size_t i = 0; i < s->ncols; i++) {
		map[i] = -1;
		for (size_t k = 0; k < n && map[i] == -1; k++)
			if (str_eqi(str_of(s->col[i].name), str_of(names[k])))
				map[i] = (int)k;
	}
}
