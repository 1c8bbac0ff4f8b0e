/*
 * Boosted trees beside scikit-learn's HistGradientBoosting, in one run on the same seeded
 * data, each on one thread: a logistic model on rows x columns of floats with a twentieth
 * missing.  Prints processor time of binning and fitting, time a record of scoring, and the
 * log-loss of rows held out.  Where python3-sklearn is not installed it says so.
 *
 *	bench_tree [rows [columns [trees [leaves]]]]
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/rng.h"
#include "core/tree/bins.h"
#include "core/tree/gbt.h"
#include "core/tree/score.h"

#define ROUNDS		3	/* fits, of which the fastest counts */
#define ENSEMBLES	75	/* of a plant's operations, scored at once */

struct bench {
	size_t	 n, held, ncols, trees, leaves;	/* held: rows behind the n */
	float	*x, *y;			/* column after column; targets */
	uint8_t	*bins, *records;	/* column after column, row after row */
};

struct figures {
	double	bin, fit, one, logloss;	/* seconds, seconds, microseconds */
};

/* The peer: prints fit seconds (binning included), microseconds a record, log-loss. */
static const char	peer[] =
"import sys, time, numpy as np\n"
"from sklearn.ensemble import HistGradientBoostingClassifier as H\n"
"from sklearn.metrics import log_loss\n"
"n, held, cols, trees, leaves, rounds = map(int, sys.argv[2:])\n"
"a = np.fromfile(sys.argv[1], dtype=np.float32).reshape(cols + 1, n + held)\n"
"x, y = np.ascontiguousarray(a[:cols].T), a[cols].astype(int)\n"
"fit = one = 1e9\n"
"for _ in range(rounds):\n"
"    m = H(max_iter=trees, max_leaf_nodes=leaves, learning_rate=0.1, l2_regularization=1,\n"
"          min_samples_leaf=20, early_stopping=False, random_state=1)\n"
"    t = time.process_time(); m.fit(x[:n], y[:n]); fit = min(fit, time.process_time() - t)\n"
"    t = time.process_time(); p = m.predict_proba(x[n:])\n"
"    one = min(one, (time.process_time() - t) / held * 1e6)\n"
"print(fit, one, log_loss(y[n:], p))\n";

