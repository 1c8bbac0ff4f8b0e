#!/usr/bin/env bash
# Hostile strings (hostile.txt) in every path, parameter, header, cookie and field of every
# route: refused or taken as what they are, told to nobody, and nothing of them raw in a log.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
command -v python3 >/dev/null || skip_all "python3 is not installed"

# Takes what the server hands to a training, and trains nothing.
cat >"$tmp/trainer" <<EOF2
#!/bin/sh
printf '%s\n' "\$@" >>"$tmp/trainer.arguments"
EOF2
chmod +x "$tmp/trainer"
site_make 400
echo "TRAINER_PROGRAM=$tmp/trainer" >>"$site/env"
cd "$tmp"	# where a command that was let in would leave its file
echo "LOGIN_ATTEMPTS=100" >>"$site/env"
site_start
site_login planner
planner_token=$token
site_login admin

call GET /api/openapi.json
cp "$body" "$tmp/openapi.json"
children() {
	tr ' ' '\n' <"/proc/$fcgi_pid/task/$fcgi_pid/children" | grep -v '^$' | sort -n
}
workers_before=$(children)
python3 "$here/injection.py" "$BASE_URL" "$CURL_CA" "$tmp/openapi.json" "$here/hostile.txt" "$token" \
    >"$tmp/places" 2>"$tmp/injection.err"
is $? 0 "all of it was asked"
[ ! -s "$tmp/injection.err" ] || note "$(tail -n 5 "$tmp/injection.err")"
while IFS=$'\t' read -r place asked faults; do
	is "$faults" - "$place: $asked hostile requests"
done <"$tmp/places"
check "they were thousands" awk -F '\t' '{ n += $2 } END { exit n < 5000 }' "$tmp/places"

is "$(children)" "$workers_before" "no worker fell"
check "nothing was run" test -z "$(find "$tmp" -name PWNED)"
check "a training got a number and nothing of the request" \
    sh -c "grep -q . '$tmp/trainer.arguments' && ! grep -vxE 'train|--run|[0-9]+' '$tmp/trainer.arguments'"
token=$planner_token
call GET /api/items?limit=1
answers 200 "and the site lives on"

# The logs.  A line is one that we wrote, whatever a request held.
raw='[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]'
check "the server's log has no control character" sh -c "! LC_ALL=C grep -nP '$raw' '$site/fcgi.log'"
check "nor a line that a client wrote" \
    sh -c "! grep -vE '^(debug|info|warn|error) [0-9T:.-]+Z [0-9]+ (req=[0-9a-f]{32} )?[a-z-]+: ' '$site/fcgi.log'"
sleep 1.2
check "nor has nginx's" sh -c "! LC_ALL=C grep -nP '$raw' '$site/nginx/logs/access.log' '$site/nginx/logs/error.log'"
check "whose lines are UTF-8" iconv -f UTF-8 -t UTF-8 -o /dev/null "$site/nginx/logs/access.log"
check "and JSON, one object each" jq -e -n '[inputs] | all(type == "object" and (.request_id | length) == 32)' \
    "$site/nginx/logs/access.log"
check "no log holds the token" sh -c "! grep -rF '${token:0:60}' '$site/nginx/logs' '$site/fcgi.log'"
finish
