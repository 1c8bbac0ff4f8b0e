#!/usr/bin/env bash
# Every door of the server, and what stands before it: roles, methods, sizes, tokens, the
# cookie, headers.  The list of doors is the published contract itself.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
site_make
site_start

for name in planner operator admin; do
	site_login $name
	declare "${name}_token=$token"
done
token=

call GET /api/openapi.json
answers 200 "the contract is published"
holds '.openapi | startswith("3.1")' "as OpenAPI 3.1"
cp "$body" "$tmp/openapi.json"
# method, path, role, largest body: a line each.
jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[] |
	select(.key | IN("get", "post", "put", "patch", "delete")) |
	[(.key | ascii_upcase), $path, .value["x-role"], .value["x-max-body"]] | @tsv' \
    "$tmp/openapi.json" >"$tmp/routes"
check "every route in it states its role and its largest body" \
    awk -F '\t' '$3 !~ /^(none|planner|operator|admin)$/ || $4 !~ /^[0-9]+$/ { print; bad = 1 }
	END { exit bad || NR < 20 }' "$tmp/routes"

jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[] |
	.key as $method | .value.responses? // {} | keys[] |
	[($method | ascii_upcase), $path, .] | @tsv' "$tmp/openapi.json" >"$tmp/answers"
documented() {	# method, path in the contract: may it answer with $status?
	grep -qxF "$1"$'\t'"$2"$'\t'"$status" "$tmp/answers"
}

# A path with something in its holes.
filled() {
	sed -E 's/\{(code|item_code)\}/ITEM_A001/; s/\{(id|run_id)\}/1/; s/\{[a-z_]+\}/none/g' <<<"$1"
}

below() {
	case $1 in
	operator) echo "$planner_token" ;;
	admin) echo "$operator_token" ;;
	esac
}

# Each check goes over all routes and tells the ones that fail.
no_token() {
	local bad=0

	while IFS=$'\t' read -r method path role most; do
		[ "$role" != none ] || continue
		for token in "" "${planner_token%?????}AAAAA"; do
			call "$method" "$(filled "$path")"
			[ "$status" = 401 ] && grep -qi '^www-authenticate: bearer' "$headers" &&
			    jq -e '.status == 401 and .request_id != ""' "$body" >/dev/null &&
			    documented "$method" "$path" ||
			    { bad=1; show_answer; }
		done
	done <"$tmp/routes"
	return $bad
}
check "without a good token every closed route says 401" no_token
# A token of the algorithm `none`, and one that is signed with nothing.
claims=$(cut -d. -f2 <<<"$admin_token")
for token in x x.y.z "$(printf '{"alg":"none","typ":"JWT"}' | base64 -w0 | tr -d =).$claims." \
    "${admin_token%.*}." "${admin_token%.*}" "$(printf 'x%.0s' {1..5000})"; do
	call GET /api/users
	is_problem 401 "so does one with a token such as ${token:0:12}...${token: -4}"
done

lesser_role() {
	local bad=0 asked=0

	while IFS=$'\t' read -r method path role most; do
		token=$(below "$role")
		[ -n "$token" ] || continue
		asked=$((asked + 1))
		call "$method" "$(filled "$path")"
		[ "$status" = 403 ] && jq -e '.status == 403' "$body" >/dev/null &&
		    documented "$method" "$path" || { bad=1; show_answer; }
	done <"$tmp/routes"
	[ $bad -eq 0 ] && [ $asked -gt 0 ]
}
check "with the role just below every route says 403" lesser_role

wrong_method() {
	local bad=0 path method allowed said

	token=$admin_token
	while read -r path; do
		allowed=$(awk -F '\t' -v p="$path" '$2 == p { print $1 }' "$tmp/routes" | sort)
		for method in GET POST PUT PATCH DELETE; do
			grep -qx "$method" <<<"$allowed" && continue
			call "$method" "$(filled "$path")"
			said=$(grep -i '^allow:' "$headers" | tr -d '\r ' | cut -d: -f2 | tr , '\n' |
			    grep -vxE 'HEAD|OPTIONS' | sort)
			[ "$status" = 405 ] && [ "$said" = "$allowed" ] &&
			    jq -e '.status == 405' "$body" >/dev/null || { bad=1; show_answer; note "Allow: $said"; }
		done
	done < <(cut -f2 "$tmp/routes" | sort -u)
	return $bad
}
check "a wrong method is 405, and Allow names the right ones" wrong_method

