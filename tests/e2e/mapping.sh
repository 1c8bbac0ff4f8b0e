#!/usr/bin/env bash
# A plant of five columns whose names nobody foresaw, beside the one of the shipped profile in the
# same database: profiled, checked, learned and asked, from the shell and by API.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"
site_make
sqlite3 "$erp" "
	CREATE VIEW V_PART AS SELECT ITEM_CD AS PART_NO, ITEM_SPEC || ' ' || COALESCE(ADDITIONAL_SPEC, '') AS TITLE,
	    ITEM_MATERIAL AS MATL, PART_TYPE AS CLASS, DRAW_NO AS DWG FROM BI_ITEM_INFO_VIEW;
	CREATE VIEW V_OPERATION AS SELECT ITEM_CD AS PART_NO, PROC_SEQ AS OP_NO, JOB_CD AS OPERATION,
	    RUN_TIME AS CYCLE_TIME, INSRT_DT AS CREATED FROM BI_ROUTING_VIEW WHERE ROUT_NO = 'RT01';" ||
	give_up "the small plant's views could not be made"
site_start

# From the shell: a second site beside the first, with its own profile.
small=$tmp/small
mkdir -p "$small"
setting() {	# lines: the small site's settings
	printf '%s\n' ENVIRONMENT=development "DATABASE_URL=sqlite:///$erp" "MODEL_DIRECTORY=$small/models" \
	    "MODEL_REGISTRY_PATH=$small/registry.db" TRAINER_NICE=0 "$@" >"$small/env"
}
at_small() {
	env ROUTING_ML_ENV="$small/env" "$ml" "$@"
}
setting ERP_ITEM_VIEW=V_PART ERP_ROUTING_VIEW=V_OPERATION ERP_WORK_RESULT_VIEW=none
at_small mapping profile >"$body" 2>"$small/err" || note "$(cat "$small/err")"
check "a person sees columns, roles and examples" grep -qE '^OPERATION +job +0\.9' "$body"
at_small mapping profile --json >"$small/mapping.json" 2>/dev/null
cp "$small/mapping.json" "$body"
holds '.routings | .item == "PART_NO" and .sequence == "OP_NO" and .job == "OPERATION" and
	.run_time == "CYCLE_TIME" and .inserted == "CREATED"' "the operations' columns are found"
holds '.items.columns | .PART_NO.role == "key" and .TITLE.role == "text" and .MATL.role == "category" and
	.DWG.role == "drawing"' "and the items'"
setting "ERP_MAPPING=$small/mapping.json"
check "what was proposed fits as it stands" at_small mapping check
jq '.routings.sequence = "OPERATION" | .routings.resource = "MACHINE"' "$small/mapping.json" >"$small/wrong.json"
setting "ERP_MAPPING=$small/wrong.json"
at_small mapping check --json >"$body" 2>"$small/err"
is $? 1 "a profile that does not fit is no success"
holds '.missing == [{view: "V_OPERATION", field: "resource", column: "MACHINE"}]' "it names what is not there"
holds '[.mistyped[] | .column + " " + .expects] == ["OPERATION number"]' "and what holds something else"
setting "ERP_MAPPING=$small/mapping.json"
check "it is migrated" at_small db migrate
check "it is trained" at_small train --activate always
at_small predict --json ITEM_A001 >"$body"
is $? 0 "it is asked"
holds '.candidates[0].operations | length > 1 and (map(has("run_minutes_per_unit")) | any) and
	(map(has("setup_minutes") or has("res_cd")) | any | not)' \
    "and answers with what five columns can tell"
site_login planner
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
holds '.candidates[0].operations | map(has("res_cd")) | any' "while the first site answers as before"

# By API: the same profile in the place of the shipped one, and taken back.
site_login admin
call GET /api/mapping
answers 200 "the profile in use is told"
holds '.source == "default" and .version == 0 and .items.view == "BI_ITEM_INFO_VIEW"' "the shipped one"
put() {	# version, file
	send PUT /api/mapping "$(cat "$2")" -H "If-Match: \"$1\""
}
put 0 "$small/wrong.json"
is_problem 422 "one that does not fit is refused"
holds '.detail | test("MACHINE")' "by the column's name"
put 0 "$small/mapping.json"
answers 200 "one that fits is put"
holds '.source == "api" and .put_by == "admin" and .version == 1' "with who put it"
put 0 "$small/mapping.json"
is_problem 409 "a stale version is refused"
send POST /api/mapping/profile '{"view":"V_OPERATION","kind":"routings"}'
answers 200 "a view is profiled"
holds '[.columns[] | .field] | contains(["item", "sequence", "job"])' "with the fields that its columns play"
site_login operator
send POST /api/trainer/run '{"activate":"never"}'
answers 202 "a training of the server begins"
run=$(value .run_id)
run_ended() {
	call GET "/api/trainer/runs/$run"
	case $(value .status) in completed|failed|cancelled) ;; *) return 1 ;; esac
}
check "a training of the server ends" wait_until 60 run_ended
is "$(value .status)" completed "well"
check "it learned from the small plant's columns" jq -e \
    '[.columns[].name] | contains(["TITLE", "MATL"])' "$site/models/$(value .version)/metrics.json"
for rml in "$site/models/$(value .version)"/*.rml; do
	check "to the byte as the shell did: ${rml##*/}" cmp "$rml" "$small/models/default/${rml##*/}"
done
site_login admin
put 1 <(echo '{}')
answers 200 "an empty object takes it back"
holds '.source == "default" and .items.view == "BI_ITEM_INFO_VIEW"' "the shipped profile is in use again"
is "$(sqlite3 "$site/registry.db" 'SELECT COUNT(*) FROM mappings')" 2 "and what held is on record"

race() {	# number of one of several that put over the same version
	local all=$tmp tmp=$tmp/race.$1

	local body=$tmp/body headers=$tmp/headers
	mkdir "$tmp"	# send() writes there
	put 2 "$small/mapping.json"
	echo "$status" >"$all/race.status.$1"
}
racers=()
for i in 1 2 3 4 5 6; do
	race $i &
	racers+=($!)
done
wait "${racers[@]}"
is "$(sort "$tmp"/race.status.* | uniq -c | xargs)" "1 200 5 409" "of six that put at once one is taken, five are told"
is "$(sqlite3 "$site/registry.db" 'SELECT COUNT(*) FROM mappings')" 3 "and one is stored"
finish
