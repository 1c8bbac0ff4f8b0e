#!/usr/bin/env bash
# The files of the live version are damaged where they lie: nobody who predicts may notice.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
site_make
site_start
site_login planner

children() {
	tr ' ' '\n' <"/proc/$fcgi_pid/task/$fcgi_pid/children" | grep -v '^$' | sort -n
}
replaced() {	# the former worker $1
	[ "$(children | wc -l)" -ge $workers ] && ! children | grep -qxF "$1"
}
answer() {
	send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
	jq -S 'del(.timings_us)' "$body"
}
steady() {	# more often than there are workers
	local i

	for i in 1 2 3 4 5 6; do
		[ "$(answer)" = "$before" ] || return 1
	done
}
ready_tells() {	# status, jq filter
	call GET /health/ready
	[ "$status" = "$1" ] && jq -e "$2" "$body"
}

folder=$(realpath "$site/models/default")
cp -a "$folder" "$tmp/good"
before=$(answer)
answers 200 "a prediction"

damage() {	# how, file, command on the file named $1
	local victim

	sh -c "$3" - "$folder/$2"
	check "$1: predictions go on as they were" steady
	touch "$folder/manifest.json"
	check "$1: readiness tells" wait_until 30 ready_tells 503 '.checks.model.ok == false and (.checks.model.detail | test("refused"))'
	check "$1: the log says which file" grep -q "refused.*$2" "$site/fcgi.log"
	check "$1: predictions still go on" steady
	victim=$(children | head -n 1)
	kill -KILL "$victim"
	check "$1: a killed worker is replaced" wait_until 30 replaced "$victim"
	check "$1: by one with the same model" steady
	kill -HUP "$fcgi_pid"
	sleep 1
	check "$1: so are all of them at SIGHUP" steady
	[ -f "$folder/$2" ] || rm "$folder/$2"
	cp "$tmp/good/$2" "$folder/$2"
	touch "$folder/manifest.json"
	check "$1: made good, all is well" wait_until 30 ready_tells 200 .checks.model.ok
}
damage "a file cut in place" similarity_engine.rml 'truncate -s 4096 "$1"'
damage "a file emptied in place" routings.rml ': >"$1"'
damage "a bit flipped in place" routings.rml 'at=$(($(stat -c %s "$1") / 2))
	was=$(od -An -tu1 -j $at -N 1 "$1")
	printf "\\$(printf %o $((was ^ 4)))" | dd of="$1" bs=1 seek=$at conv=notrunc status=none'
damage "a pipe in its place" times.rml 'rm "$1"; mkfifo "$1"'
check "no worker fell" sh -c "! grep -qE 'signal (7|11)' '$site/fcgi.log'"

# One copy for all, and none of the former ones.
for i in 1 2 3; do
	touch "$folder/manifest.json"
	sleep 0.7
done
steady
images() {
	local pid

	for pid in $(children); do
		sed -n 's/.* \([0-9]*\) *\/memfd:routing-ml-model.*/\1/p' "/proc/$pid/maps"
	done | sort -u | wc -l
}
one_image() {
	[ "$(images)" = 1 ]
}
if [ "$(id -u)" -eq 0 ]; then
	check "all workers map one copy, and no former one" wait_until 30 one_image
else
	skipped "all workers map one copy, and no former one" "only root looks into a worker"
fi
is "$(find "/proc/$fcgi_pid/fd" -lname '*routing-ml-model*' | wc -l)" 1 "the master keeps one"

# An activation that was killed half way.
live=$(readlink "$site/models/default")
ln -sfn 0123456789abcdef "$site/models/default"
clean "$ml" registry verify >"$tmp/verify"
is $? 1 "a link that is not the registry's is found"
check "with what mends it" grep -q "registry activate $live" "$tmp/verify"
check "predictions go on meanwhile" steady
clean "$ml" registry activate "$live" >/dev/null 2>&1
check "which does" clean "$ml" registry verify

# Damaged already when the server starts.
printf '\377' | dd of="$folder/routings.rml" bs=1 seek=5000 conv=notrunc status=none
end_process "$fcgi_pid"
fcgi_start
check "started with a damaged model, the server lives" wait_until 30 healthy
check "it is not ready, and says why" ready_tells 503 '.checks.model.detail | test("damaged")'
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
is_problem 503 "and predicts nothing"
cp "$tmp/good/routings.rml" "$folder/routings.rml"
check "made good, it is taken without being told" wait_until 30 steady
finish
