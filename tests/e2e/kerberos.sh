#!/usr/bin/env bash
# Single sign-on: tickets of a real KDC (Samba's), curl --negotiate through the real nginx.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
. "$here/directory.sh"

directory_start || skip_all "no directory: $directory_why"
command -v kinit >/dev/null || skip_all "kinit is not installed"
curl --version | grep -qi spnego || skip_all "curl knows no SPNEGO"
site_make 400
cat >>"$site/env" <<-END
	WINDOWS_LDAP_SERVER=$directory_url
	LDAP_BASE_DN=$directory_base
	LDAP_DOMAIN=ADTEST
	LDAP_CA_FILE=$directory_ca
	LDAP_BIND_DN=svc-rml@ad.test
	LDAP_BIND_PASSWORD=$directory_service_password
	LDAP_TIMEOUT_SECONDS=2
	LDAP_GROUP_ADMIN=RoutingML Admins
	LDAP_GROUP_OPERATOR=RoutingML Operators
	LDAP_GROUP_PLANNER=RoutingML Planners
END
site_start
BASE_URL=https://localhost:$https_port

ticket() {	# user [password]
	printf '%s\n' "${2:-$directory_password}" |
	    KRB5_CONFIG=$directory_krb5_conf KRB5CCNAME=FILE:$tmp/cc.$1 timeout 20 kinit "$1@AD.TEST" >"$tmp/kinit" 2>&1 ||
	    { note "$(cat "$tmp/kinit")"; return 1; }
}
# sign_on USER [curl option ...]: as his browser would.
sign_on() {
	local user=$1

	shift
	token=
	KRB5_CONFIG=$directory_krb5_conf KRB5CCNAME=FILE:$tmp/cc.$user call GET /api/auth/negotiate --negotiate -u : "$@"
	[ "$status" != 200 ] || token=$(value .access_token)
}
# A token of alice's that nobody has taken: curl says it to the port that only redirects.
fresh() {	# [command before curl ...]
	KRB5_CONFIG=$directory_krb5_conf KRB5CCNAME=FILE:$tmp/cc.alice "$@" curl -sS -v -o /dev/null --max-time 20 \
	    --negotiate -u : "http://localhost:$http_port/" 2>&1 | sed -n 's/^> [Aa]uthorization: Negotiate //p' | tr -d '\r' | tail -n 1
}
offer() {	# token
	token=
	[ -n "$1" ] || note "there is no token"
	printf 'Authorization: Negotiate %s\n' "${1:-none}" >"$tmp/offered"
	call GET /api/auth/negotiate --http1.1 -H "@$tmp/offered"
}
logged() {	# a refusal whose reason is like that
	wait_until 5 grep -Eq "refused from .*by Kerberos: $1" "$site/fcgi.log"
}
not_asked_again() {
	! grep -qi '^www-authenticate: negotiate' "$headers"
}
restart() {
	end_process "$fcgi_pid"
	fcgi_start
}
metric() {	# result
	token=
	call GET /metrics
	sed -n "s/^routing_ml_logins_total{source=\"kerberos\",result=\"$1\"} //p" "$body"
}

call GET /api/auth/negotiate
is_problem 404 "it is off unless configured"
cp "$directory_keytab" "$tmp/keytab"
echo "KERBEROS_KEYTAB=$tmp/keytab" >>"$site/env"
restart
call GET /api/auth/negotiate
is_problem 401 "without a ticket: 401"
says 'www-authenticate: Negotiate' "and a browser of the domain is asked for one"
for from in cross-site same-site 'none of it'; do
	call GET /api/auth/negotiate -H "Sec-Fetch-Site: $from"
	is_problem 403 "another site's page is not answered ($from)"
	check "nor its visitor asked for a ticket" not_asked_again
done
for from in same-origin none; do
	call GET /api/auth/negotiate -H "Sec-Fetch-Site: $from"
	is_problem 401 "our own is ($from)"
done

