#!/usr/bin/env bash
# Windows users log in: a real Active Directory (Samba's), the real nginx and workers.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
. "$here/directory.sh"

directory_start || skip_all "no directory: $directory_why"
site_make 400
cat >>"$site/env" <<-END
	LDAP_BASE_DN=$directory_base
	LDAP_DOMAIN=ADTEST
	LDAP_CA_FILE=$directory_ca
	LDAP_BIND_DN=svc-rml@ad.test
	LDAP_BIND_PASSWORD=$directory_service_password
	LDAP_TIMEOUT_SECONDS=2
	LDAP_RECHECK_SECONDS=2
	LDAP_GROUP_ADMIN=RoutingML Admins
	LDAP_GROUP_OPERATOR=CN=RoutingML Operators,OU=Groups,OU=Plant,$directory_base
	LDAP_GROUP_PLANNER=Nobody Has It; RoutingML Planners
END
env_is() {	# NAME=value ...: in the place of what is there; the server reads it anew
	local one

	for one in "$@"; do
		sed -i "/^${one%%=*}=/d" "$site/env"
		echo "$one" >>"$site/env"
	done
	[ -z "$fcgi_pid" ] || { end_process "$fcgi_pid"; fcgi_start; wait_until 15 healthy; }
}
env_is WINDOWS_LDAP_SERVER=$directory_url
site_start

enter() {	# name [, password [, address]]
	local request

	request=$(jq -nc --arg u "$1" --arg p "${2-$directory_password}" '{username: $u, password: $p}')
	token=
	send POST /api/auth/login "$request" --interface "${3:-127.0.0.1}"
	[ "$status" != 200 ] || token=$(value .access_token)
}
forget() {	# all failures so far
	sqlite3 "$site/registry.db" "PRAGMA busy_timeout = 5000; DELETE FROM login_attempts" >/dev/null
}

# Names, and what the groups make of them.
while IFS='|' read -r name username role display; do
	enter "$name" "${password:-$directory_password}"
	answers 200 "$name logs in"
	holds '.user.username == $u and .user.source == "ldap" and (.user.roles | last) == $r' \
	    "as $username, $role" --arg u "$username" --arg r "$role"
	[ -z "$display" ] || holds '.user.display_name == $d' "with the name that the directory has" --arg d "$display"
done <<-'END'
	alice|alice|planner|Alice Adler
	ALICE|alice|planner|
	ADTEST\alice|alice|planner|
	adtest\Alice|alice|planner|
	ad.test\alice|alice|planner|
	alice@ad.test|alice|planner|
	alice@AD.TEST|alice|planner|
	bob|bob|operator|
	carol|carol|admin|
	josé|josé|operator|
	JOSÉ@ad.test|josé|operator|
	o'neil|o'neil|planner|
	maxgroups|maxgroups|planner|
	judy|judy|planner|
END
enter 김철수 "$directory_korean_password"
answers 200 "a Korean name and a Korean password"
holds '.user.username == "김철수" and .user.display_name == "김철수"' "come through"
call GET /api/auth/me
answers 200 "and the session is known"

# How often is a password sent?
before=$(directory_binds alice)
enter alice
is $(($(directory_binds alice) - before)) 1 "a login is one bind"
before=$(directory_binds alice)
enter alice wrong
answers 401 "a wrong password is refused"
is $(($(directory_binds alice) - before)) 1 "a refused one too"
forget
before=$(directory_binds)
for password in "" "$(printf 'x%.0s' {1..300})"; do
	enter alice "$password"
	answers 401 "a password of ${#password} bytes is refused"
done
send POST /api/auth/login '{"username":"alice","password":"a\u0000b"}'
check "a NUL in a password is refused" [ "${status%??}" = 4 ]
enter 'OTHER\alice'
answers 401 "another domain's user is refused"
enter "$(printf 'x%.0s' {1..300})"
answers 401 "so is a name of 300 bytes"
is "$(directory_binds)" "$before" "and nobody was asked"
forget

# Each refusal has the same words; the log has the reason.
refusal=
while IFS='|' read -r name password why; do
	forget
	enter "$name" "${password:-$directory_password}"
	is_problem 401 "$name is refused ($why)"
	refusal=${refusal:-$(value '.detail + .code + .title')}
	is "$(value '.detail + .code + .title')" "$refusal" "in the same words"
	check "and the log says why" wait_until 5 grep -q "refused from 127.0.0.1:.*$why" "$site/fcgi.log"