too_large() {
	local bad=0 asked=0

	token=$admin_token
	while IFS=$'\t' read -r method path role most; do
		asked=$((asked + 1))
		head -c $((most + 1)) /dev/zero | tr '\0' ' ' >"$tmp/large"
		call "$method" "$(filled "$path")" -H 'Content-Type: application/json' --data-binary "@$tmp/large"
		[ "$status" = 413 ] && jq -e '.status == 413' "$body" >/dev/null &&
		    { [ "$method" = GET ] || documented "$method" "$path"; } ||
		    { bad=1; show_answer; }
	done <"$tmp/routes"
	[ $bad -eq 0 ] && [ $asked -gt 0 ]
}
check "a body one byte over a route's limit is 413" too_large
head -c 3000000 /dev/zero >"$tmp/large"
call POST /api/routing/predict -H 'Content-Type: application/json' --data-binary "@$tmp/large"
is_problem 413 "an absurd body is refused by nginx in the same form"

token=$planner_token
call GET /api/nothing/here
is_problem 404 "what does not exist is 404"
call GET /api/items/NO_SUCH_ITEM
is_problem 404 "an unknown item is 404"
send POST /api/routing/predict '{"item_code":'
is_problem 400 "what is not JSON is 400"
call POST /api/routing/predict
check "no body is refused" test "$status" = 400 -o "$status" = 422
call POST /api/routing/predict -H 'Content-Type: text/plain' --data '{"item_code":"ITEM_A001"}'
is_problem 415 "a body of another type is 415"
send POST /api/routing/predict '["ITEM_A001"]'
is_problem 422 "JSON of another shape is 422"
send POST /api/routing/predict '{"item_code":"ITEM_A001","colour":"red"}'
is_problem 422 "an unknown field is 422"
holds '.detail | contains("colour")' "which names it"
send POST /api/routing/predict "$(jq -nc '{item_code: ("x" * 100000)}')"
is_problem 422 "a code as long as a book is 422"
send POST /api/routing/predict "$(head -c 100000 /dev/zero | tr '\0' '[')"
is_problem 400 "deep nesting is 400"
printf '{"item_code":"\xff\xfe"}' >"$tmp/sent"
call POST /api/routing/predict -H 'Content-Type: application/json' --data-binary "@$tmp/sent"
is_problem 400 "what is not UTF-8 is 400"
call GET '/api/items?limit=0'
is_problem 422 "a limit of nothing is 422"
call GET '/api/items?limt=5'
is_problem 422 "an unknown parameter is 422"
call GET '/api/items?query=%zz'
check "a broken escape is the client's fault" test "${status%??}" = 4

