#!/usr/bin/env bash
# What a token is worth: on every worker, over a restart, with another key, in the wrong hands.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
workers=3
site_make 400
site_start

everywhere() {	# status, times: each worker gets its turn
	local i

	for i in $(seq "${2:-20}"); do
		call GET /api/auth/me
		[ "$status" = "$1" ] || { echo "answer $i is $status"; return 1; }
	done
}
restart() {
	end_process "$fcgi_pid"
	fcgi_start
	wait_until 15 healthy
}

# It ends at once.
site_login planner
one=$token
site_login planner
two=$token
token=$one
send POST /api/auth/logout '{}'
answers 204 "logged out"
check "the token is worth nothing on any worker" everywhere 401
token=$two
check "the other login of the same user goes on" everywhere 200
send POST /api/auth/refresh '{}'
answers 200 "renewed"
three=$(value .access_token)
check "the old token cannot be used again" everywhere 401
restart
token=$three
check "a restart ends no login" everywhere 200
token=$one
check "nor brings one back" everywhere 401
site_login admin
admin=$token
send PATCH /api/users/planner '{"roles":["operator"]}'
token=$three
check "a changed role ends the user's logins" everywhere 401
site_login planner
holds '.user.roles | index("operator") != null' "and holds from the next one on"
three=$token
token=$admin
send PATCH /api/users/planner '{"disabled":true}'
token=$three
check "so does disabling him" everywhere 401
token=$admin
send PATCH /api/users/planner '{"disabled":false,"roles":["planner"]}'
site_login planner
three=$token
clean "$ml" user passwd planner --password-file <(echo "another e2e password") >/dev/null
check "and a new password, by whomever" everywhere 401
clean "$ml" user passwd planner --password-file "$site/password.planner" >/dev/null

# Another key, without logging everybody out.
site_login planner
old=$token
secret=$(sed -n 's/^JWT_SECRET_KEY=//p' "$site/env")
sed -i '/^JWT_SECRET_KEY=/d' "$site/env"
printf 'JWT_SECRET_KEY=%s\nJWT_SECRET_KEY_PREVIOUS=%s\n' "$(openssl rand -hex 32)" "$secret" >>"$site/env"
kill -HUP "$fcgi_pid"
renewed() {	# both keys are known once the workers were replaced
	login planner "$(password_of planner)" && everywhere 200 6
}
check "a login with the new key" wait_until 20 renewed
token=$old
check "the old key's token is still good" everywhere 200
call GET /api/auth/me
csrf=$(value .csrf_token)
call POST /api/auth/refresh -H "Authorization:" -b "routing_ml_session=$old" -H "X-CSRF-Token: $csrf"
answers 200 "by cookie, too"
token=$(value .access_token)
sed -i '/^JWT_SECRET_KEY_PREVIOUS=/d' "$site/env"
restart
check "what it was renewed to is the new key's" everywhere 200
token=$old
check "without the old key its token is refused" everywhere 401

# A password does not stay in a worker's memory.
if [ "$(id -u)" -eq 0 ]; then
	for i in 1 2 3 4 5 6 7 8; do
		site_login planner
	done
	check "no worker remembers a password" python3 "$here/memory.py" "$site/password.planner" $(pgrep -P "$fcgi_pid")
else
	skipped "no worker remembers a password" "root alone may look"
fi

# Machine clients.
site_login admin
send POST /api/tokens '{"name":"mes","role":"planner","expires_days":30}'
answers 201 "a token for a machine"
id=$(value .id)
mes=$(value .token)
check "is stored nowhere" test -z "$(grep -lF "$mes" "$site"/registry.db* "$site"/*.log "$site"/nginx/logs/*)"
send POST /api/tokens '{"name":"far","role":"operator","addresses":["10.0.0.0/8"]}'
far=$(value .token)
send POST /api/tokens '{"name":"bad","role":"planner","addresses":["10.0.0.0/33"]}'
is_problem 422 "a network that is none is refused"
check "by its field" test "$(value '.detail | test("addresses")')" = true
send POST /api/tokens '{"name":"mes","role":"planner"}'
is_problem 409 "a name is given once"
token=$mes
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
answers 200 "it predicts"
call GET /api/auth/me
holds '.user.username == "token:mes" and .user.roles == ["planner"]' "it is told apart from people"
call GET /api/tokens
is_problem 403 "it is no admin"
for path in logout refresh change-password; do
	send POST "/api/auth/$path" '{"current_password":"x","new_password":"a good long password"}'
	check "it does not take part in $path" [ "$status" = 403 -o "$status" = 401 ]
