#!/bin/sh
# The example file in conf/ is what the settings table says, and what it promises is used.  TAP.
set -u
src=${srcdir:-.}
tmp=$(mktemp) || exit 99
trap 'rm -f "$tmp"' EXIT
echo 1..2
failed=0
if "${BUILDDIR:-.}/routing-ml" config example | diff "$src/conf/routing-ml.env.example" - >"$tmp"
then
	echo "ok 1 - conf/routing-ml.env.example is the settings table"
else
	echo "not ok 1 - conf/routing-ml.env.example is the settings table: make it with routing-ml config example"
	sed 's/^/# /' "$tmp"
	failed=1
fi
# Each field is named like its setting; core/base itself only reads and prints them.
awk '/does not use it yet/ { skip = 1 } /^#[A-Z]/ { if (!skip) print tolower(substr($0, 2)); skip = 0 }' \
    "$src/conf/routing-ml.env.example" | sed 's/=.*//' | while read -r name; do
	[ "$name" = environment ] ||	# core/base checks it
	    find "$src/core" "$src/fcgi" -name '*.c' -exec grep -El "[>.]$name\\>" {} + |
	    grep -qv core/base/settings || echo "$name"
done >"$tmp"
if [ ! -s "$tmp" ]; then
	echo "ok 2 - every setting that the example does not excuse is used"
else
	echo "not ok 2 - every setting that the example does not excuse is used"
	sed 's/^/# nothing reads /' "$tmp"
	failed=1
fi
exit $failed