while IFS='|' read -r user role password; do
	check "$user gets a ticket" ticket "$user" "$password"
	sign_on "$user"
	answers 200 "$user is logged in by it"
	holds '.user.username == $u and .user.source == "ldap" and (.user.roles | last) == $r' "as $role" \
	    --arg u "$user" --arg r "$role"
	says 'set-cookie: routing_ml_session=.*HttpOnly.*SameSite=Strict' "with the cookie of a login"
	says 'www-authenticate: Negotiate [A-Za-z0-9+/=]+' "and the server proves itself"
	call GET /api/auth/me
	answers 200 "the session is good"
done <<-END
	alice|planner|
	carol|admin|
	judy|planner|
	maxgroups|planner|
	josé|operator|
	김철수|planner|$directory_korean_password
END
send POST /api/auth/refresh '{}'
answers 200 "and is renewed"
check "the record says who came in, and how" sh -c 'echo "$1" | jq -e ".[0] | .actor == \"김철수\" and .source == \"ldap\" and .detail == \"by Kerberos\""' sh \
    "$(clean "$ml" audit list --action login.good --limit 1 --json)"

# Who has a ticket need not come in.
check "dave gets a ticket" ticket dave
sign_on dave
is_problem 401 "who is in no group is refused"
if grep -qi '^www-authenticate: negotiate' "$headers"; then
	failed "and not asked again"
else
	passed "and not asked again"
fi
check "which is logged with his name" wait_until 5 grep -q 'refused from .*: dave by Kerberos: ' "$site/fcgi.log"
check "bob gets a ticket" ticket bob
sign_on bob	# he keeps the ticket for this server
answers 200 "bob is logged in by it"
directory_run user disable bob >/dev/null
sign_on bob
is_problem 401 "who was disabled since is refused"
check "with the reason in the log" wait_until 5 grep -q 'refused from .*: the account is disabled' "$site/fcgi.log"
directory_run user enable bob >/dev/null

# The account's own name counts, not what the client called itself.
check "bob has another principal name" directory_rename bob robert@ad.test
check "robert gets a ticket" ticket robert
sign_on robert
holds '.user.username == "bob"' "robert is bob"
directory_rename bob bob@ad.test

# What is no ticket, or not for us, or was seen before.
rows=$(clean "$ml" audit list --limit 1000 --json | jq length)
bad=$(metric bad_ticket)
seen=$(fresh)
check "a ticket was made" test ${#seen} -gt 500
offer "$seen"
answers 200 "it is taken"
offer "$seen"
is_problem 401 "sent again it is refused"
check "and not asked again" not_asked_again
check "as a replay" logged '.*replay'
seen=$(fresh)
for i in 1 2 3 4 5 6 7 8; do
	echo "url = \"$BASE_URL/api/auth/negotiate\""
	echo 'output = /dev/null'
done >"$tmp/at.once"
printf 'Authorization: Negotiate %s\n' "$seen" >"$tmp/offered"
is "$(curl -s --cacert "$CURL_CA" --parallel --parallel-immediate --http1.1 -H "@$tmp/offered" \
    -w '%{http_code}\n' -K "$tmp/at.once" 2>/dev/null | grep -c 200)" 1 "of eight at once, on all workers, one is taken"
changed=${seen:0:600}$([ "${seen:600:1}" = A ] && echo B || echo A)${seen:601}
while IFS='|' read -r what text; do
	offer "$text"
	is_problem 401 "$what is refused (${#text} characters)"
	not_asked_again || failed "and not asked again"
done <<-END
	what was changed|$changed
	what was cut|${seen:0:400}
	NTLM|TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAO5CAAAADw==
	one character|x
	padding alone|====
	base64 with a blank|YII FlQ
	base64 for addresses|YI-_
	SPNEGO without a ticket|YH8GBisGAQUFAqB1MHM=
	what is as long as tickets get|$(head -c 64000 /dev/zero | tr '\0' A)
END
check "NTLM is told apart" logged '.*NTLM'
offer "$(head -c 70000 /dev/zero | tr '\0' A)"
answers 400 "what is longer is nginx's to refuse"
check "and no trouble to it" sh -c "! grep -E 'alert|too big' '$site/nginx/logs/error.log'"
check "the worker lives" healthy
is "$(clean "$ml" audit list --limit 1000 --json | jq length)" $((rows + 2)) "strangers' noise is not in the record: $rows rows, and two logins"
is $(($(metric bad_ticket) - bad)) $((1 + 7 + 9)) "but counted"

# A token is good for five minutes around its time.  curl's clock is early, then the server's.
faketime=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -n 1)
sanitizer=$(ldd "$builddir/routing-fcgi" | sed -n 's/.*libasan.* => \([^ ]*\) .*/\1/p')	# wants to be first
if command -v faketime >/dev/null && [ -n "$faketime" ]; then
	offer "$(fresh faketime -f +6m)"
	is_problem 401 "a token of six minutes ahead is refused"
	check "for its time" logged '.*[Cc]lock skew'
	offer "$(fresh faketime -f +4m)"
	answers 200 "four minutes are let pass"
	sed -i 's/^QUEUE_TIMEOUT_SECONDS=.*/QUEUE_TIMEOUT_SECONDS=600/' "$site/env"
	environment+=(LD_PRELOAD="${sanitizer:+$sanitizer }$faketime" FAKETIME=+6m)
	restart
	before=$(grep -c 'Clock skew' "$site/fcgi.log")
	offer "$(fresh)"
	is_problem 401 "so is one of six minutes ago"
	check "for its time, too" wait_until 5 sh -c "[ \$(grep -c 'Clock skew' '$site/fcgi.log') -gt $before ]"
	environment=("${environment[@]:0:${#environment[@]}-2}")
	sed -i 's/^QUEUE_TIMEOUT_SECONDS=.*/QUEUE_TIMEOUT_SECONDS=60/' "$site/env"
	restart
