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

call GET /api/auth/negotiate
is_problem 404 "it is off unless configured"
echo "KERBEROS_KEYTAB=$directory_keytab" >>"$site/env"
end_process "$fcgi_pid"
fcgi_start
call GET /api/auth/negotiate
is_problem 401 "without a ticket: 401"
says 'www-authenticate: Negotiate' "and a browser of the domain is asked for one"
call GET /api/auth/negotiate -H 'Sec-Fetch-Site: cross-site'
is_problem 403 "another site's page is not answered"

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
	maxgroups|planner|
	김철수|planner|$directory_korean_password
END
send POST /api/auth/refresh '{}'
answers 200 "and is renewed"

# Who has a ticket need not come in.
check "dave gets a ticket" ticket dave
sign_on dave
is_problem 401 "who is in no group is refused"
if grep -qi '^www-authenticate: negotiate' "$headers"; then
	failed "and not asked again"
else
	passed "and not asked again"
fi
check "bob gets a ticket" ticket bob
sign_on bob	# he keeps the ticket for this server
answers 200 "bob is logged in by it"
directory_run user disable bob >/dev/null
sign_on bob
is_problem 401 "who was disabled since is refused"
check "with the reason in the log" wait_until 5 grep -q 'refused from .*: the account is disabled' "$site/fcgi.log"
directory_run user enable bob >/dev/null

# What is no ticket, or not for us, or was seen before.
header() {	# the Authorization header of an attempt
	KRB5_CONFIG=$directory_krb5_conf KRB5CCNAME=FILE:$tmp/cc.alice curl -sS -v --cacert "$CURL_CA" -o /dev/null \
	    --negotiate -u : "$BASE_URL/api/auth/negotiate" 2>&1 | sed -n 's/^> [Aa]uthorization: Negotiate //p' | tr -d '\r' | tail -n 1
}
seen=$(header)
check "a ticket was sent" test ${#seen} -gt 500
call GET /api/auth/negotiate -H "Authorization: Negotiate $seen"
is_problem 401 "sent again it is refused"
check "as a replay" wait_until 5 grep -q 'refused from .*[Rr]e.\?play' "$site/fcgi.log"
changed=${seen:0:600}$([ "${seen:600:1}" = A ] && echo B || echo A)${seen:601}
for bad in "" x "====" "$changed" "${seen:0:400}" TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAO5CAAAADw== \
    "$(head -c 60000 /dev/zero | base64 -w0 | head -c 60000)" "YH8GBisGAQUFAqB1MHM="; do
	call GET /api/auth/negotiate -H "Authorization: Negotiate $bad"
	check "what is no ticket is refused (${#bad} characters, ${bad:0:12})" [ "$status" = 401 ]
done
call GET /health
answers 200 "and the worker lives"
check "no ticket is in a log" test -z "$(grep -lF "${seen:0:200}" "$site"/*.log "$site"/nginx/logs/* 2>/dev/null)"

# The directory is away, the KDC's tickets are not.
directory_freeze
sign_on alice
is_problem 503 "the directory away: 503"
directory_thaw
wait_until 10 directory_answers
sign_on alice
answers 200 "and back"
call GET /metrics
check "logins are counted" grep -Eq 'logins_total\{source="ldap",result="good"\} [1-9]' "$body"

# Settings.
refused() {	# what stands in the message, NAME=value ...
	local want=$1 out

	shift
	out=$(clean env "$@" "$builddir/routing-fcgi" -t 2>&1) && return 1
	[[ $out == *"$want"* ]] || { echo "$out"; return 1; }
}
check "a keytab that is not there does not start" refused KERBEROS_KEYTAB "KERBEROS_KEYTAB=$tmp/none"
echo nonsense >"$tmp/bad.keytab"
check "nor one that is none" refused KERBEROS_KEYTAB "KERBEROS_KEYTAB=$tmp/bad.keytab"
check "nor one without LDAP_BIND_DN" refused LDAP_BIND_DN LDAP_BIND_DN=
cp "$directory_keytab" "$tmp/open.keytab" && chmod 644 "$tmp/open.keytab"
chmod 600 "$site/env"
check "nor one that everybody may read, in production" refused "chmod 600" ENVIRONMENT=production "KERBEROS_KEYTAB=$tmp/open.keytab"
finish