static double
seconds(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int
fill(struct bench *b)
{
	size_t		all = b->n + b->held;
	struct rng	g;

	b->x = malloc(all * (b->ncols + 1) * sizeof(*b->x));
	b->bins = malloc(all * b->ncols);
	b->records = malloc(b->held * b->ncols);
	if (b->x == NULL || b->bins == NULL || b->records == NULL)
		return -1;
	b->y = b->x + all * b->ncols;
	rng_init(&g, 1, 0);
	for (size_t i = 0; i < all * b->ncols; i++)
		b->x[i] = rng_below(&g, 20) == 0 ? NAN : (float)rng_normal(&g);
	for (size_t i = 0; i < all; i++) {
		double	sum = rng_normal(&g) - 0.5;

		for (size_t c = 0; c < 10 && c < b->ncols; c++) {
			float	v = b->x[c * all + i];

			if (!isnan(v))
				sum += v * (c % 2 ? 1 : -0.5) + (c < 3 ? v * v * 0.3 : 0);
		}
		b->y[i] = sum > 0;
	}
	return 0;
}

/* Bin with edges of the rows to fit on. */
static enum rc
bin(struct bench *b, struct gbt_col *cols, struct err *e)
{
	size_t	all = b->n + b->held, nedges;
	float	edges[BINS_EDGES];
	enum rc	rc;

	for (size_t c = 0; c < b->ncols; c++) {
		if ((rc = bins_fit(b->x + c * all, b->n, BINS_MOST, edges, &nedges, e)) != RC_OK)
			return rc;
		bins_column(edges, nedges, b->x + c * all, all, b->bins + c * all);
		cols[c].bins = b->bins + c * all;
		for (size_t i = 0; i < b->held; i++)
			b->records[i * b->ncols + c] = b->bins[c * all + b->n + i];
	}
	return RC_OK;
}

static enum rc
score_held(const struct bench *b, const struct ensemble *m, struct figures *f, double *set,
    struct err *e)
{
	struct score_writer	w;
	struct buf		blob = { 0 };
	struct score		s;
	float			out[ENSEMBLES];
	double			t;
	enum rc			rc;

	score_begin(&w, b->ncols);
	for (int i = 0; i < ENSEMBLES; i++)
		score_add(&w, m);
	if ((rc = score_end(&w, &blob, e)) == RC_OK &&
	    (rc = score_open(&s, blob.p, blob.len, e)) == RC_OK) {
		t = seconds();
		f->logloss = 0;
		for (size_t i = 0; i < b->held; i++) {
			score_one(&s, 0, b->records + i * b->ncols, out);
			score_link(TREE_LOGISTIC, out, 1);
			f->logloss -= log(b->y[b->n + i] > 0 ? out[0] : 1 - out[0]);
		}
		f->one = (seconds() - t) * 1e6 / (double)b->held;
		f->logloss /= (double)b->held;
		t = seconds();
		for (size_t i = 0; i < b->held / 10; i++)
			score_all(&s, b->records + i * b->ncols, out);
		*set = (seconds() - t) * 1e6 / (double)(b->held / 10);
	}
	buf_fini(&blob);
	return rc;
}

static enum rc
ours(struct bench *b, struct figures *f, double *set, struct err *e)
{
	struct gbt_col	*cols = calloc(b->ncols, sizeof(*cols));
	struct gbt_data	 d = { .nrows = b->n, .ncols = b->ncols, .cols = cols, .target = b->y };
	struct ensemble	*m = NULL;
	struct gbt_opts	 o;
	double		 t = seconds();
	enum rc		 rc;

	if (cols == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	rc = bin(b, cols, e);
	f->bin = seconds() - t;
	f->fit = 1e9;
	gbt_defaults(&o, TREE_LOGISTIC);
	o.trees = (unsigned)b->trees;
	o.leaves = (unsigned)b->leaves;
	for (int i = 0; i < ROUNDS && rc == RC_OK; i++) {
		ensemble_free(m);
		t = seconds();
		rc = gbt_fit(&d, &o, &m, NULL, NULL, e);
		f->fit = fmin(f->fit, seconds() - t);
	}
	if (rc == RC_OK)
		rc = score_held(b, m, f, set, e);
	ensemble_free(m);
	free(cols);
	return rc;
}

/* Returns whether the peer ran. */
static int
run_peer(const struct bench *b, struct figures *f)
{
	char		 script[] = "/tmp/bench_tree_XXXXXX", data[sizeof(script) + 8], cmd[512];
	FILE		*p;
	int		 fd = mkstemp(script), got = 0;

	if (fd == -1)
		return 0;
	close(fd);
	snprintf(data, sizeof(data), "%s.f32", script);
	snprintf(cmd, sizeof(cmd), "OMP_NUM_THREADS=1 /usr/bin/python3 %s %s %zu %zu %zu %zu %zu %d"
	    " 2>/dev/null", script, data, b->n, b->held, b->ncols, b->trees, b->leaves, ROUNDS);
	if (file_write(script, peer, sizeof(peer) - 1, NULL) == RC_OK &&
	    file_write(data, b->x, (b->n + b->held) * (b->ncols + 1) * sizeof(float), NULL) ==
	    RC_OK && (p = popen(cmd, "r")) != NULL) {
		got = fscanf(p, "%lf %lf %lf", &f->fit, &f->one, &f->logloss) == 3;
		pclose(p);
	}
	unlink(script);
	unlink(data);
	return got;
}

int
main(int argc, char **argv)
{
	struct bench	b = { .n = 100000, .held = 20000, .ncols = 100, .trees = 100, .leaves = 31 };
	struct figures	a = { 0 }, z = { 0 };
	double		set = 0;
	struct err	e = { 0 };

	b.n = argc > 1 ? strtoul(argv[1], NULL, 10) : b.n;
	b.ncols = argc > 2 ? strtoul(argv[2], NULL, 10) : b.ncols;
	b.trees = argc > 3 ? strtoul(argv[3], NULL, 10) : b.trees;
	b.leaves = argc > 4 ? strtoul(argv[4], NULL, 10) : b.leaves;
	if (b.n == 0 || b.n > 10000000 || b.ncols == 0 || b.ncols > TREE_COLS || fill(&b) == -1 ||
	    ours(&b, &a, &set, &e) != RC_OK) {
		fprintf(stderr, "bench_tree: cannot run: %s\n", e.msg);
		return 1;
	}
	printf("%zu rows of %zu, %zu trees of %zu leaves, one thread, best of %d, CPU time\n", b.n,
	    b.ncols, b.trees, b.leaves, ROUNDS);
	printf("%-26s %9.2f us a record\n", "all of 75 such ensembles", set);
	printf("%-26s %9s %9s %9s\n", "", "ours", "sklearn", "ratio");
	if (!run_peer(&b, &z)) {
		printf("bin and fit, s %21.2f   not compared: python3-sklearn is not on this machine\n",
		    a.bin + a.fit);
		printf("score a record, us %17.3f\nheld-out log-loss %18.4f\n", a.one, a.logloss);
	} else {
		printf("%-26s %9.2f %9.2f %9.2f\n", "bin and fit, s", a.bin + a.fit, z.fit,
		    z.fit / (a.bin + a.fit));
		printf("%-26s %9.3f %9.3f %9.2f\n", "score a record, us", a.one, z.one, z.one / a.one);
		printf("%-26s %9.4f %9.4f %9.4f\n", "held-out log-loss", a.logloss, z.logloss,
		    z.logloss / a.logloss);
	}
	free(b.x);
	free(b.bins);
	free(b.records);
	return 0;
}
