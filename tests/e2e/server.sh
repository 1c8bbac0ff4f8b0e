#!/usr/bin/env bash
# The server's processes and its surroundings: workers that die, signals, load, dependencies
# that go and come, TLS, the logs.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
site_make
site_start
site_login planner

check "nginx -t has nothing to say against the configuration" "$nginx" -t -q -e "$site/nginx/logs/error.log" -p "$site/nginx" -c "$site/nginx.conf"

# TLS, HTTP/2 and what travels.
connects() {	# curl options ...
	[ "$(curl -s -o /dev/null -w '%{http_code}' --cacert "$CURL_CA" "$@" "$BASE_URL/health")" = 200 ]
}
refuses() {
	! connects "$@"
}
check "TLS 1.3" connects --tlsv1.3
check "TLS 1.2" connects --tls-max 1.2
check "TLS 1.1 is refused" refuses --tls-max 1.1 --tlsv1.0 --ciphers 'DEFAULT:@SECLEVEL=0'
check "a cipher without forward secrecy is refused" refuses --tls-max 1.2 --ciphers AES128-SHA256
is "$(curl -s -o /dev/null -w '%{http_version}' --cacert "$CURL_CA" "$BASE_URL/health")" 2 "HTTP/2"
call HEAD /health
answers 200 "HEAD"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}' -H 'Accept-Encoding: gzip'
says 'content-encoding: gzip' "an answer is compressed"
check "and whole" sh -c "gzip -dc <'$body' | jq -e .candidates"
send POST /api/auth/login "$(jq -nc --arg p "$(password_of planner)" '{username: "planner", password: $p}')" -H 'Accept-Encoding: gzip'
check "an answer with a secret is not" sh -c "! grep -qi '^content-encoding' '$headers'"
call GET /health -H 'X-Request-Id: of-my-own'
check "a request's number is nginx's, not the client's" sh -c "! grep -q of-my-own '$headers'"

# Load: three times more paced clients than workers, each keeping its connection.
clients=()
for i in $(seq $((3 * workers))); do
	curl -s --rate 10/s --cacert "$CURL_CA" -o /dev/null -w '%{http_code} %{time_total}\n' \
	    "$BASE_URL/health#[1-20]" >"$tmp/client.$i" &
	clients+=($!)
done
wait "${clients[@]}"
is "$(cat "$tmp"/client.* | cut -d' ' -f1 | sort | uniq -c | awk '{ print $2 ":" $1 }')" \
    "200:$((60 * workers))" "three times more paced clients than workers are all answered"
check "each within a second" awk '$2 > 1 { print; slow = 1 } END { exit slow }' "$tmp"/client.*

# Workers.
children() {
	tr ' ' '\n' <"/proc/$fcgi_pid/task/$fcgi_pid/children" | grep -v '^$' | sort -n
}
full_again() {	# none of these, and as many
	local now

	now=$(children)
	[ "$(wc -l <<<"$now")" -ge $workers ] && ! grep -qxF "$1" <<<"$now"
}
is "$(children | wc -l)" $workers "as many workers as the settings say"
hardened() {	# bytes of a core, pids
	local core=$1 pid

	shift
	for pid; do
		grep -qxP 'NoNewPrivs:\t1' "/proc/$pid/status" &&
		    grep -qE "^Max core file size +$core +$core " "/proc/$pid/limits" || return 1
	done
}
check "the master leaves no core and gets no new rights" hardened 1 $fcgi_pid
check "nor do the workers" hardened 0 $(children)
roots() {	# what cannot be dumped is root's in /proc, whoever runs it
	[ "$(stat -c %u $(printf '/proc/%s/environ ' $(children)) | sort -u)" = 0 ]
}
check "into which only root can look" roots
victim=$(children | head -n 1)
kill -KILL "$victim"
check "a killed worker is replaced" wait_until 3 full_again "$victim"
victims=$(children)
kill -KILL $victims
check "so are all of them" wait_until 5 full_again "$victims"
check "and the site answers" wait_until 5 healthy

