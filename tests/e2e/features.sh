#!/usr/bin/env bash
# What operators decide about columns holds for trainings, by API and command line, and in the
# predictions of the versions that come of them; what a prediction is asked never holds at all.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
command -v sqlite3 >/dev/null || skip_all "sqlite3 is not installed"
site_make
site_start
site_login operator

decide() {	# version, the columns' JSON
	send PATCH /api/training/features "{\"columns\":$2}" -H "If-Match: \"$1\""
}

column() {	# name, filter: of the last answer
	jq -r --arg n "$1" ".columns[\$n] | $2" "$body"
}

live() {
	call GET /health
	value .model_version
}

run_ended() {
	call GET "/api/trainer/runs/$run"
	case $(value .status) in completed|failed|cancelled) ;; *) return 1 ;; esac
}

call GET /api/training/features
answers 200 "the columns are told"
holds '.version == "0" and (.columns | length) == 41' "all of the view's, nothing decided yet"
holds '.model_version == $v' "beside the active version" --arg v "$(live)"
call GET /api/training/features
holds '[.columns[] | select(.importance != null) | .importance] | add > 0.9' "each with what it counts"
holds '.columns.ITEM_SPEC | .enabled and .role == "text" and .source == "profile" and
	.model_role == "text" and (.pending | not) and (.examples | length) > 0' "role, where from, examples"
holds '.columns | to_entries | all(.key == .value.name)' "by name"
says 'etag: (W/)?"0"' "with their version as ETag"

# Deciding.
first=$(live)
decide 0 '{"ITEM_SPEC":{"enabled":false},"GROUP1":{"role":"text"},"OUTDIAMETER_UNIT":{"enabled":false}}'
answers 200 "columns are switched off and marked"
is "$(column ITEM_SPEC '"\(.enabled) \(.source) \(.pending) \(.override.by)"')" "false operator true operator" \
    "as the answer shows, with who"
version=$(value .version)
decide 0 '{"ITEM_SPEC":null}'
is_problem 409 "a stale version is refused"
holds '.version == $v' "and told the current one" --arg v "$version"
decide "$version" '{"ITEM_CD":{"enabled":false}}'
is_problem 422 "the key stays"
site_login planner
decide "$version" '{"ITEM_SPEC":null}'
is_problem 403 "a planner decides nothing"
site_login operator

# Trained by the server.
send POST /api/trainer/run '{"activate":"always"}'
run=$(value .run_id)
check "a run of the server ends" wait_until 60 run_ended
run_ended
second=$(value .version)
check "with a version of its own" test -n "$second" -a "$second" != "$first"
holds '.activate == "always" and .status == "completed"' "completed"
dir=$site/models/$second
check "training_request.json tells the decisions, and whose they were" jq -e \
    '.features.version == 3 and .features.columns.ITEM_SPEC.enabled == false and
     .features.columns.GROUP1 == (.features.columns.GROUP1 | .role = "text" | .by = "operator")' "$dir/training_request.json"
check "the card tells them" grep -q '^- ITEM_SPEC: not used (operator, ' "$dir/model_card.md"
check "and each column's role and share" grep -qE '^\| GROUP1 \| text \| operator \| 0\.[0-9]+ ' "$dir/model_card.md"
check "metrics.json has the columns in use" jq -e \
    '[.columns[].name] | (index("ITEM_SPEC") | not) and index("GROUP1")' "$dir/metrics.json"
switched() {
	[ "$(live)" = "$second" ]
}
check "it goes live" wait_until 4 switched
call GET /api/training/features
is "$(column ITEM_SPEC '"\(.enabled) \(.pending) \(.model_role)"')" "false false ignore" "nothing is pending any more"