# Logging in.
token=
for who in "planner wrong" "nobody wrong" "' OR 1=1 --"; do
	send POST /api/auth/login "$(jq -nc --arg u "${who%% *}" --arg p "${who#* }" '{username: $u, password: $p}')"
	is_problem 401 "login as '${who%% *}' with a wrong password is 401"
	jq -cS 'del(.request_id)' "$body" >>"$tmp/refusals"
done
is "$(sort -u "$tmp/refusals" | wc -l)" 1 "and all of them are told the same"
send POST /api/auth/login '{"username":"planner","password":""}'
check "an empty password is refused" test "$status" = 401 -o "$status" = 422
send POST /api/auth/login '{"username":"planner"}'
is_problem 422 "a missing password is 422"
login PLANNER "$(password_of planner)"
answers 200 "a user name is taken in any case"

# The cookie, and what must go with it.
token=
send POST /api/auth/login "$(jq -nc --arg p "$(password_of planner)" '{username: "planner", password: $p}')"
says 'set-cookie: routing_ml_session=.*; ?httponly' "the session is a cookie that scripts cannot read"
says 'set-cookie: .*; ?secure' "which goes over TLS only"
says 'set-cookie: .*; ?samesite=strict' "and is never sent from elsewhere"
csrf=$(value .csrf_token)
cookie=$(sed -nE 's/^set-cookie: (routing_ml_session=[^;]*).*/\1/ip' "$headers" | tr -d '\r')
call GET /api/auth/me -H "Cookie: $cookie"
answers 200 "the cookie logs a browser in"
holds '.csrf_token == $c and .user.username == "planner"' "which is told its CSRF token again" --arg c "$csrf"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}' -H "Cookie: $cookie"
is_problem 403 "with the cookie alone a POST is refused"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}' -H "Cookie: $cookie" -H "X-CSRF-Token: ${csrf%?}x"
is_problem 403 "and with a wrong CSRF token"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}' -H "Cookie: $cookie" -H "X-CSRF-Token: $csrf"
answers 200 "and answered with the right one"

# Logging out holds on every worker: ask more often than there are workers.
call POST /api/auth/logout -H "Cookie: $cookie" -H "X-CSRF-Token: $csrf"
check "logging out is answered" test "$status" = 200 -o "$status" = 204
revoked() {
	local i

	for i in 1 2 3 4 5 6 7 8; do
		call GET /api/auth/me -H "Cookie: $cookie"
		[ "$status" = 401 ] || return 1
	done
}
check "and holds at once on all workers" revoked

# Changing the password ends the old sessions.
site_login planner
first=$token
send POST /api/auth/change-password '{"current_password":"no","new_password":"another long password"}'
check "the present password must be right" test "${status%?}" = 40 -o "$status" = 422
send POST /api/auth/change-password "$(jq -nc --arg p "$(password_of planner)" '{current_password: $p, new_password: "short"}')"
is_problem 422 "a short new password is refused"
send POST /api/auth/change-password "$(jq -nc --arg p "$(password_of planner)" '{current_password: $p, new_password: "another long password"}')"
check "the password is changed" test "${status%?}" = 20
token=$planner_token
call GET /api/auth/me
is_problem 401 "the user's other sessions have ended"
login planner "$(password_of planner)"
is "$status" 401 "the old password is worth nothing"
login planner 'another long password'
answers 200 "the new one is"
planner_token=$token
call POST /api/auth/refresh
answers 200 "a session is renewed"
token=$(value .access_token)
call GET /api/auth/me
answers 200 "the new token is good"
token=$planner_token
call GET /api/auth/me
is_problem 401 "the old one is not"

# Other sites' pages.
token=
call OPTIONS /api/routing/predict -H 'Origin: https://erp.example.com' \
    -H 'Access-Control-Request-Method: POST' -H 'Access-Control-Request-Headers: authorization'
