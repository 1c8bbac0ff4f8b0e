#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/train/history/dataset_priv.h"

const char *const ds_fault_names[DS_NFAULTS] = {
	"item_without_key", "item_twice",
	"routing_of_unknown_item", "routing_without_job", "routing_bad_sequence",
	"routing_operation_twice", "routing_bad_time", "routing_unknown_time_unit",
	"routing_bad_date",
	"work_of_unknown_item", "work_bad_quantity", "work_bad_time",
	"row_with_cut_value", "row_with_garbled_value",
};

enum rc
ds_grow(void **p, size_t *cap, size_t n, size_t elem, struct err *e)
{
	size_t	 c = *cap;
	void	*q;

	if (n < c)
		return RC_OK;
	c = c == 0 ? 256 : c + c / 2;
	if ((q = realloc(*p, c * elem)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu rows of training data", c);
	*p = q;
	*cap = c;
	return RC_OK;
}

void
ds_reader_init(struct ds_reader *r, struct rows *rows)
{
	r->rows = rows;
	r->n = r->cut = r->garbled = 0;
	r->began_us = clock_mono_us();
}

enum rc
ds_reader_next(struct ds_reader *r, bool *more, struct err *e)
{
	uint64_t	h = 0;
	void		*p = r->hash;
	enum rc		rc;

	if ((rc = rows_next(r->rows, more, e)) != RC_OK || !*more)
		return rc;
	rc = ds_grow(&p, &r->cap, r->n, sizeof(*r->hash), e);
	r->hash = p;
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < r->rows->ncols; i++) {
		struct str	s = r->rows->cells[i];

		h = s.s == NULL ? h * 31 + 1 : hash64(s.s, s.len, h);
	}
	r->hash[r->n++] = h;
	r->cut += (r->rows->lost & ROWS_CUT) != 0;
	r->garbled += (r->rows->lost & ROWS_GARBLED) != 0;
	if (++*r->total % 8192 == 0 && r->progress != NULL)
		return r->progress(r->ctx, *r->total, e);
	return RC_OK;
}

static int
hash_cmp(const void *a, const void *b)
{
	uint64_t	x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void
ds_reader_end(struct ds_reader *r, struct dataset *d, int view)
{
	struct sha256	sha;
	uint8_t		raw[SHA256_SIZE];

	if (r->n > 0)
		qsort(r->hash, r->n, sizeof(*r->hash), hash_cmp);
	sha256_init(&sha);
	sha256_add(&sha, r->hash, r->n * sizeof(*r->hash));
	sha256_end(&sha, raw);
	sha256_hex(raw, d->sha256[view]);
	d->rows[view] = r->n;
	d->seconds[view] = (double)(clock_mono_us() - r->began_us) / 1e6;
	d->faults[DS_ROW_CUT] += r->cut;
	d->faults[DS_ROW_GARBLED] += r->garbled;
}

struct str
ds_cell(const struct ds_reader *r, int c)
{
	return c < 0 ? (struct str){ NULL, 0 } : r->rows->cells[c];
}

struct str
ds_key(struct str s, char *buf, size_t size)
{
	s = str_trim(s);
	if (s.s == NULL || s.len == 0 || s.len > size)
		return (struct str){ NULL, 0 };
	for (size_t i = 0; i < s.len; i++)
		buf[i] = s.s[i] >= 'a' && s.s[i] <= 'z' ? s.s[i] - 'a' + 'A' : s.s[i];
	return (struct str){ buf, s.len };
}

/*
 * One item: its key becomes its number, its values are added to their columns.  Of rows with
 * one key that with the least hash stays, whichever the database told first.
 */
static enum rc
add_item(struct dataset *d, struct ds_reader *r, int key, uint64_t **hash, size_t *cap,
    struct err *e)
{
	char		buf[512];
	uint64_t	h = r->hash[r->n - 1];
	struct str	k = ds_key(ds_cell(r, key), buf, sizeof(buf));
	uint32_t	id;
	enum rc		rc;

	if (k.s == NULL) {
		d->faults[DS_ITEM_NO_KEY]++;
		return RC_OK;
	}
	if ((rc = pool_add(&d->keys, k, &id, e)) != RC_OK)
		return rc;
	if (id < d->nitems) {
		d->faults[DS_ITEM_TWICE]++;
		if (h >= (*hash)[id])
			return RC_OK;
	} else if (d->nitems++ == *cap) {
		size_t	 c = *cap == 0 ? 1024 : *cap * 2;
		void	*q = realloc(*hash, c * sizeof(**hash));

		if (q == NULL)
			return err_set(e, RC_NOMEM, "no memory for %zu items", c);
		*hash = q;
		for (size_t i = 0; i < d->ncolumns; i++) {
			void	*p = realloc(d->columns[i].cell, c * sizeof(uint32_t));

			if (p == NULL)
				return err_set(e, RC_NOMEM, "no memory for %zu items", c);
			d->columns[i].cell = p;
		}
		*cap = c;
	}
	(*hash)[id] = h;
	for (size_t i = 0; i < d->ncolumns; i++) {
		struct ds_column	*c = &d->columns[i];
		struct str		 s = r->rows->cells[i];

		if (s.s == NULL)
			c->cell[id] = DS_NONE;
		else if ((rc = pool_add(&c->values, s, &c->cell[id], e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* A column's cells for items in their new order, its values by their texts. */
static enum rc
sort_column(struct ds_column *c, const uint32_t *item, size_t nitems, struct err *e)
{
	uint32_t	*cell = malloc((nitems + 1) * sizeof(*cell)), *value = NULL;
	uint8_t		*used = calloc(c->values.n + 1, 1);
	enum rc		 rc;

	if (cell == NULL || used == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for %zu items", nitems);
		goto out;
	}
	for (size_t i = 0; i < nitems; i++)	/* those of a row that gave way to another are not */
		if (c->cell[i] != DS_NONE)
			used[c->cell[i]] = 1;
	if ((rc = pool_sort(&c->values, used, &value, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < nitems; i++)
		cell[item[i]] = c->cell[i] == DS_NONE ? DS_NONE : value[c->cell[i]];
	free(c->cell);
	c->cell = cell;
	cell = NULL;
out:
	free(cell);
	free(used);
	free(value);
	return rc;
}

/* Items by their keys: the same numbers, in whatever order the rows came. */
static enum rc
sort_items(struct dataset *d, struct err *e)
{
	uint32_t	*item;
	enum rc		 rc;

	if ((rc = pool_sort(&d->keys, NULL, &item, e)) != RC_OK)
		return rc;
	for (size_t c = 0; c < d->ncolumns && rc == RC_OK; c++)
		rc = sort_column(&d->columns[c], item, d->nitems, e);
	free(item);
	return rc;
}

static enum rc
profile_items(struct dataset *d, struct rows *names, struct err *e)
{
	struct str	*cells = malloc((d->ncolumns + 1) * sizeof(*cells));
	enum rc		 rc;

	if (cells == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' columns");
	rc = profile_new(&d->profile, names->names, d->ncolumns, e);
	for (size_t i = 0; i < d->nitems && rc == RC_OK; i++) {
		for (size_t c = 0; c < d->ncolumns; c++)
			cells[c] = pool_str(&d->columns[c].values, d->columns[c].cell[i]);
		rc = profile_add(d->profile, cells, e);
	}
	free(cells);
	return rc == RC_OK ? profile_end(d->profile, e) : rc;
}

static enum rc
read_items(struct dataset *d, struct ds_reader *r, const struct mapping *m, struct err *e)
{
	const char	*key = mapping_item_key(m);
	uint64_t	*hash = NULL;
	size_t		 cap = 0;
	bool		 more = true;
	int		 k;
	enum rc		 rc;

	if (key == NULL || (k = rows_column(r->rows, key)) == -1)
		return err_set(e, RC_INVAL, "the item view %s has no column %s, which the mapping "
		    "names as its key", m->item_view, key == NULL ? "with role key" : key);
	if ((d->columns = calloc(r->rows->ncols, sizeof(*d->columns))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' columns");
	for (; d->ncolumns < r->rows->ncols; d->ncolumns++) {
		struct ds_column	*c = &d->columns[d->ncolumns];

		pool_init(&c->values);
		if ((c->name = strdup(r->rows->names[d->ncolumns])) == NULL)
			return err_set(e, RC_NOMEM, "no memory for the items' columns");
	}
	while ((rc = ds_reader_next(r, &more, e)) == RC_OK && more)
		if ((rc = add_item(d, r, k, &hash, &cap, e)) != RC_OK)
			break;
	free(hash);
	if (rc != RC_OK || (rc = sort_items(d, e)) != RC_OK)
		return rc;
	return profile_items(d, r->rows, e);
}

static void
note_days(struct dataset *d)
{
	d->first_day = d->last_day = DATE_NONE;
	for (size_t i = 0; i < d->nroutings; i++) {
		int32_t	day = d->routings[i].inserted;

		if (day == DATE_NONE)
			continue;
		d->has_inserted = true;
		if (d->first_day == DATE_NONE || day < d->first_day)
			d->first_day = day;
		if (d->last_day == DATE_NONE || day > d->last_day)
			d->last_day = day;
	}
}

/* How many rows were read, and why some were left out. */
static enum rc
useless(const struct dataset *d, const char *what, struct err *e)
{
	char	why[300] = "";
	size_t	n = 0;

	for (int i = 0; i < DS_NFAULTS; i++)
		if (d->faults[i] > 0 && n < sizeof(why) - 1)
			n += (size_t)snprintf(why + n, sizeof(why) - n, "; %s %llu",
			    ds_fault_names[i], (unsigned long long)d->faults[i]);
	return err_set(e, RC_INVAL, "%s (%llu items and %llu routing rows were read%s)", what,
	    (unsigned long long)d->rows[0], (unsigned long long)d->rows[1], why);
}

/*
 * Bad rows are left out and counted; but where most are bad the mapping or the view is wrong, and
 * what the rest says is chance.
 */
static enum rc
usable(const struct dataset *d, const struct mapping *m, struct err *e)
{
	const uint64_t	*f = d->faults, bad[2] = { f[DS_ITEM_NO_KEY] + f[DS_ITEM_TWICE],
			    f[DS_ROUTING_NO_ITEM] + f[DS_ROUTING_NO_JOB] +
			    f[DS_ROUTING_BAD_SEQUENCE] + f[DS_ROUTING_TWICE] };
	char		 what[300];

	if (d->nroutings == 0) {
		snprintf(what, sizeof(what), "there is nothing to learn from: no item of %.100s has "
		    "a routing in %.100s", m->item_view, m->routing_view);
		return useless(d, what, e);
	}
	for (int i = 0; i < 2; i++)
		if (d->rows[i] >= DATASET_ROWS_LEAST && bad[i] * 2 > d->rows[i]) {
			snprintf(what, sizeof(what), "more than half of the rows of %.100s cannot be "
			    "used, so nothing is learned: correct the view or the mapping profile "
			    "(`mapping check`, `quality report`)", i == 0 ? m->item_view :
			    m->routing_view);
			return useless(d, what, e);
		}
	return RC_OK;
}

enum rc
dataset_read(struct dataset **out, struct rows *items, struct rows *routings,
    struct rows *work, const struct mapping *m,
    enum rc (*progress)(void *ctx, uint64_t rows, struct err *e), void *ctx, struct err *e)
{
	struct ds_reader	 r = { .progress = progress, .ctx = ctx };
	struct dataset		*d;
	uint64_t		 total = 0;
	enum rc			 rc;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the training data");
	r.total = &total;
	ds_reader_init(&r, items);
	if ((rc = read_items(d, &r, m, e)) != RC_OK)
		goto out;
	ds_reader_end(&r, d, 0);
	ds_reader_init(&r, routings);
	if ((rc = ds_read_routings(d, &r, m, e)) != RC_OK)
		goto out;
	ds_reader_end(&r, d, 1);
	if ((rc = usable(d, m, e)) != RC_OK)
		goto out;
	if (work != NULL) {
		ds_reader_init(&r, work);
		if ((rc = ds_read_work(d, &r, m, e)) != RC_OK)
			goto out;
		ds_reader_end(&r, d, 2);
	}
	note_days(d);
	*out = d;
	d = NULL;
out:
	free(r.hash);
	dataset_free(d);
	return rc;
}

void
dataset_free(struct dataset *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->ncolumns; i++) {
		free(d->columns[i].name);
		free(d->columns[i].cell);
		pool_fini(&d->columns[i].values);
	}
	free(d->columns);
	profile_free(d->profile);
	pool_fini(&d->keys);
	pool_fini(&d->jobs);
	pool_fini(&d->job_names);
	pool_fini(&d->resources);
	pool_fini(&d->resource_names);
	pool_fini(&d->rout_nos);
	free(d->ops);
	free(d->routings);
	free(d->item_routing);
	free(d->seqs);
	free(d->seq_jobs);
	free(d->work);
	free(d->item_work);
	free(d);
}

enum rc
dataset_record(const struct dataset *d, size_t item, struct arena *a, struct record *out,
    struct err *e)
{
	const char	**names = arena_alloc(a, d->ncolumns * sizeof(*names));
	struct str	 *cells = arena_alloc(a, d->ncolumns * sizeof(*cells));

	if (names == NULL || cells == NULL)
		return err_set(e, RC_NOMEM, "no memory for an item");
	for (size_t i = 0; i < d->ncolumns; i++) {
		names[i] = d->columns[i].name;
		cells[i] = pool_str(&d->columns[i].values, d->columns[i].cell[item]);
	}
	*out = (struct record){ d->ncolumns, names, cells };
	return RC_OK;
}

int32_t
dataset_first_inserted(const struct dataset *d, size_t item)
{
	int32_t	day = DATE_NONE;

	for (uint32_t i = d->item_routing[item]; i < d->item_routing[item + 1]; i++) {
		int32_t	x = d->routings[i].inserted;

		if (x != DATE_NONE && (day == DATE_NONE || x < day))
			day = x;
	}
	return day;
}

static bool
valid_on(const struct ds_routing *r, int32_t day)
{
	return day == DATE_NONE || ((r->valid_from == DATE_NONE || r->valid_from <= day) &&
	    (r->valid_to == DATE_NONE || r->valid_to >= day));
}

uint32_t
dataset_newest_routing(const struct dataset *d, size_t item, int32_t as_of)
{
	int32_t		day = as_of == DATE_NONE ? d->last_day : as_of;
	uint32_t	best = DS_NONE;
	bool		best_valid = false;

	/* Ordered by insertion and number: a later day wins, the first of a day stays. */
	for (uint32_t i = d->item_routing[item]; i < d->item_routing[item + 1]; i++) {
		const struct ds_routing	*r = &d->routings[i];
		bool			 valid = valid_on(r, day);

		if (as_of != DATE_NONE && r->inserted != DATE_NONE && r->inserted > as_of)
			continue;
		if (best == DS_NONE || valid > best_valid ||
		    (valid == best_valid && r->inserted > d->routings[best].inserted)) {
			best = i;
			best_valid = valid;
		}
	}
	return best;
}