# SIGHUP reads the settings again; what does not read is not taken.
allowed() {
	call OPTIONS /api/routing/predict -H 'Origin: https://new.example.com' -H 'Access-Control-Request-Method: POST'
	grep -qi '^access-control-allow-origin: https://new' "$headers"
}
allowed
is $? 1 "an origin is unknown"
sed -i 's|^CORS_ALLOWED_ORIGINS=.*|CORS_ALLOWED_ORIGINS=https://new.example.com|' "$site/env"
kill -HUP "$fcgi_pid"
steadily_allowed() {
	local i

	for i in 1 2 3 4 5 6; do
		allowed || return 1
	done
}
check "SIGHUP brings new settings to every worker" wait_until 5 steadily_allowed
victims=$(children)
clients=()
for i in $(seq $((8 * workers))); do
	curl -s --cacert "$CURL_CA" -o /dev/null -w '%{http_code}\n' "$BASE_URL/health#[1-150]" >"$tmp/busy.$i" &
	clients+=($!)
done
kill -HUP "$fcgi_pid"
all_new() {
	local pid

	for pid in $victims; do
		ended "$pid" || return 1
	done
}
check "also under load without a pause" wait_until 5 all_new
wait "${clients[@]}"
is "$(sort -u "$tmp"/busy.*)" 200 "in which nobody notices it"
cp "$site/env" "$tmp/env.good"
echo 'NO_SUCH_SETTING=1' >>"$site/env"
kill -HUP "$fcgi_pid"
sleep 0.5
check "bad settings are not taken and harm nobody" steadily_allowed
check "but the log names them" grep -q NO_SUCH_SETTING "$site/fcgi.log"
if clean "$builddir/routing-fcgi" >"$tmp/start" 2>&1; then status=0; else status=$?; fi
check "a start with them fails" test "$status" -ne 0
check "and names the line" grep -q "NO_SUCH_SETTING" "$tmp/start"
cp "$tmp/env.good" "$site/env"
sed 's/^JWT_SECRET_KEY=.*/JWT_SECRET_KEY=short/' "$tmp/env.good" >"$tmp/env.short"
if env -i PATH="$PATH" ROUTING_ML_ENV="$tmp/env.short" "$builddir/routing-fcgi" >"$tmp/start" 2>&1; then status=0; else status=$?; fi
check "so does one with a short key, which is named" sh -c "test $status -ne 0 && grep -q JWT_SECRET_KEY '$tmp/start'"
if clean timeout 10 "$builddir/routing-fcgi" >"$tmp/start" 2>&1; then status=0; else status=$?; fi
check "a second server on the same socket is refused" sh -c "test $status -ne 0 -a $status -ne 124"
check "and the first one answers on" healthy

# Who waited too long for a worker is told so: he may have gone, or asked again.
sed 's/^QUEUE_TIMEOUT_SECONDS=.*/QUEUE_TIMEOUT_SECONDS=1/' "$tmp/env.good" >"$site/env"
victims=$(children)
kill -HUP "$fcgi_pid"
wait_until 10 full_again "$victims" && wait_until 10 ended "$(tail -n 1 <<<"$victims")"
stopped=$(children)
kill -STOP $stopped
curl -s --cacert "$CURL_CA" -o "$tmp/queued" -D "$tmp/queued.headers" -w '%{http_code}' \
    "$BASE_URL/api/auth/me" >"$tmp/queued.status" &
sleep 2.5
kill -CONT $stopped
wait $!
is "$(cat "$tmp/queued.status")" 503 "a request that queued for longer than QUEUE_TIMEOUT_SECONDS is 503"
check "with the time to wait" grep -qiE '^retry-after: [0-9]+' "$tmp/queued.headers"
cp "$tmp/env.good" "$site/env"
kill -HUP "$fcgi_pid"

# Dependencies go and come.
# On every worker: asked more often than there are workers.
predicted() {
	local i

	for i in 1 2 3 4 5 6; do
		send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
		[ "$status" = "$1" ] || return 1
	done
}
mv "$erp" "$erp.away"
check "without the ERP a prediction is 503" wait_until 5 predicted 503
predicted 503
is_problem 503 "as a problem"
says 'retry-after: [0-9]+' "with the time to wait"
check "which tells no path" sh -c "! grep -qE 'sqlite|$site' '$body'"
call GET /health
answers 200 "the server lives"
unready() {
	call GET /health/ready
	[ "$status" = 503 ]
}
check "but soon is not ready" wait_until 8 unready
holds '.checks.erp.ok == false and .checks.registry.ok and .checks.model.ok' "and says that it is the ERP"
send POST /api/routing/predict '{"item":{"ITEM_SPEC":"Φ45×32×8T","PART_TYPE":"RING"}}'
answers 200 "what needs no ERP is answered"
check "no empty database was made in its place" test ! -e "$erp"
mv "$erp.away" "$erp"
check "the ERP is back: predictions go on, without a restart" wait_until 10 predicted 200
send POST /api/routing/predict '{"item_code":"NO_SUCH_ITEM"}'
is_problem 404 "and an unknown item is 404 as before"

