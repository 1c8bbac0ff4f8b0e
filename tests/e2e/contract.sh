#!/usr/bin/env bash
# The published contract, held against the server: every example is answered with success,
# and every answer is of the form that the contract gives it.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
site_make
contract=$tmp/openapi.json
# Who the examples are about.
echo 'the present one' >"$tmp/password"
must "$ml" user add pat --role planner --password-file "$tmp/password"
site_start

call GET /api/openapi.json
cp "$body" "$contract"

faults() {	# method, path in the contract
	local type text=$body

	type=$(sed -nE 's/^content-type: *([^;[:space:]]*).*/\1/ip' "$headers")
	case $type in
	application/json|application/problem+json) ;;
	'') echo '""' >"$tmp/text"; text=$tmp/text ;;
	*) jq -Rs . "$body" >"$tmp/text"; text=$tmp/text ;;
	esac
	jq -r -L "$here" --slurpfile doc "$contract" --arg m "$1" --arg p "$2" --arg s "$status" \
	    'import "schema" as S; S::answer_faults($doc[0]; $m; $p; $s)' "$text" 2>&1
}

# The last answer is a success, and as the contract says.
fits() {	# method, path in the contract, sentence
	local found

	found=$(faults "$1" "$2")
	if [ "${status%??}" = 2 ] && [ -z "$found" ]; then
		passed "$1 $2: $3"
		echo "$1 $2" >>"$tmp/answered"
	else
		failed "$1 $2: $3"
		note "$found"
		show_answer
	fi
}

example() {	# method, path in the contract, name
	jq -c --arg m "${1,,}" --arg p "$2" --arg n "$3" \
	    '.paths[$p][$m].requestBody.content["application/json"].examples[$n].value' "$contract"
}

# try METHOD PATH NAME [address [curl option ...]]: sends the example.
try() {
	local request

	request=$(example "$1" "$2" "$3")
	[ "$request" != null ] || request='no such example'
	send "$1" "${4:-$2}" "$request" "${@:5}"
	echo "$1 $2 $3" >>"$tmp/tried"
	fits "$1" "$2" "the example '$3' is answered as it says"
}

ask() {		# method, path in the contract [, address]
	call "$1" "${3:-$2}"
	fits "$1" "$2" "is answered as the contract says"
}

for path in /health /health/ready /metrics /api/openapi.json; do
	ask GET $path
done

site_login admin
try POST /api/users planner
example POST /api/auth/login kim | jq -r .password >"$tmp/password"
must "$ml" user passwd kim --password-file "$tmp/password"
try POST /api/auth/login kim
site_login admin
try PATCH '/api/users/{name}' disable /api/users/kim
try PATCH '/api/users/{name}' reset /api/users/kim
ask GET /api/users
try POST /api/tokens mes
ask GET /api/tokens
ask DELETE '/api/tokens/{id}' "/api/tokens/$(jq -r '.items[0].id' "$body")"
ask GET /api/auth/me
login pat 'the present one'
try POST /api/auth/change-password change
token=$(value .access_token)
ask POST /api/auth/refresh
token=$(value .access_token)
ask POST /api/auth/logout
site_login admin

for name in one several 'new part' 'what if'; do
	try POST /api/routing/predict "$name"
done
send POST /api/routing/predict '{"item_codes":["NO_SUCH_ITEM"]}'
fits POST /api/routing/predict "an item's own error is as the contract says"
for name in one 'new part'; do
	try POST /api/similarity/search "$name"
done
ask GET /api/items '/api/items?query=ITEM&limit=50'
call GET '/api/items?limit=100'
jq -r '.items[].item_code' "$body" >"$tmp/codes"
while read -r code; do	# until one that has a routing
	call GET "/api/items/$code"
	[ "$(value '.routings | length')" = 0 ] || break
done <"$tmp/codes"
fits GET '/api/items/{code}' "an item with its routings is as the contract says"
send POST /api/routing/predict "$(jq -nc --arg c "$code" '{item_code: $c}')"
fits POST /api/routing/predict "so is a prediction with routings that exist"
ask GET /api/data-quality/metrics
ask GET /api/training/features
for name in 'switch off' mark 'take back'; do
	try PATCH /api/training/features "$name" /api/training/features -H "If-Match: \"$(value .version)\""
done

site_login admin
ask GET /api/mapping
for name in 'fewer columns' 'take back'; do
	try PUT /api/mapping "$name" /api/mapping -H "If-Match: \"$(value .version)\""
done
try POST /api/mapping/profile routings

ended_run() {
	call GET "/api/trainer/runs/$run"
	case $(value .status) in
	completed|failed|cancelled) ;;
	*) return 1 ;;
	esac
}
ask GET /api/trainer/status
for name in dry real; do
	try POST /api/trainer/run $name
	run=$(value .run_id)
	wait_until 120 ended_run
	fits GET '/api/trainer/runs/{id}' "the run that has ended is as the contract says"
	is "$(value .status)" completed "it completed"
done
ask GET '/api/trainer/runs/{id}/log' "/api/trainer/runs/$run/log"
ask GET /api/trainer/runs
ask GET /api/trainer/status
ask GET /api/trainer/versions
first=$(value '.items[0].version')
ask GET '/api/trainer/versions/{version}' "/api/trainer/versions/$first"
# Another version, of fewer data, to switch to and back.
must "$ml" sample --items 800 --seed 3 --url "sqlite:///$site/other.db"
mv "$site/other.db" "$erp"
must "$ml" train --label other --activate never
try POST '/api/trainer/versions/{version}/activate' why /api/trainer/versions/other/activate
ask POST /api/trainer/rollback
ask DELETE '/api/trainer/versions/{version}' /api/trainer/versions/other
ask GET /api/trainer/history
ask GET /api/audit
send POST /api/trainer/run '{"dry_run":true}'
run=$(value .run_id)
ask DELETE '/api/trainer/runs/{id}' "/api/trainer/runs/$run"

# Nothing was left out.
jq -r '.paths | to_entries[] | .key as $p | .value | to_entries[] |
	select(.key | IN("get", "post", "put", "patch", "delete")) | "\(.key | ascii_upcase) \($p)"' \
    "$contract" | sort -u >"$tmp/doors"
echo 'GET /api/auth/negotiate' >>"$tmp/answered"	# wants a KDC's ticket: kerberos.sh asks it
sort -u "$tmp/answered" >"$tmp/seen"
is "$(comm -23 "$tmp/doors" "$tmp/seen")" "" "every route was asked with success"
jq -r '.paths | to_entries[] | .key as $p | .value | to_entries[] | .key as $m |
	.value.requestBody.content["application/json"].examples // {} | keys[] |
	"\($m | ascii_upcase) \($p) \(.)"' "$contract" | sort >"$tmp/examples"
is "$(sort "$tmp/tried" | comm -23 "$tmp/examples" -)" "" "every example was sent"
finish
