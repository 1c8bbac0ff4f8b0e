/* Looking things up in an open model. */
#include "config.h"

#include <string.h>

#include "core/base/find.h"
#include "core/model/model_priv.h"

#define SILENCE_LEAST	365	/* days without use that can make a machine retired */
#define SILENCE_GAPS	8	/* and so many times its usual gap between uses */

uint64_t
model_effect_key(int which, uint32_t job, uint64_t what)
{
	struct {
		uint64_t	what;
		uint32_t	job, which;
	} key = { what, job, (uint32_t)which };

	return hash64(&key, sizeof(key), 1);
}

size_t
model_time_columns(size_t inputs, size_t resources)
{
	return inputs + 1 + resources < TREE_COLS ? inputs + 1 + resources : TREE_COLS;
}

uint64_t
model_machine_what(uint32_t res)
{
	return (uint64_t)res + 1;	/* tokens' hashes are spread over 64 bits */
}

void
model_facts(const struct model *m, struct model_facts *out)
{
	*out = (struct model_facts){ m->nitems, m->nrows, m->dim, m->nseqs, m->jobs.n,
	    m->resources.n, m->cal };
}

uint32_t
model_seq(const struct model *m, const uint32_t *job, size_t n)
{
	uint64_t	h = hash64(job, n * sizeof(*job), 0);
	size_t		lo = find_u64(m->seq_hash, m->nseqs, sizeof(*m->seq_hash), h);

	for (; lo < m->nseqs && m->seq_hash[lo] == h; lo++) {
		uint32_t	s = m->seq_by_hash[lo];

		if (m->seq_job[s + 1] - m->seq_job[s] == n &&
		    memcmp(m->seq_jobs + m->seq_job[s], job, n * sizeof(*job)) == 0)
			return s;
	}
	return RML_NONE;
}

static int
text_cmp(struct str a, struct str b)
{
	size_t	n = a.len < b.len ? a.len : b.len;
	int	c = n == 0 ? 0 : memcmp(a.s, b.s, n);

	return c != 0 ? c : a.len < b.len ? -1 : a.len > b.len;
}

uint32_t
model_item(const struct model *m, struct str code)
{
	size_t	lo = 0, hi = m->nitems;

	if (code.s == NULL)
		return RML_NONE;
	while (lo < hi) {
		size_t	mid = lo + (hi - lo) / 2;
		int	c = text_cmp(rml_text(&m->codes, m->by_key[mid]), code);

		if (c == 0)
			return m->by_key[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return RML_NONE;
}

/* The first place in by_family whose family is not below f. */
static size_t
family_from(const struct model *m, uint64_t f)
{
	size_t	lo = 0, hi = m->nitems;

	while (lo < hi) {
		size_t	mid = lo + (hi - lo) / 2;

		if (m->family[m->by_family[mid]] < f)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
model_family(const struct model *m, uint64_t family, size_t *begin, size_t *end)
{
	*begin = *end = 0;
	if (family == 0)
		return;
	*begin = family_from(m, family);
	*end = family == UINT64_MAX ? m->nitems : family_from(m, family + 1);
	if (*end < *begin)	/* a damaged order of families finds nothing */
		*end = *begin;
}

struct str
model_value(const struct model *m, uint32_t item, size_t column)
{
	return rml_text(&m->values, m->cells[item * m->columns.n + column]);
}

uint32_t
model_routing(const struct model *m, uint32_t item, int32_t as_of, bool *valid)
{
	int32_t		day = as_of == DATE_NONE ? m->last_day : as_of;
	uint32_t	best = RML_NONE;

	*valid = false;
	for (uint32_t i = m->item_routing[item]; i < m->item_routing[item + 1]; i++) {
		bool	v = day == DATE_NONE ||
			    ((m->valid_from[i] == DATE_NONE || m->valid_from[i] <= day) &&
			    (m->valid_to[i] == DATE_NONE || m->valid_to[i] >= day));

		if (as_of != DATE_NONE && m->inserted[i] != DATE_NONE && m->inserted[i] > as_of)
			continue;
		if (best == RML_NONE || v > *valid ||
		    (v == *valid && m->inserted[i] > m->inserted[best])) {
			best = i;
			*valid = v;
		}
	}
	return best;
}

/*
 * A machine is retired when it has been silent for long, measured by its own usual gap, while
 * its job went on with others.  A job that nobody does any more retires no machine.
 */
bool
model_retired(const struct model *m, uint32_t job, uint32_t mi, int32_t day)
{
	const struct model_machines	*x = &m->machines;
	int64_t				 gap, silent;

	if (day == DATE_NONE || x->last[mi] == DATE_NONE || x->last[mi] >= day)
		return false;
	gap = ((int64_t)x->last[mi] - x->first[mi]) / (x->count[mi] > 0 ? x->count[mi] : 1);
	silent = (int64_t)day - x->last[mi];
	if (silent < SILENCE_LEAST || silent < SILENCE_GAPS * gap)
		return false;
	for (uint32_t i = x->of_job[job]; i < x->of_job[job + 1]; i++)
		if (i != mi && x->last[i] != DATE_NONE && x->last[i] > (int64_t)x->last[mi] +
		    SILENCE_LEAST && x->first[i] <= day)
			return true;
	return false;
}
