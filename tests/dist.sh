#!/bin/sh
# Every file that git tracks is in the distribution.  TAP.
set -u
src=${srcdir:-.}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
if ! git -C "$src" ls-files --error-unmatch configure.ac >/dev/null 2>&1; then
	echo "1..0 # SKIP not a git checkout"
	exit 0
fi
echo 1..1
git -C "$src" ls-files | grep -vE '^(\.ci/|\.gitignore$|tests/fuzz/corpus/)' |
    LC_ALL=C sort >"$tmp/tracked"
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "${BUILDDIR:-.}" print-dist |
    sed "s|^$src/||; s|^\./||" | LC_ALL=C sort -u >"$tmp/dist"
if [ -s "$tmp/dist" ] && LC_ALL=C comm -23 "$tmp/tracked" "$tmp/dist" >"$tmp/missing" &&
    [ ! -s "$tmp/missing" ]; then
	echo "ok 1 - every tracked file is in the distribution"
else
	echo "not ok 1 - every tracked file is in the distribution"
	sed 's/^/# Makefile.am lacks /' "$tmp/missing"
	exit 1
fi
