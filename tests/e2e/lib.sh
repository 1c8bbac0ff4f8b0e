# Checks over HTTP, printed as TAP.  Sourced by the scripts beside it; needs bash, curl, jq.
#
#	call GET /health			asks $BASE_URL; then $status, $body and $headers
#	send POST /api/… '{"json":1}'		(files) hold the answer.  $token goes along if set.
#	answers 404 "sentence"			a check of the status
#	holds '.jq == "filter"' "sentence"	a check of the body
#	says 'Header: pattern' "sentence"	a check of a header (extended expression, any case)
#	check "sentence" command ...		a check of anything
# A script ends with `finish`.

set -u
export LC_ALL=C.UTF-8

number=0
failures=0
token=
status=
tmp=$(mktemp -d "${TMPDIR:-/tmp}/rml.XXXXXX") || exit 99
body=$tmp/body
headers=$tmp/headers
sent_to=
cleanups=()

cleanup() {
	local i

	trap - EXIT
	for ((i = ${#cleanups[@]} - 1; i >= 0; i--)); do
		"${cleanups[$i]}"
	done
	[ -n "${KEEP:-}" ] && echo "# kept: $tmp" || rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

passed() {
	number=$((number + 1))
	echo "ok $number - $*"
}

failed() {
	number=$((number + 1))
	failures=$((failures + 1))
	echo "not ok $number - $*"
}

skipped() {	# sentence, reason
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

give_up() {
	echo "Bail out! $*"
	exit 99
}

finish() {
	echo "1..$number"
	[ $failures -eq 0 ]
	exit
}

check() {	# sentence, command ...
	local sentence=$1 out

	shift
	if out=$("$@" 2>&1); then
		passed "$sentence"
	else
		failed "$sentence"
		note "$*"
		[ -z "$out" ] || note "$out"
	fi
}

is() {	# got, wanted, sentence
	if [ "$1" = "$2" ]; then
		passed "$3"
	else
		failed "$3"
		note "got '$1', wanted '$2'"
	fi
}

show_answer() {
	note "$sent_to: status $status"
	note "$(head -c 1500 "$body" 2>/dev/null)"
}

answers() {	# status, sentence
	if [ "$status" = "$1" ]; then
		passed "$2"
	else
		failed "$2"
		note "wanted $1"
		show_answer
	fi
}

holds() {	# jq filter, sentence [, jq options ...]
	local filter=$1 sentence=$2 out

	shift 2
	# jq takes an empty answer for success.
	if out=$(jq -e "$@" "$filter" "$body" 2>&1) && [ -n "$out" ]; then
		passed "$sentence"
	else
		failed "$sentence"
		note "$filter: $out"
		show_answer
	fi
}

says() {	# header expression, sentence
	if grep -qiE "^$1" "$headers"; then
		passed "$2"
	else
		failed "$2"
		note "no header is like '$1'"
		note "$(tr -d '\r' <"$headers")"
		show_answer
	fi
}

# The answer is a problem of RFC 9457 as the contract has it.
is_problem() {	# status, sentence
	local filter='.status == $s and (.type | type == "string") and (.title | length > 0) and
		(.detail | length > 0) and (.code | length > 0) and (.request_id | length > 0)'

	if [ "$status" = "$1" ] && jq -e --argjson s "$1" "$filter" "$body" >/dev/null 2>&1 &&
	    grep -qi '^content-type: application/problem+json' "$headers"; then
		passed "$2"
	else
		failed "$2"
		note "wanted a problem of status $1"
		note "$(grep -i '^content-type' "$headers")"
		show_answer
	fi
}

call() {	# method, path, curl options ...
	local method=$1 path=$2

	shift 2
	[ -z "$token" ] || set -- -H "Authorization: Bearer $token" "$@"
	[ "$method" != HEAD ] || set -- --head "$@"
	sent_to="$method $path"
	: >"$body"
	: >"$headers"
	status=$(curl -sS --max-time "${CALL_SECONDS:-60}" ${CURL_CA:+--cacert "$CURL_CA"} \
	    -o "$body" -D "$headers" -w '%{http_code}' -X "$method" "$@" "$BASE_URL$path" \
	    2>"$tmp/curl.err") || note "$sent_to: $(cat "$tmp/curl.err")"
}

send() {	# method, path, JSON, curl options ...
	local method=$1 path=$2 json=$3

	shift 3
	printf '%s' "$json" >"$tmp/sent"
	call "$method" "$path" -H 'Content-Type: application/json' --data-binary "@$tmp/sent" "$@"
}

value() {	# jq filter: of the body
	jq -r "$1" "$body" 2>/dev/null
}

# Sets $token, or empties it.
login() {	# user, password
	local request

	request=$(jq -nc --arg u "$1" --arg p "$2" '{username: $u, password: $p}')
	token=
	send POST /api/auth/login "$request"
	[ "$status" != 200 ] || token=$(value .access_token)
	[ -n "$token" ]
}

# wait_until 10 command ...: true as soon as the command is, false after so many seconds.
wait_until() {
	local end=$((SECONDS + $1 + 1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}
