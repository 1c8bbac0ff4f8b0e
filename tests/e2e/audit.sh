#!/usr/bin/env bash
# Who did what is recorded, by API and from the shell; what is changed in the record is found; and
# what cannot be recorded does not happen.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"
site_make
me=$(id -un)
registry=$site/registry.db
site_start

audited() {	# jq filter over the rows of the API, sentence
	token=$admin_token
	call GET '/api/audit?limit=500'
	holds ".items |= map(select(.action | startswith(\"login.\") | not)) | $1" "$2" "${@:3}"
}
logins() {	# the same of logins alone
	token=$admin_token
	call GET '/api/audit?limit=500'
	holds "[.items[] | select(.action | startswith(\"login.\"))] | $1" "$2" "${@:3}"
}
verify() {
	clean "$ml" audit verify "$@"
}

site_login planner
planner_token=$token
site_login operator
operator_token=$token
site_login admin
admin_token=$token

# From the shell: making the site was recorded as well.
audited '[.items[] | select(.action == "user.add") | .subject] | sort == ["admin", "operator", "planner"]' \
    "users added from the shell are recorded"
audited 'all(.items[]; .source == "cli" and .actor == $me and (.address | length > 0))' \
    "with the account that did it, not what \$USER says" --arg me "$me"
audited '[.items[] | .action] | index("training.request") and index("training.end") and index("version.activate")' \
    "so is the training, its end and what it made live"
check "the record is whole" verify
USER=somebody must "$ml" user roles planner --role operator
must "$ml" user roles planner --role planner
audited '.items[0] | .action == "user.roles" and .actor == $me and .before.role == "operator" and .after.role == "planner"' \
    "a change of roles has before and after" --arg me "$me"
must "$ml" user disable operator
must "$ml" user enable operator
must "$ml" user passwd operator --password-file "$site/password.operator"
audited '[.items[0:3][].action] == ["user.password", "user.enable", "user.disable"]' "disabling, enabling and passwords too"
site_login operator
operator_token=$token
site_login planner
planner_token=$token

# Logins, refusals, accounts and tokens by API.
logins 'map(select(.action == "login.good")) | length >= 5 and all(.[]; .actor == .subject and .address == "127.0.0.1")' \
    "logins are recorded"
login planner 'not the password'
logins '.[0] | .action == "login.refused" and .subject == "planner" and .actor == null and .detail == "wrong_password"' \
    "a refusal with its reason, and without the password"
check "which stands nowhere" test -z "$(sqlite3 "$registry" "SELECT id FROM audit WHERE detail LIKE '%not the pass%' OR subject LIKE '%not the pass%' OR after_json LIKE '%not the pass%'")"
token=$planner_token
send POST /api/auth/logout '{}'
logins '.[0] | .action == "login.logout" and .actor == "planner"' "a logout"
site_login planner
planner_token=$token
token=$admin_token
send POST /api/users '{"username":"new","roles":["planner"]}'
audited '.items[0] | .action == "user.add" and .actor == "admin" and .subject == "new" and .after == {role: "planner", disabled: false, must_change_password: true}' \
    "a user is made"
token=$admin_token
send PATCH /api/users/new '{"roles":["operator"],"disabled":true,"reset_password":true}'
audited '[.items[0:3][].action] == ["user.password", "user.disable", "user.roles"] and .items[2].before.role == "planner" and
	.items[2].after.role == "operator" and .items[1].before.disabled == false and .items[1].after.disabled' "and changed: a row for each, with before and after"
token=$admin_token
send POST /api/tokens '{"name":"mes","role":"planner"}'
machine=$(value .token)
id=$(value .id)
audited '.items[0] | .action == "token.add" and .subject == "mes" and .after.role == "planner" and (.after | has("token") | not)' \
    "a token is made, and not told"
token=$machine
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
audited '.items[0] | .actor == "token:mes" and .source == "token"' "what it asks is recorded as its own"
token=$admin_token
call DELETE "/api/tokens/$id"
audited '.items[0] | .action == "token.revoke" and .actor == "admin"' "and revoked"

# Predictions.
token=$planner_token
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
answers 200 "an item is predicted"
decision=$(value .decision) model=$(value .model.version) request=$(sed -n 's/^x-request-id: //ip' "$headers" | tr -d '\r')
audited '.items[0] | .action == "predict" and .subject == "ITEM_A001" and .after == {decision: $d} and .model == $m and
	.actor == "planner" and .source == "local" and .address == "127.0.0.1" and .request_id == $r' \
    "item, version, decision, who, from where and the request are recorded" \
    --arg d "$decision" --arg m "$model" --arg r "$request"
token=$planner_token
send POST /api/routing/predict '{"item_codes":["ITEM_A001","품목없음","ITEM_A001"]}'
audited '[.items[0:3][] | .subject] == ["ITEM_A001", "품목없음", "ITEM_A001"] and .items[1].after.error == "not_found" and
	([.items[0:3][].request_id] | unique | length == 1)' "a request for several has a row an item"
token=$planner_token
send POST /api/routing/predict '{"item":{"ITEM_NM":"very secret bracket","ITEM_MATERIAL":"SUS304"}}'
answers 200 "a part that is in no ERP is predicted"
audited '.items[0].detail == "attributes given"' "and recorded"
is "$(sqlite3 "$registry" 'SELECT * FROM audit' | grep -c 'very secret\|e2e password')" 0 "without its attributes, and without any password"