else
	skipped "a token of six minutes ahead is refused" "faketime is not installed"
fi

# Another service's ticket, with its key in our keytab and without.
other_service() {
	directory_run user create svc-other "$directory_service_password" &&
	    directory_run spn add myapp/localhost svc-other &&
	    directory_run domain exportkeytab "$tmp/other.keytab" --principal=myapp/localhost
}
check "there is another service" other_service
sign_on alice --service-name myapp
is_problem 401 "a ticket for it is refused"
cp "$directory_keytab" "$tmp/both.keytab"
directory_run domain exportkeytab "$tmp/both.keytab" --principal=myapp/localhost >/dev/null 2>&1
cp "$tmp/both.keytab" "$tmp/keytab"
restart
sign_on alice --service-name myapp
is_problem 401 "also where the keytab has its key"
sign_on alice
answers 200 "where one for HTTP is good"
sed -i '$aKERBEROS_SERVICE=myapp' "$site/env"
restart
sign_on alice --service-name myapp
answers 200 "it is taken where KERBEROS_SERVICE names it"
sed -i /^KERBEROS_SERVICE/d "$site/env"
cp "$directory_keytab" "$tmp/keytab"
restart

# The directory is away, the KDC's tickets are not.
directory_freeze
sign_on alice
is_problem 503 "the directory away: 503"
directory_thaw
wait_until 10 directory_answers
sign_on alice
answers 200 "and back"
check "which is counted" test "$(metric away)" = 1
cache=$site/fcgi.sock.rcache
is "$(stat -c %a "$cache")" 600 "the cache of what was seen is nobody else's"
rm "$cache" && mkdir "$cache"
sign_on alice
is_problem 503 "without it nothing is taken"
rmdir "$cache"
sign_on alice
answers 200 "with it again"

# Names are not looked up, whatever krb5.conf says.
if command -v strace >/dev/null; then
	printf '[libdefaults]\ndns_lookup_realm = true\ndns_lookup_kdc = true\nrdns = true\ndns_canonicalize_hostname = true\n' >"$tmp/curious.conf"
	clean env KRB5_CONFIG="$tmp/curious.conf" strace -f -qq -e trace=connect,openat -o "$tmp/trace" \
	    "$builddir/routing-fcgi" -t >/dev/null 2>&1
	check "no resolver is asked at the start" sh -c "grep -q krb5 '$tmp/trace' && ! grep -E 'resolv.conf|htons\(53\)' '$tmp/trace'"
