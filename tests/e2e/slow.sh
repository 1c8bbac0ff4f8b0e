#!/usr/bin/env bash
# Clients that send or read slowly, or not at all: nginx cuts them off in its time, and others
# are served all the while.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
command -v python3 >/dev/null || skip_all "python3 is not installed"
site_make
site_start CLIENT_TIMEOUT=2s SEND_TIMEOUT=2s KEEPALIVE_TIMEOUT=3s ADDRESS_REQUESTS=20 \
    WORKER_CONNECTIONS=128
site_login planner

field() {
	sed -nE "s/.*\\b$1=([^ ]*).*/\1/p" "$tmp/slow"
}
# slow KIND CLIENTS SECONDS FROM TO sentence: they are cut off, and in that time.
slow() {
	python3 "$here/slow.py" "$BASE_URL" "$CURL_CA" "$token" "$1" "$2" "$3" >"$tmp/slow" 2>"$tmp/slow.err"
	check "$6" awk -v ended="$(field ended)" -v n="$2" -v s="$(field longest)" -v from="$4" -v to="$5" \
	    'BEGIN { exit !(ended == n && s >= from && s <= to) }'
	undisturbed "$1"
}
undisturbed() {
	check "others were served meanwhile, each within a second ($1)" awk -v bad="$(field bad)" -v n="$(field others)" \
	    -v s="$(field slowest)" 'BEGIN { exit !(bad == 0 && bad != "" && n > 5 && s < 1) }'
	note "$(tail -n 1 "$tmp/slow")" "$(tail -n 1 "$tmp/slow.err")"
}
slow tcp 60 8 1.5 6 "who says nothing at all is cut off in CLIENT_TIMEOUT"
slow idle 60 8 1.5 6 "so is who asks for nothing"
slow header 60 8 1.5 6 "and who sends a header a byte at a time"
slow kept 60 10 2.5 7 "who kept his connection and asks no more is cut off in KEEPALIVE_TIMEOUT"
slow body 15 8 1.5 6 "who leaves a body unfinished is cut off"
sleep 1.2
is "$(jq -r 'select(.path == "/api/auth/login" and .bytes == 0) | .status' "$site/nginx/logs/access.log" | sort | uniq -c | xargs)" \
    "15 408" "which the log calls by its name"
slow reader 15 12 1.5 10 "and who does not read his answer"

# More connections than there are: those that wait for nothing give way.
python3 "$here/slow.py" "$BASE_URL" "$CURL_CA" "$token" idle 600 8 >"$tmp/slow" 2>"$tmp/slow.err"
undisturbed "600 idle ones, of 256 that there are"

# Drop by drop no time runs out; but one address has only so many at once.
python3 "$here/slow.py" "$BASE_URL" "$CURL_CA" "$token" drip 20 9 >"$tmp/slow" 2>"$tmp/slow.err" &
dripping=$!
wait_until 5 grep -q open "$tmp/slow"
refused() {
	call GET /api/auth/me
	[ "$status" = 429 ]
}
wait_until 3 refused
is_problem 429 "an address that has as many requests in progress as it may have is told so"
says 'retry-after: [0-9]+' "and when to come again"
call GET /api/auth/me --interface 127.0.0.2
answers 200 "another address is served"
wait $dripping
is "$(field ended)" 0 "none of them was cut off"
undisturbed drip
served() {
	call GET /api/auth/me
	[ "$status" = 200 ]
}
check "and when they are gone the address is served again" wait_until 5 served
check "no worker was held by any of it" sh -c "! grep -E 'killed|longer than' '$site/fcgi.log'"
finish