done <<-END
	alice|wrong|wrong_password
	nobody||wrong_password
	erin||disabled
	grace||account_expired
	dave||dave is in none of the groups
	erin|wrong|wrong_password
	heidi|wrong|wrong_password
	al*||wrong_password
	alice)(uid=*||wrong_password
	planner|wrong|wrong_password
END
for name in frank heidi; do
	forget
	enter $name
	is_problem 401 "$name's password has expired"
	is "$(value .code)" password_expired "and he is told, as the directory took it for right"
done
forget
check "no password is in a log" test -z "$(grep -rlF -e "$directory_password" -e "$directory_service_password" "$site"/*.log "$site/nginx/logs")"
call GET /metrics
check "the reasons are counted" grep -Eq 'logins_total\{source="ldap",result="disabled"\} [1-9]' "$body"

# Too many: below the domain's own threshold, and the last one where he is known.
enter ivan
answers 200 "ivan logs in from his place"
for i in 1 2 3; do
	enter "$(sed -n ${i}p <<<$'ivan\nADTEST\\ivan\nIVAN@ad.test')" wrong 127.0.0.9
	answers 401 "wrong password $i in his name"
done
enter ivan wrong 127.0.0.9
is_problem 429 "the next one has to wait"
says 'retry-after: [0-9]+' "and is told how long"
enter ivan "$directory_password" 127.0.0.8
answers 429 "from another address too, be it right"
enter ivan wrong
answers 401 "he himself may err once more"
enter ivan
answers 429 "and no more"
enter bob
answers 200 "others are not concerned"
forget
enter ivan
answers 200 "the domain has not locked him"

# What changes in the directory.
enter bob
bob=$token
enter carol
carol=$token
send POST /api/auth/refresh '{}'
answers 200 "a login is renewed"
carol=$(value .access_token)
directory_run user disable bob >/dev/null
directory_run group removemembers "RoutingML Admins" carol >/dev/null
sleep 3
token=$bob
call GET /api/auth/me
answers 401 "a disabled user's session ends"
token=$carol
call GET /api/auth/me
holds '.user.roles == ["planner"]' "who left a group has the role that is left"
call GET /api/users
answers 403 "and no other"
directory_run user enable bob >/dev/null
directory_run group addmembers "RoutingML Admins" carol >/dev/null
token=$bob
call GET /api/auth/me
answers 401 "an ended session does not come back"

# Whoever takes another's name for his principal name does not take his session over.
env_is LDAP_UPN_SUFFIX=ad.test	# bare names are bound as principal names
enter judy
answers 200 "a bare name, completed by LDAP_UPN_SUFFIX"
judy=$token
directory_run user delete judy >/dev/null
check "bob calls himself judy@ad.test" directory_rename bob judy@ad.test
sleep 3
token=$judy
call GET /api/auth/me
answers 401 "a removed user's session ends, whoever has his name"
directory_rename bob bob@ad.test
env_is LDAP_UPN_SUFFIX=

# A local account beside it.
must_not() {
	! clean "$@" >"$tmp/must_not" 2>&1
}
check "a local account does not take a domain user's name" must_not "$ml" user add alice --role admin
check "and it is told" grep -q "the directory has a user alice" "$tmp/must_not"

# The domain is away: hung, closed, with a certificate that is not its own.
enter alice
alice=$token
directory_freeze
began=$(date +%s%N)
enter alice
took=$((($(date +%s%N) - began) / 1000000))
is_problem 503 "a hung directory: 503"
check "within LDAP_TIMEOUT_SECONDS and half a second ($took ms)" [ $took -ge 1900 -a $took -le 2700 ]
began=$(date +%s%N)
enter admin "$(password_of admin)"
took=$((($(date +%s%N) - began) / 1000000))
answers 200 "a local admin comes in meanwhile"
check "at once ($took ms)" [ $took -le 1500 ]
sleep 2.2
token=$alice
call GET /api/auth/me
answers 200 "who is logged in works on"
send POST /api/auth/refresh '{}'
is_problem 503 "and is not renewed unseen"
call GET /health/ready
holds '.checks.ldap.ok == false' "readiness tells that the directory is away"
directory_thaw
wait_until 10 directory_answers
enter alice
answers 200 "and back"
for certificate in other wrong; do
	directory_certificate $certificate
	before=$(directory_binds alice)
	enter alice
	is_problem 503 "a certificate that is $certificate: 503"
	is "$(directory_binds alice)" "$before" "and no password was sent"
done
directory_certificate good
directory_stop
enter alice
is_problem 503 "a directory that is gone: 503"
directory_up

# Several servers: a closed port, one that accepts and says nothing, one that drips, and the real one.
python3 "$here/tarpit.py" 127.0.0.1:0 silent >"$tmp/silent" &
silent=$!
python3 "$here/tarpit.py" 127.0.0.1:0 drip >"$tmp/drip" &
drip=$!
tarpits_end() {
	end_process $silent
	end_process $drip
}
cleanups+=(tarpits_end)
wait_until 10 test -s "$tmp/silent" && wait_until 10 test -s "$tmp/drip" || give_up "the tarpits do not listen"
env_is "WINDOWS_LDAP_SERVER=ldaps://127.0.0.1:1 ldaps://$(cat "$tmp/silent"), ldaps://$(cat "$tmp/drip") $directory_url" WORKERS=1
began=$(date +%s%N)
enter alice
took=$((($(date +%s%N) - began) / 1000000))
answers 200 "the first that answers is taken"
check "each of the others costs its limit at most ($took ms)" [ $took -le 5500 ]
began=$(date +%s%N)
enter alice
took=$((($(date +%s%N) - began) / 1000000))
check "and they are asked last from then on ($took ms)" [ $took -le 1500 ]

# StartTLS, and nothing in the clear.
env_is "WINDOWS_LDAP_SERVER=$directory_plain" LDAP_START_TLS=true WORKERS=$workers
enter alice
answers 200 "StartTLS"
directory_certificate other
before=$(directory_binds alice)
enter alice
is_problem 503 "StartTLS to another's certificate: 503"
is "$(directory_binds alice)" "$before" "and no password was sent"
directory_certificate good
refused() {	# what stands in the message, NAME=value ...
	local want=$1 out

	shift
	out=$(clean env "$@" "$builddir/routing-fcgi" -t 2>&1) && return 1
	[[ $out == *"$want"* ]] || { echo "$out"; return 1; }
}
check "ldap:// without TLS does not start" refused "passwords would cross the network" LDAP_START_TLS=false
check "nor by LDAP_ALLOW_PLAIN in production" refused LDAP_ALLOW_PLAIN LDAP_START_TLS=false LDAP_ALLOW_PLAIN=true \
    ENVIRONMENT=production
check "nor a directory without groups" refused "no group is mapped" LDAP_GROUP_ADMIN= LDAP_GROUP_OPERATOR= LDAP_GROUP_PLANNER=

# Codes that Samba does not give, by a door that does nothing else; and a bind that is never answered.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=codes \
    -addext 'subjectAltName=IP:127.0.0.1' -keyout "$tmp/codes.key" -out "$tmp/codes.crt" 2>/dev/null
python3 "$here/ldap_codes.py" 127.0.0.1 "$tmp/codes.crt" "$tmp/codes.key" >"$tmp/codes" &
codes=$!
codes_end() {
	end_process $codes
}
cleanups+=(codes_end)
wait_until 10 test -s "$tmp/codes" || give_up "ldap_codes.py does not listen"
code() {	# name
	printf '%s\n' "$directory_password" | clean env LDAP_START_TLS=false "WINDOWS_LDAP_SERVER=ldaps://$(cat "$tmp/codes")" \
	    "LDAP_CA_FILE=$tmp/codes.crt" "$ml" auth test "$1" --password-file - --json 2>/dev/null | jq -r .result
}
while read -r data why; do
	is "$(code "code$data")" "$why" "data $data is $why"
done <<-END
	525 unknown_user
	52e wrong_password
	530 not_at_this_hour
	531 not_at_this_workstation
	532 password_expired
	533 disabled
	701 account_expired
	773 must_change_password
	775 locked
	80090 wrong_password
END
began=$(date +%s%N)
is "$(code slow)" away "a bind that is not answered: the directory is away"
took=$((($(date +%s%N) - began) / 1000000))
check "within its limit ($took ms)" [ $took -ge 1900 -a $took -le 3000 ]

# The operator's look at it.
tested() {	# filter, arguments
	local filter=$1

	shift
	printf '%s\n' "$directory_password" | clean "$ml" auth test "$@" --json >"$tmp/tested" 2>"$tmp/tested.err"
	jq -e "$filter" "$tmp/tested" >/dev/null && ! grep -qF "$directory_password" "$tmp/tested" "$tmp/tested.err" ||
	    { cat "$tmp/tested" "$tmp/tested.err"; return 1; }
}
check "auth test shows each step" tested '.role == "planner" and (.steps | length) >= 6 and all(.steps[]; .milliseconds >= 0)' \
    alice --password-file -
check "auth test shows a refusal" tested '.result == "disabled" and .role == null' erin --password-file -
check "auth test --lookup needs no password" tested '.role == "operator"' bob --lookup
check "and shows the groups that he is in himself" tested 'any(.steps[].step; test("1 groups himself: CN=RoutingML Operators"))' \
    bob --lookup
check "config check asks the directory" clean "$ml" config check
finish