# Changes by API.
token=$operator_token
call GET /api/training/features
version=$(value .version)
send PATCH /api/training/features '{"columns":{"DRAW_NO":{"enabled":false}}}' -H "If-Match: \"$version\""
answers 200 "a column is switched off"
audited '.items[0] | .action == "features.patch" and .actor == "operator" and .before.columns == {DRAW_NO: null} and
	.after.columns.DRAW_NO.enabled == false' "which is recorded"
call GET /api/mapping
jq '.items.columns.DRAW_NO.role = "drawing"' "$body" >"$tmp/mapping"
send PUT /api/mapping "$(cat "$tmp/mapping")" -H 'If-Match: "0"'
answers 200 "a mapping is put"
audited '.items[0] | .action == "mapping.put" and .before == {version: 0} and .after.version > 0' "which is recorded"
must "$ml" train --label second --activate never
token=$operator_token
send POST /api/trainer/versions/second/activate '{"reason":"봄 데이터"}'
answers 200 "a version is activated"
second=$(value .version)
audited '.items[0] | .action == "version.activate" and .subject == $v and .before.version == $m and .after.version == $v and
	.detail == "봄 데이터"' "with the version before, and the reason" --arg v "$second" --arg m "$model"
token=$operator_token
call POST /api/trainer/rollback
audited '.items[0] | .action == "version.rollback" and .after.version == $m' "rolled back" --arg m "$model"
token=$operator_token
call DELETE "/api/trainer/versions/$second"
answers 204 "and removed"
audited '.items[0] | .action == "version.delete" and .subject == $v' "all of it is recorded" --arg v "$second"
token=$operator_token
send POST /api/trainer/run '{"dry_run":true}'
answers 202 "a training is asked for"
run=$(value .run_id)
ended_run() {
	token=$operator_token
	call GET "/api/trainer/runs/$run"
	[ "$(value .status)" = completed ]
}
check "and ends" wait_until 120 ended_run
audited '[.items[] | select(.subject == $r) | [.action, .actor, .source]] ==
	[["training.end", "operator", "system"], ["training.request", "operator", "local"]]' \
    "its request and its end are recorded as his who asked" --arg r "run $run"

# The command line over it.
check "the record is whole" verify
head=$(verify --json | jq -r .head)
check "and follows from the head that was noted" verify --from "$head"
clean "$ml" audit list --action version.activate --actor operator --json >"$body"
holds 'length == 1 and .[0].detail == "봄 데이터"' "the list is filtered"
is "$(clean "$ml" audit list --limit 3 | wc -l)" 3 "and cut, for people"
clean "$ml" audit list --since yesterday >"$tmp/out" 2>&1
is $? 1 "what is no instant is refused"
verify --from 3 >"$tmp/out" 2>&1
is $? 2 "what is no head is a wrong call"
token=$operator_token
call GET /api/audit
is_problem 403 "the record is for administrators"

# Whoever can write to the file.
sqlite3 "$registry" ".backup '$tmp/whole.db'"
check "the database refuses a change" sh -c "! sqlite3 '$registry' \"UPDATE audit SET actor = 'kim' WHERE id = 5\" 2>/dev/null"
check "the record is whole still" verify
tampered() {	# sentence, SQL, what verify says
	local out

	sqlite3 "$registry" "DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete; $2"
	out=$(verify 2>&1)
	if [ $? -eq 1 ] && [[ $out == *"$3"* ]]; then
		passed "$1"
	else
		failed "$1"
		note "$out"
	fi
	sqlite3 "$registry" ".restore '$tmp/whole.db'"
}
tampered "who changes a row all the same is found" "UPDATE audit SET actor = 'kim' WHERE id = 5" 'row 5 is not what was written'
tampered "who removes one too" "DELETE FROM audit WHERE id = 6" 'row 6 is missing'
tampered "and the last one" "DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)" 'is missing'
tampered "and who swaps two" "UPDATE audit SET id = 999 WHERE id = 7; UPDATE audit SET id = 7 WHERE id = 8;
    UPDATE audit SET id = 8 WHERE id = 999" 'row 7 does not follow'
check "put back, the record is whole" verify --from "$head"

# What cannot be recorded does not happen.
sqlite3 "$registry" "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END"
token=$planner_token
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
is_problem 503 "a prediction that cannot be recorded is not answered"
says 'Retry-After: [0-9]' "to be asked again"
token=$operator_token
call GET /api/training/features
send PATCH /api/training/features '{"columns":{"DRAW_NO":null}}' -H "If-Match: \"$(value .version)\""
is_problem 503 "nor is a column switched"
call GET /api/training/features
holds '.columns.DRAW_NO.enabled == false' "it is as it was"
clean "$ml" user roles planner --role admin >"$tmp/out" 2>&1
is $? 1 "nor a role changed from the shell"
is "$(sqlite3 "$registry" "SELECT role FROM users WHERE username = 'planner'")" planner "it is as it was"
sqlite3 "$registry" "DROP TRIGGER full"
token=$planner_token
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
answers 200 "it goes on where there is room again"
check "and the record is whole" verify --from "$head"
finish
