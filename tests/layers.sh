#!/bin/sh
# Holds every #include against layers.txt.  TAP: one line a folder, one a foreign header,
# and one that shows the checker can fail.
set -u
src=${srcdir:-.}
cd "$src" || exit 99

# layers FILE...: prints each include that layers.txt doesn't allow.
layers() {
	awk '
	FNR == NR {
		if ($0 ~ /^#/ || NF == 0) next
		at = index($0, ":")
		name = substr($0, 1, at - 1)
		known[name] = 1
		n = split(substr($0, at + 1), list, " ")
		for (i = 1; i <= n; i++) may[name, list[i]] = 1
		next
	}
	/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
		folder = FILENAME; sub("/[^/]*$", "", folder)
		what = $0; sub(/^[^<"]*/, "", what)
		if (!(folder in known)) {
			print FILENAME ": " folder " has no line in layers.txt"; next
		}
		if (what ~ /^</) {
			sub(/>.*/, ">", what)
			if ((what in known) && !((what, folder) in may))
				print FILENAME ": may not include " what
			next
		}
		gsub(/"/, "", what); sub(/[ \t].*/, "", what)
		if (what == "config.h") next
		other = what; sub("/[^/]*$", "", other)
		if (other != folder && !((folder, other) in may))
			print FILENAME ": may not include " what
		if (other != folder && what ~ /_priv\.h$/)
			print FILENAME ": " what " is private to " other
	}' tests/layers.txt "$@"
}

files=$(find core fcgi -name '*.[ch]' | LC_ALL=C sort)
bad=$(layers $files)
folders=$(sed -n 's/^\([a-z][^:]*\):.*/\1/p' tests/layers.txt)
n=0
failed=0
for f in $folders; do
	n=$((n + 1))
	mine=$(printf '%s\n' "$bad" | grep "^$f/[^/]*:")
	if [ -z "$mine" ]; then
		echo "ok $n - $f includes only what it may"
	else
		echo "not ok $n - $f includes only what it may"
		printf '%s\n' "$mine" | sed 's/^/# /'
		failed=1
	fi
done
# An upward call must be seen.
n=$((n + 1))
probe=core/base/layers_probe_$$.c
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/core/base" "$tmp/tests"
cp tests/layers.txt "$tmp/tests/"
printf '#include "core/data/db.h"\n#include <sql.h>\n' >"$tmp/$probe"
seen=$(cd "$tmp" && layers "$probe" | grep -c 'may not include')
if [ "$seen" = 2 ]; then
	echo "ok $n - an upward include and a foreign header are found"
else
	echo "not ok $n - an upward include and a foreign header are found"
	failed=1
fi
echo "1..$n"
exit $failed
