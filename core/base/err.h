/*
 * Errors.  A return code says what the caller may do; struct err says, for a human, what
 * went wrong.  Whoever knows the reason writes it; nobody logs on the way up.
 */
#ifndef CORE_BASE_ERR_H
#define CORE_BASE_ERR_H

enum rc {
	RC_OK,
	RC_INVAL,	/* the input is wrong: tell whoever gave it */
	RC_NOTFOUND,	/* it is not there */
	RC_DENIED,	/* it is there, but not for this caller */
	RC_BUSY,	/* it conflicts with what is going on or what is stored */
	RC_CORRUPT,	/* stored data is not what was written: do not use it */
	RC_IO,		/* a file, server or network failed: try again later */
	RC_NOMEM,	/* no memory: give up this piece of work */
	RC_CANCELLED	/* somebody asked us to stop */
};

struct err {
	enum rc	rc;
	char	field[96];	/* the input's field that is wrong, "" if there is none */
	char	msg[512];	/* one line of UTF-8, no secrets, no trailing newline */
};

/* Both fill *e (NULL is fine) and return rc, so that `return err_set(...)` reads well. */
enum rc	err_set(struct err *e, enum rc rc, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* RC_INVAL with the name of the offending field; the message names the remedy. */
enum rc	err_field(struct err *e, const char *field, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* Put "prefix: " before the message, e.g. the file or line it was found in.  Returns e->rc. */
enum rc	err_prefix(struct err *e, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
