#!/bin/sh
# Runs every fuzz target on its corpus and some seeded mutations.  TAP, a line a target.
# FUZZ_RUNS: mutations a target; FUZZ_SECONDS: what those that strangers reach run for instead.
set -u
src=${srcdir:-.}
n=0
failed=0
for t in $FUZZ_TARGETS; do
	n=$((n + 1))
	name=$(basename "$t")
	corpus=$src/tests/fuzz/corpus/${name#fuzz_}
	[ -d "$corpus" ] || corpus=
	much=-runs=${FUZZ_RUNS:-20000}
	case $name in
	fuzz_request | fuzz_directory | fuzz_negotiate)
		[ -z "${FUZZ_SECONDS:-}" ] || much=-max_total_time=$FUZZ_SECONDS ;;
	esac
	# shellcheck disable=SC2086
	if out=$("./$t" "$much" $corpus 2>&1); then
		echo "ok $n - $name: $(printf '%s\n' "$out" | tail -n 1 | tr '#' ' ')"
	else
		echo "not ok $n - $name"
		printf '%s\n' "$out" | tail -n 40 | sed 's/^/# /'
		failed=1
	fi
done
echo "1..$n"
exit $failed
