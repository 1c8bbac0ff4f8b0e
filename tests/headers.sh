#!/bin/sh
# Every header compiles alone, as the only include of a file.  TAP, a line a header.
set -u
src=${srcdir:-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0
failed=0
for h in $(cd "$src" && find core fcgi -name '*.h' | LC_ALL=C sort); do
	n=$((n + 1))
	printf '#include "config.h"\n#include "%s"\n' "$h" >"$tmp/alone.c"
	# shellcheck disable=SC2086
	if ${CC:-cc} $HEADERS_CFLAGS -I"$src" -I. -fsyntax-only "$tmp/alone.c" 2>"$tmp/err"; then
		echo "ok $n - $h"
	else
		echo "not ok $n - $h"
		sed 's/^/# /' "$tmp/err"
		failed=1
	fi
done
echo "1..$n"
exit $failed