done
token=$far
call GET /api/auth/me
answers 401 "from an address that is not its own it is refused"
token=$admin
site_login admin
call DELETE "/api/tokens/$id"
answers 204 "revoked"
call DELETE "/api/tokens/$id"
answers 404 "once"
token=$mes
check "it is worth nothing on any worker" everywhere 401

# What production refuses.
refused() {	# what stands in the message, NAME=value ...
	local want=$1 out

	shift
	out=$(clean env ENVIRONMENT=production "$@" "$builddir/routing-fcgi" -t 2>&1) && return 1
	[[ $out == *"$want"* ]] || { echo "$out"; return 1; }
}
chmod 600 "$site/env"
check "production starts as it is" clean env ENVIRONMENT=production "$builddir/routing-fcgi" -t
check "but not with a self-signed certificate" refused TLS_CERTIFICATE "TLS_CERTIFICATE=$site/tls.crt"
check "unless that is allowed by name" clean env ENVIRONMENT=production TLS_SELF_SIGNED=true \
    "TLS_CERTIFICATE=$site/tls.crt" "$builddir/routing-fcgi" -t
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=plant -keyout "$tmp/signed.key" -out "$tmp/signed.csr" 2>/dev/null
openssl x509 -req -in "$tmp/signed.csr" -CA "$site/tls.crt" -CAkey "$site/tls.key" -days 2 -out "$tmp/signed.crt" 2>/dev/null
check "one that somebody signed is good" clean env ENVIRONMENT=production "TLS_CERTIFICATE=$tmp/signed.crt" \
    "$builddir/routing-fcgi" -t
check "not with a short secret" refused JWT_SECRET_KEY JWT_SECRET_KEY=short
check "a known one" refused JWT_SECRET_KEY "JWT_SECRET_KEY=<CHANGE-THIS-MIN-32-CHARS-CHANGE-THIS>"
check "a short one before it" refused JWT_SECRET_KEY_PREVIOUS JWT_SECRET_KEY_PREVIOUS=short
check "with any origin" refused CORS_ALLOWED_ORIGINS 'CORS_ALLOWED_ORIGINS=*'
check "with plain LDAP" refused WINDOWS_LDAP_SERVER WINDOWS_LDAP_SERVER=ldap://dc1.example.com
chmod 644 "$site/env"
check "with settings that everybody may read" refused "chmod 600"
chmod 600 "$site/env"

# Whoever holds a session cannot try passwords in it.
site_login planner
for i in 1 2 3 4; do
	send POST /api/auth/change-password '{"current_password":"wrong","new_password":"a good long password"}'
	is_problem 422 "a wrong current password, $i"
done
send POST /api/auth/change-password "{\"current_password\":\"$(password_of planner)\",\"new_password\":\"a good long password\"}"
is_problem 429 "the next one has to wait, be it right"
sqlite3 "$site/registry.db" "PRAGMA busy_timeout = 5000; DELETE FROM login_attempts" >/dev/null

# Failures, counted over a restart.
for i in 1 2 3; do
	login operator wrong
	answers 401 "wrong password $i"
done
restart
login operator wrong
check "the next one waits, or is the last where he is known" [ "$status" = 429 -o "$status" = 401 ]
login operator "$(password_of operator)"
is_problem 429 "and the right one has to wait as well"
says 'retry-after: [0-9]+' "and is told how long"
sqlite3 "$site/registry.db" "PRAGMA busy_timeout = 5000; DELETE FROM login_attempts" >/dev/null

# Nobody learns from the time whether a name is there: medians of 9 are within 60 ms of each other.
echo LOGIN_ATTEMPTS=100 >>"$site/env"
clean "$ml" user disable operator >/dev/null
restart
times() {	# name
	local i

	for i in 1 2 3 4 5 6 7 8 9; do
		curl -s --cacert "$CURL_CA" -o /dev/null -w '%{time_total}\n' -H 'Content-Type: application/json' \
		    --data "{\"username\":\"$1\",\"password\":\"wrong password\"}" "$BASE_URL/api/auth/login"
	done | sort -n | sed -n 5p
}
planner=$(times planner)
nobody=$(times nobody)
disabled=$(times operator)
domain=$(times 'DOMAIN\\nobody')
alike() {
	awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit d > .06 || d < -.06 }'
}
check "a wrong password and an unknown name take as long ($planner s, $nobody s)" alike "$planner" "$nobody"
check "so does a disabled account ($disabled s)" alike "$planner" "$disabled"
check "and a domain's user ($domain s)" alike "$planner" "$domain"
finish
