#!/usr/bin/env bash
# The smoke test of a deployment.  Against any site:
#
#	BASE_URL=https://routing.example.com CURL_CA=ca.pem \
#	SMOKE_USER=operator SMOKE_PASSWORD=… tests/e2e/smoke.sh
#
# SMOKE_USER is an operator or administrator.  With SMOKE_PLANNER_USER and
# SMOKE_PLANNER_PASSWORD the refusal of a lesser role is tried, too.  SMOKE_ITEM names an
# item (ITEM_A001).  One training is run dry: it takes as long as a training does
# (SMOKE_TRAIN_SECONDS, 3600, is the limit) and changes nothing.
# Without BASE_URL a site is made in a temporary folder: that is how `make check` runs it.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"

if [ -z "${BASE_URL:-}" ]; then
	. "$here/site.sh"
	site_make
	site_start
	SMOKE_USER=operator SMOKE_PASSWORD=$(password_of operator)
	SMOKE_PLANNER_USER=planner SMOKE_PLANNER_PASSWORD=$(password_of planner)
fi
for program in curl jq; do
	command -v $program >/dev/null || give_up "$program is not installed"
done
: "${SMOKE_USER:?}" "${SMOKE_PASSWORD:?}"
item=${SMOKE_ITEM:-ITEM_A001}

call GET /health
answers 200 "GET /health answers"
holds '.status == "ok" and (.timestamp | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*Z$")) and (.version | length > 0)' \
    "it is ok, with time and version"
holds '.model_version | test("^[0-9a-f]{16}$")' "and with the version of the live model"

login "$SMOKE_USER" "$SMOKE_PASSWORD"
answers 200 "$SMOKE_USER logs in"
holds '(.access_token | length > 20) and .token_type == "bearer" and .expires_in > 0 and
	(.user.roles | length > 0)' "and gets a token"
operator_token=$token

send POST /api/routing/predict "$(jq -nc --arg i "$item" '{item_code: $i, context: {}}')"
answers 200 "a prediction for $item is answered"
holds '.item_code == $i and (.candidates | length > 0) and (.candidates[0].operations | length > 0)' \
    "with candidates and their operations" --arg i "$item"

run_ended() {
	call GET "/api/trainer/runs/$run"
	case $(value .status) in
	completed|failed|cancelled) return 0 ;;
	esac
	return 1
}

send POST /api/trainer/run '{"version_label":"smoke-test-v1","dry_run":true}'
answers 202 "a dry run of the training is accepted"
run=$(value .run_id)
holds '.run_id != null and .status == "queued"' "it is queued, with a number"
wait_until "${SMOKE_TRAIN_SECONDS:-3600}" run_ended
holds '.status == "completed" and .progress == 1' "it completes"

call GET /api/data-quality/metrics
answers 200 "the data quality is told"
holds 'type == "object" and length > 0' "as an object"

token=not.a.token
call GET /api/auth/me
is_problem 401 "a wrong token is refused with 401"
says 'www-authenticate: bearer' "which names the scheme"

if [ -n "${SMOKE_PLANNER_USER:-}" ]; then
	login "$SMOKE_PLANNER_USER" "${SMOKE_PLANNER_PASSWORD:-}"
	send POST /api/trainer/run '{"version_label":"smoke-test-v1","dry_run":true}'
	is_problem 403 "a planner may not train: 403"
else
	skipped "a planner may not train: 403" "no SMOKE_PLANNER_USER"
fi

token=$operator_token
send POST /api/routing/predict '{"item_code":"NO_SUCH_ITEM_7F3A"}'
is_problem 404 "an unknown item is 404"
send POST /api/routing/predict '{"item_code":17}'
is_problem 422 "a wrong body is 422"

call POST /api/auth/logout
call GET /api/auth/me
is_problem 401 "after logging out the token is worth nothing"
finish