# In its predictions, and in those of the version before.
shares() {	# version, filter
	send POST /api/routing/predict "$(jq -nc --arg v "$1" '{item_code: "ITEM_A001", model_version: $v}')"
	value "[.similar_items[].contributions[].column] | unique | $2"
}
is "$(shares "$second" 'index("ITEM_SPEC")')" null "the column counts in no similarity of that version"
is "$(shares "$first" 'index("ITEM_SPEC") != null')" true "it does in the version before"
spec() {	# version, a spec in place of the ERP's
	send POST /api/routing/predict "$(jq -nc --arg v "$1" --arg s "$2" \
	    '{item_code: "ITEM_A001", model_version: $v, overrides: {ITEM_SPEC: $s}}')"
	jq -S 'del(.timings_us)' "$body" | sha256sum
}
is "$(spec "$second" 'M12x1.5 SUS304')" "$(spec "$second" 'Φ90 H7 CARBON')" "what it would be does not matter there"
check "but did before" test "$(spec "$first" 'M12x1.5 SUS304')" != "$(spec "$first" 'Φ90 H7 CARBON')"

# Trained from the shell: the same, until it is taken back.
must "$ml" train --label shell --activate never
call GET /api/trainer/versions/shell
is "$(value .version)" "$second" "the same decisions from the shell give the same version"
decide 3 '{"ITEM_SPEC":null,"GROUP1":null,"OUTDIAMETER_UNIT":null}'
answers 200 "the decisions are taken back"
must "$ml" train --label back --activate never
call GET /api/trainer/versions/back
is "$(value .version)" "$first" "and the next version is the first again"
is "$(sqlite3 "$site/registry.db" "SELECT group_concat(column_name || ' ' || old_enabled || '>' || enabled, ', ')
	FROM column_choices WHERE actor = 'operator' AND column_name = 'ITEM_SPEC'")" \
    "ITEM_SPEC -1>0, ITEM_SPEC 0>-1" "who decided what over what is on record"

# Nothing that a prediction is asked persists: not in the registry, the models or the ERP.  That it
# was asked is in the audit, without what it was told of the item.
decide 6 '{"PART_TYPE":{"enabled":false}}'
site_login planner
state() {
	sqlite3 "$site/registry.db" .dump | grep -vE '^INSERT INTO "?audit(_head)?"? '
	sqlite3 "$erp" .dump | sha256sum
	find "$site/models" -type f ! -path '*/cache/*' -exec sha256sum {} + | sort
	readlink "$site/models/default"
}
state >"$tmp/state.before"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
jq -S 'del(.timings_us)' "$body" >"$tmp/plain"
for request in '{"item_code":"ITEM_A001","overrides":{"PART_TYPE":"X","ITEM_SPEC":"M99","ITEM_MATERIAL":null},"context":{"exclude_outsourcing":true,"quantity":7,"as_of":"2020-01-01"}}' \
    '{"item":{"ITEM_CD":"NEW-1","ITEM_SPEC":"Φ45×32×8T","NEW_COLUMN":"x"},"max_candidates":1,"top_k":3}' \
    '{"item_codes":["ITEM_A001","NO_SUCH"],"overrides":{"GROUP1":"Z"}}' \
    '{"item_code":"ITEM_A001","columns":{"ITEM_SPEC":{"enabled":false}}}'; do
	send POST /api/routing/predict "$request"
done
is_problem 422 "a prediction takes no decisions about columns"
send POST /api/similarity/search '{"item":{"ITEM_SPEC":"M10"},"top_k":5}'
answers 200 "similar items as well"
state >"$tmp/state.after"
check "after all of it registry, models and ERP are the same to the byte" cmp "$tmp/state.before" "$tmp/state.after"
check "the state is not empty" grep -q column_choices "$tmp/state.before"
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
jq -S 'del(.timings_us)' "$body" >"$tmp/again"
check "and a plain question has its plain answer" cmp "$tmp/plain" "$tmp/again"

# Without the ERP the active version tells.
mv "$erp" "$erp.away"
site_login operator
call GET /api/training/features
answers 200 "the columns are told while the ERP is away"
holds '.columns.ITEM_SPEC | .in_view == null and .enabled and (.examples | length) > 0' "as the active version knows them"
decide 7 '{"PART_TYPE":null}'
answers 200 "and decided about"
mv "$erp.away" "$erp"
finish