mv "$site/registry.db" "$site/registry.away"
denied() {
	call GET /api/auth/me
	[ "$status" = 503 ]
}
check "without the registry nobody is let in: 503, not 401" wait_until 5 denied
mv "$site/registry.away" "$site/registry.db"
known() {
	local i

	for i in 1 2 3 4 5 6; do
		call GET /api/auth/me
		[ "$status" = 200 ] || return 1
	done
}
check "the registry is back: the session is known as before" wait_until 10 known

# SIGTERM lets what is under way end.
call GET '/api/items?limit=100'
jq -c '{item_codes: ([.items[].item_code] | . + .), top_k: 100, max_candidates: 10}' "$body" >"$tmp/large"
for i in $(seq $((2 * workers))); do
	call POST /api/routing/predict -H 'Content-Type: application/json' --data-binary "@$tmp/large"
done
answers 200 "a very large answer"
slim() {
	local pid

	for pid in $(children); do
		[ "$(awk '/^RssAnon/ { print $2 }' "/proc/$pid/status")" -lt 65536 ] || return 1
	done
}
check "whose memory is given back" wait_until 3 slim
clients=()
for i in $(seq $workers); do
	curl -s --max-time 60 --cacert "$CURL_CA" -H "Authorization: Bearer $token" \
	    -H 'Content-Type: application/json' --data-binary "@$tmp/large" -w '%{http_code}' \
	    -o "$tmp/drained.$i" "$BASE_URL/api/routing/predict" >"$tmp/drained.status.$i" &
	clients+=($!)
done
stand() {	# connections to the socket, whether accepted (state 03) or in its queue
	[ "$(awk -v s="$site/fcgi.sock" '$NF == s && $6 == "03"' /proc/net/unix | wc -l)" -ge $1 ]
}
wait_until 10 stand $workers
for i in 1 2 3 4 5; do
	curl -s --max-time 60 --cacert "$CURL_CA" -w '%{http_code}' -o /dev/null "$BASE_URL/health" >"$tmp/queued.$i" &
	clients+=($!)
done
wait_until 10 stand $((workers + 5))
kill -TERM "$fcgi_pid"
wait "${clients[@]}"
is "$(cat "$tmp"/drained.status.*)" "$(printf 200%.0s $(seq $workers))" "SIGTERM: requests under way are answered"
is "$(cat "$tmp"/queued.[1-5])" 200200200200200 "so are those in the queue"
check "whole" sh -c "cat '$tmp'/drained.[0-9] | jq -se 'map(.results | length) | unique == [200]'"
check "then the server ends" wait_until 10 ended "$fcgi_pid"
wait "$fcgi_pid"
is $? 0 "with success"
check "its socket is gone" test ! -e "$site/fcgi.sock"
call GET /health
is_problem 502 "nginx says what is the matter"
says 'retry-after: [0-9]+' "and when to come again"
says 'strict-transport-security: ' "under the same headers"

# A socket that a crash left behind is in nobody's way.
fcgi_start
check "started again, it answers" wait_until 5 healthy
orphans=$(children)
{ kill -KILL "$fcgi_pid"; wait "$fcgi_pid"; } 2>/dev/null	# the shell would tell, too
gone() {
	local pid

	for pid in $orphans; do
		ended "$pid" || return 1
	done
}
check "workers do not outlive their master" wait_until 5 gone
check "a killed server leaves its socket" test -S "$site/fcgi.sock"
fcgi_start
check "and starts again on it" wait_until 5 healthy

# The logs.
check "the server's log names what was asked for" sh -c "! grep -E ' request: ' '$site/fcgi.log' | grep -vE ' request: [A-Z]+ /'"
sleep 1.2
check "the access log is JSON, a line a request, without queries" jq -se '
	length > 30 and all(.request_id and .path and (.path | contains("?") | not) and (.status | type == "number"))' \
    "$site/nginx/logs/access.log"
check "and without a token" sh -c "! grep -F '${token:0:60}' '$site/nginx/logs/access.log'"
finish