check "a preflight is answered" test "${status%?}" = 20
says 'access-control-allow-origin: https://erp\.example\.com' "a known origin may call"
says 'access-control-allow-methods: .*POST' "with the route's method"
call OPTIONS /api/routing/predict -H 'Origin: https://evil.example.com' -H 'Access-Control-Request-Method: POST'
check "an unknown origin may not" sh -c "! grep -qi '^access-control-allow-origin' '$headers'"
call GET /health -H 'Origin: https://erp.example.com'
check "nobody else's page gets the cookie" sh -c "! grep -qi '^access-control-allow-credentials' '$headers'"
# What a cache keeps for one origin is nobody else's, whatever the answer.
varies() {
	local bad=0 origin want

	for origin in https://erp.example.com https://evil.example.com null; do
		for want in "200 GET /health" "401 GET /api/auth/me" "404 GET /api/nothing" "405 PUT /health" \
		    "413 GET /health --data-binary x" "400 POST /api/auth/login --data-binary {" "422 POST /api/auth/login --data-binary []"; do
			set -- $want
			call "$2" "$3" -H "Origin: $origin" -H 'Content-Type: application/json' "${@:4}"
			[ "$status" = "$1" ] && grep -qiE '^vary: (.*, *)?origin' "$headers" || { bad=1; show_answer; }
			[ $origin = https://erp.example.com ] && want=1 || want=0
			[ "$(grep -ci '^access-control-allow-origin' "$headers")" = $want ] || { bad=1; show_answer; }
		done
	done
	return $bad
}
check "every answer varies by origin, and names the known one alone" varies

# Headers on everything.
guarded() {	# sentence
	local bad=0 name

	for name in 'strict-transport-security: max-age=[0-9]{8}' \
	    "content-security-policy: default-src 'none';.*frame-ancestors 'none'" \
	    'x-content-type-options: nosniff' 'referrer-policy: ' 'permissions-policy: ' \
	    'cross-origin-opener-policy: same-origin' 'cross-origin-resource-policy: same-origin' \
	    'x-request-id: [0-9a-f]{32}'; do
		grep -qiE "^$name" "$headers" || { bad=1; note "no $name"; }
	done
	[ "$(grep -ciE '^(content-security-policy|x-request-id):' "$headers")" = 2 ] || { bad=1; note "twice"; }
	! grep -qiE '^(server|x-powered-by):' "$headers" || { bad=1; note "tells what it runs"; }
	[ $bad -eq 0 ] && passed "$1" || { failed "$1"; show_answer; }
}
call GET /health
guarded "a 200 bears the security headers"
call GET /api/auth/me
guarded "so does a 401"
call GET /nothing
guarded "so does a 404 of nginx"
is_problem 404 "which is a problem, too"
call GET /api/nothing
guarded "so does a 404 of the application"
call POST /api/routing/predict --data-binary "@$tmp/large"
guarded "so does a 413"
call GET /
answers 200 "the page is there"
guarded "so does the page"
says 'content-type: text/html; charset=utf-8' "which is HTML in UTF-8"
call GET /app.js
guarded "so does its script"
long=$(printf 'x%.0s' {1..9000})
odd() {	# status, sentence, curl arguments of call
	call "${@:3}"
	is_problem "$1" "$2 is a problem"
	guarded "under the same headers"
}
odd 400 "what is no request" GET /%00
odd 414 "a long address" GET "/$long" --http1.1
odd 400 "a long header" GET / --http1.1 -H "X-A: $long$long"
odd 400 "a longer one" GET /health --http1.1 -H "X-A: $long$long$long$long$long$long$long$long"
odd 400 "more of them than the application could be told" GET /health --http1.1 -H "X-A: $long$long$long" -H "X-B: $long$long$long"
odd 400 "a long header by HTTP/2" GET /health --http2 -H "X-A: $long$long$long"
odd 405 "a method that the pages do not take" PUT /
odd 405 "nor do they take TRACE, which" TRACE /
odd 412 "a condition that does not hold" GET / -H 'If-Match: "x"'
odd 416 "a range that is not there" GET /app.js -H 'Range: bytes=999999-'
odd 404 "a file of another name" GET /.git/config
odd 403 "the metrics elsewhere" GET /metrics --interface 127.0.0.2
call GET / -H "If-None-Match: $(call GET /; sed -nE 's/^etag: (.*)/\1/ip' "$headers" | tr -d '\r')"
answers 304 "a page that did not change"
guarded "bears the headers as well"
mv "$site/registry.db" "$site/registry.away"
token=$admin_token
odd 503 "a registry that is away" GET /api/auth/me
mv "$site/registry.away" "$site/registry.db"
known() {
	call GET /api/auth/me
	[ "$status" = 200 ]
}
wait_until 25 known
guarded "and so is an answer to who is logged in"
says 'ratelimit-policy: "user";q=100000;w=6[^0-9]*$' "which tells what a user may ask"
says 'ratelimit: "user";r=[0-9]+;t=[0-9]+' "and what is left of it"
token=
outside() {	# no address of elsewhere in what a browser loads
	! grep -nE "(src|href|url)[=(] ?[\"']?(https?:)?//" "$sources"/nginx/www/*
}
check "the page loads nothing from elsewhere" outside
inline() {
	! grep -nE '<style|style="|<script>| on[a-z]+="' "$sources/nginx/www/index.html"
}
check "and has no script or style of its own within" inline
call GET /metrics --interface 127.0.0.2
is_problem 403 "another machine may not ask for the metrics"
call GET /metrics
answers 200 "this one may"
says 'content-type: text/plain; version=0\.0\.4; charset=utf-8' "in Prometheus's text format"
described() {	# each figure has a line of help and one of its type above it
	awk '/^# (HELP|TYPE) /{ n[$3]++; next } { sub(/[{ ].*/, ""); if (n[$0] != 2) { print; bad = 1 } }
	    END { exit bad || NR < 40 }' "$body"
}
check "each figure is described" described
check "workers hold connections to the registry" grep -q 'db_connections{database="registry"} [1-9]' "$body"
status=$(curl -s -o "$body" -D "$headers" -w '%{http_code}' "http://127.0.0.1:$http_port/api/auth/me?x=1")
answers 308 "plain HTTP is sent to HTTPS"
says "location: https://127\.0\.0\.1:$https_port/api/auth/me\?x=1" "to the same address"