else
	skipped "no resolver is asked at the start" "strace is not installed"
fi

# In a browser.
chromium=$(command -v chromium || command -v chromium-browser)
python=$(PATH=/usr/bin:/bin:$PATH command -v python3)
if [ -n "$chromium" ] && [ -n "$python" ]; then
	browse() {	# what is to be seen, option ...
		KRB5_CONFIG=$directory_krb5_conf KRB5CCNAME=FILE:$tmp/cc.alice "$python" "$here/ticket_browser.py" "$chromium" "$BASE_URL/" "$@"
	}
	check "a browser that may send tickets is logged in, with no form" browse "Alice Adler" --auth-server-allowlist=localhost
	check "one that may not has the form" browse form
else
	skipped "a browser that may send tickets is logged in, with no form" "Chromium or python3 is not installed"
fi

check "no ticket is in a log" test -z "$(grep -lF "${seen:0:100}" "$site"/*.log "$site"/nginx/logs/*)"
check "though there are logs" grep -q /api/auth/negotiate "$site/nginx/logs/access.log"

# Whoever takes the keytab away stops single sign-on, not the site.
mv "$tmp/keytab" "$tmp/keytab.away"
sign_on alice
answers 200 "workers go on with the keys that they read"
check "new workers do without" sh -c 'for p in $(pgrep -P "$1"); do kill -KILL "$p"; done' sh "$fcgi_pid"
wait_until 15 healthy
token=
call GET /api/auth/negotiate
is_problem 404 "the form is left"
check "and a line in the log" wait_until 5 grep -q 'no single sign-on: KERBEROS_KEYTAB: .*No such file' "$site/fcgi.log"
mv "$tmp/keytab.away" "$tmp/keytab"

# Settings.
refused() {	# what stands in the message, NAME=value ...
	local want=$1 out

	shift
	out=$(clean env "$@" "$builddir/routing-fcgi" -t 2>&1) && return 1
	[[ $out == *"$want"* ]] || { echo "$out"; return 1; }
}
check "a keytab that is not there does not start" refused "KERBEROS_KEYTAB: $tmp/none: No such file" "KERBEROS_KEYTAB=$tmp/none"
echo nonsense >"$tmp/bad.keytab"
check "nor one that is none" refused "KERBEROS_KEYTAB: $tmp/bad.keytab: Unsupported key table format" "KERBEROS_KEYTAB=$tmp/bad.keytab"
check "nor one without the service's keys" refused "no key of a principal HTTP/" "KERBEROS_KEYTAB=$tmp/other.keytab"
check "nor a whole principal as the service" refused KERBEROS_SERVICE KERBEROS_SERVICE=HTTP/localhost
check "nor one without LDAP_BIND_DN" refused LDAP_BIND_DN LDAP_BIND_DN=
check "nor without a realm" refused LDAP_BASE_DN LDAP_BASE_DN=O=plant
cp "$directory_keytab" "$tmp/open.keytab" && chmod 644 "$tmp/open.keytab"
chmod 600 "$site/env"
check "nor one that everybody may read, in production" refused "chmod 600" ENVIRONMENT=production "KERBEROS_KEYTAB=$tmp/open.keytab"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	install -m 644 "$site/env" "$tmp/env.nobody"
	install -m 755 "$builddir/routing-fcgi" "$tmp/routing-fcgi"
	chmod 600 "$tmp/keytab"
	nobody() {
		local out

		out=$(clean env ROUTING_ML_ENV="$tmp/env.nobody" setpriv --reuid=65534 --regid=65534 --clear-groups "$tmp/routing-fcgi" -t 2>&1) && return 1
		[[ $out == *"KERBEROS_KEYTAB: $tmp/keytab: Permission denied"* ]] || { echo "$out"; return 1; }
	}
	check "nor one that may not be read" nobody
fi
check "config check tries it" sh -c 'echo "$1" | grep -Eq "^kerberos +ok +the keytab has keys for HTTP"' sh "$(clean "$ml" config check)"
finish
