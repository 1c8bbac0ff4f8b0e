#!/bin/sh
# The example file in conf/ is what the settings table says.  TAP.
set -u
src=${srcdir:-.}
tmp=$(mktemp) || exit 99
trap 'rm -f "$tmp"' EXIT
echo 1..1
if "${BUILDDIR:-.}/routing-ml" config example | diff "$src/conf/routing-ml.env.example" - >"$tmp"
then
	echo "ok 1 - conf/routing-ml.env.example is the settings table"
else
	echo "not ok 1 - conf/routing-ml.env.example is the settings table: make it with routing-ml config example"
	sed 's/^/# /' "$tmp"
	exit 1
fi