# A password never stands in a log.
check "no log holds a password" \
    sh -c "! grep -rE 'e2e password|another long password' '$site/nginx/logs' '$site/fcgi.log'"
check "no log holds a token" sh -c "! grep -rF '${admin_token:0:60}' '$site/nginx/logs' '$site/fcgi.log'"

# Last: the limits.  Of a user, on all workers and in all of his sessions together.
sed -i 's/^RATE_LIMIT_USER_PER_MINUTE=.*/RATE_LIMIT_USER_PER_MINUTE=6/; s/^RATE_LIMIT_USER_BURST=.*/RATE_LIMIT_USER_BURST=5/' "$site/env"
kill -HUP "$fcgi_pid"
limited() {
	call GET /api/auth/me
	grep -qi '^ratelimit-policy: "user";q=5;w=50' "$headers"
}
token=$operator_token
for i in 1 2 3; do
	wait_until 5 limited
	sleep 0.5
done
login planner 'another long password'
planner_token=$token
asked() {	# prints the statuses of so many requests, by two sessions in turn
	local i first=$token second

	login planner 'another long password'
	second=$token
	for i in $(seq "$1"); do
		[ "$token" = "$first" ] && token=$second || token=$first
		call GET /api/auth/me
		echo "$status"
	done
}
is "$(asked 8 | sort | uniq -c | xargs)" "5 200 3 429" "of 8 requests of a user who may make 5, in two sessions, 5 are answered"
call GET /api/auth/me
is_problem 429 "the others are told so"
says 'retry-after: ([1-9]|10)[^0-9]*$' "and when to come again"
says 'ratelimit: "user";r=0;t=[0-9]+' "and that nothing is left"
guarded "under the security headers"
token=$admin_token
call GET /api/auth/me
answers 200 "another user is served"
token=
call GET /health
answers 200 "so is what needs no login"
call GET /metrics
check "they are counted" grep -qE '^routing_ml_rate_limited_total [4-9]' "$body"

# Of an address, by an nginx of our own with small ones.
end_process "$nginx_pid"
nginx_start LOGIN_RATE=1r/m LOGIN_BURST=2
for i in 1 2 3 4; do
	send POST /api/auth/login '{"username":"planner","password":"wrong again"}'
done
is_problem 429 "too many logins from one address are 429"
says 'retry-after: [0-9]+' "with the time to wait"
guarded "and the security headers"
kill -TERM "$fcgi_pid"
wait_until 20 ended "$fcgi_pid"
call GET /health
is_problem 502 "without the application an answer is a problem as well"
guarded "and bears the security headers"
finish
