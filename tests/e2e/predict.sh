#!/usr/bin/env bash
# Predictions, similar items and the item search, as a planner's program would ask for them.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
site_make
site_start
site_login planner

ask() {
	send POST /api/routing/predict "$1"
}

# What must be true of every answer.  $all: the answers of one request.
cat >"$tmp/lawful.jq" <<'EOF2'
def times: .p10 >= 0 and .p10 <= .p50 and .p50 <= .p90;
def operation:
	(.proc_seq | type == "number") and (.job_cd | length > 0) and
	(.support >= 0 and .support <= 1) and
	(.supported_by | .items <= .of and (.nearest | length) <= .items) and
	((.inside // false) | type == "boolean") and
	all(.alternatives[]?; .res_cd and .probability > 0 and .probability <= 1) and
	all(.setup_minutes, .run_minutes_per_unit | select(. != null); times) and
	((.time_source // "routing") | IN("work_results", "routing", "estimate"));
def candidate:
	(.probability > 0 and .probability <= 1) and
	(.kind | IN("observed", "composed")) and
	(.signature == ([.operations[].job_cd] | join(">"))) and
	(.operations | length > 0 and all(operation)) and
	([.operations[].proc_seq] | . == (unique)) and
	(.support.items >= 1) and (.source_items | length > 0) and
	all(.totals | .setup_minutes, .run_minutes, .lead_time_minutes | select(. != null); times);
def similar:
	(.item_code | length > 0) and .similarity >= 0 and .similarity <= 1.000001 and
	(.has_routing | type == "boolean") and
	([.contributions[].share] | all(. >= 0) and (add // 1) < 1.001);
def lawful:
	.item_code as $me |
	(.decision | IN("auto", "review", "no_answer")) and
	(if .decision == "no_answer" then (.reason | length > 0) else (.candidates | length > 0) end) and
	(.candidates | all(candidate)) and
	([.candidates[].rank] == [range(1; (.candidates | length) + 1)]) and
	([.candidates[].probability] | . == (sort | reverse) and (add // 0) <= 1.000001) and
	([.candidates[].signature] | length == (unique | length)) and
	([.candidates[].candidate_id] | length == (unique | length)) and
	([.similar_items[].similarity] | . == (sort | reverse)) and
	all(.similar_items[]; similar and .item_code != $me) and
	all(.candidates[].source_items[]; .item_code != $me) and
	(.model.version | test("^[0-9a-f]{16}$")) and (.model.sha256 | test("^[0-9a-f]{64}$"));
EOF2
law=$(cat "$tmp/lawful.jq")

call GET /health
live=$(value .model_version)

# One item.
ask '{"item_code":"ITEM_A001","context":{"quantity":50}}'
answers 200 "one item is answered"
holds "$law lawful" "by an answer that keeps the rules"
holds '.item_code == "ITEM_A001" and (.candidates | length | . >= 1 and . <= 4)' "with one to four candidates"
holds '.model.version == $v' "by the live model" --arg v "$live"
holds 'all(.candidates[]; .totals.quantity == 50)' "with totals for the quantity"
holds '.similar_items | length == 10' "with ten similar items"
holds '.existing_routings == []' "ITEM_A001 has no routing yet"
holds '.timings_us.total > 0' "and with the time it took"
jq -S 'del(.timings_us)' "$body" >"$tmp/single"

ask '{"item_code":"ITEM_A001","context":{"quantity":50}}'
jq -S 'del(.timings_us)' "$body" >"$tmp/again"
check "the same question has the same answer" cmp "$tmp/single" "$tmp/again"
ask '{"item_code":"  item_a001 ","context":{"quantity":50}}'
jq -S 'del(.timings_us)' "$body" >"$tmp/again"
check "blanks and case of the code do not matter" cmp "$tmp/single" "$tmp/again"
printf '%s\n' '{"item_code":"ITEM_A001","context":{"quantity":50}}' |
    clean "$ml" predict --batch - 2>"$tmp/cli.err" | jq -S 'del(.timings_us)' >"$tmp/again"
check "routing-ml predict says the same" diff "$tmp/single" "$tmp/again"
printf '%s\n' ITEM_A001 NO_SUCH_ITEM '{"item_code":1}' | clean "$ml" predict --batch - >"$tmp/batch" 2>/dev/null
is $? 1 "a batch with a line that fails exits with 1"
check "and answers all of them, in order" jq -se 'length == 3 and
    .[0].candidates and .[1].error.status == 404 and .[2].error.status == 422' "$tmp/batch"

# Setup is a lot's; run is a piece's.
ask '{"item_code":"ITEM_A001"}'
holds '.candidates[0].totals.quantity == 1' "without a quantity it is one piece"
cp "$body" "$tmp/one"
check "fifty pieces take fifty times the run time of one, and the same setup" \
    jq -ne --slurpfile a "$tmp/one" --slurpfile b "$tmp/single" '
	def near($x; $y): ($x - $y | fabs) <= 0.02 * ($y | fabs) + 0.02;
	($a[0].candidates[0].totals) as $p | ($b[0].candidates[0].totals) as $q |
	near($q.run_minutes.p50; 50 * $p.run_minutes.p50) and $q.setup_minutes == $p.setup_minutes'

# Many items, in the order asked, each with its own error.
call GET '/api/items?limit=100'
answers 200 "items are listed"
holds '.items | length == 100' "as many as asked for"
jq -c '[.items[].item_code]' "$body" >"$tmp/codes"
ask "$(jq -c '{item_codes: ., context: {quantity: 7}}' "$tmp/codes")"
answers 200 "a hundred items are answered at once"
holds "$law"' [.results[] | select(lawful | not) | .item_code] == []' "each by an answer that keeps the rules"
holds '[.results[].item_code] == $codes[0]' "in the order asked" --slurpfile codes "$tmp/codes"
holds '[.results[].candidates[].totals.quantity] | unique == [7]' "for the quantity asked"
holds '[.results[].candidates[0].probability] | unique | length > 10' "they are not all equally sure"
routed=$(value '[.results[] | select(.existing_routings | length > 0) | .item_code][0]')
ask '{"item_codes":["NO_SUCH_ITEM","ITEM_A001","품목없음","ITEM_A001"]}'
holds '(.results | length == 4) and .results[0].error.status == 404 and .results[0].item_code == "NO_SUCH_ITEM" and
	.results[1].candidates and .results[2].error.status == 404 and .results[2].item_code == "품목없음" and
	.results[3].candidates' "an item that fails has its error in its place"

# An item that has a routing shows it and is still predicted, from others.
ask "$(jq -nc --arg c "$routed" '{item_code: $c}')"
answers 200 "an item with a routing is answered"
holds '.existing_routings | length > 0 and all(.rout_no != null and (.operations | length > 0))' "with the routing it has"
holds '(.similar_items | length) > 0 and all(.similar_items[]; .item_code != $c) and
	all(.candidates[].source_items[]; .item_code != $c)' "which is no evidence for itself" --arg c "$routed"

# A part that is not in the ERP.
ask '{"item":{"ITEM_NM":"메카니컬 씰 링","ITEM_SPEC":"Φ45×32×8T STS304","PART_TYPE":"RING"},"context":{}}'
answers 200 "a part that is not in the ERP yet is answered"
holds "$law lawful" "by an answer that keeps the rules"
holds '[.similar_items[].contributions[].query | select(. != null)] | any(contains("Φ45×32×8T STS304") or contains("메카니컬 씰 링"))' \
    "Korean text comes back as it was"
ask '{"item":{}}'
check "of a part without any attribute nothing is invented" \
    jq -e '.status == 422 or .decision == "no_answer"' "$body"

# What if.
ask '{"item_code":"ITEM_A001","overrides":{"ITEM_SPEC":"Φ400×380×90T SUS316L 경질크롬도금"}}'
answers 200 "an attribute may be replaced"
jq -S 'del(.timings_us)' "$body" >"$tmp/again"
check "and that changes the answer" sh -c "! cmp -s '$tmp/single' '$tmp/again'"
ask '{"item_code":"ITEM_A001","context":{"exclude_outsourcing":true},"max_candidates":10}'
holds 'all(.candidates[].operations[]; .inside != false)' "without outsourcing no operation is outsourced"
ask '{"item_code":"ITEM_A001","context":{"as_of":"2019-01-01"}}'
answers 200 "one may ask as of an earlier day"
holds 'all(.candidates[].support.newest | select(. != null); . <= "2019-01-01")' "and gets evidence up to that day"
ask '{"item_code":"ITEM_A001","max_candidates":1,"top_k":3}'
holds '(.candidates | length) == 1 and (.similar_items | length) == 3' "fewer candidates and similar items may be asked for"
ask "$(jq -nc --arg v "$live" '{item_code: "ITEM_A001", model_version: $v}')"
holds '.model.version == $v' "a version may be named" --arg v "$live"

# What is refused, and names the field.
refused() {	# field, request
	ask "$2"
	if [ "$status" = 422 ] && jq -e --arg f "$1" '[.field // "", .detail] | any(contains($f))' "$body" >/dev/null; then
		passed "refused, naming $1: $(head -c 70 <<<"$2")"
	else
		failed "refused, naming $1: $(head -c 70 <<<"$2")"
		show_answer
	fi
}
refused item_code '{}'
refused item_code '{"item_code":""}'
refused item_code '{"item_code":null}'
refused item_code '{"item_code":"ITEM_A001","item":{"ITEM_NM":"x"}}'
refused item_codes '{"item_codes":[]}'
refused item_codes '{"item_codes":"ITEM_A001"}'
refused item_codes "$(jq -nc '{item_codes: [range(201) | tostring]}')"
refused item '{"item":["x"]}'
refused ITEM_NM '{"item":{"ITEM_NM":{"a":1}}}'
refused max_candidates '{"item_code":"ITEM_A001","max_candidates":0}'
refused max_candidates '{"item_code":"ITEM_A001","max_candidates":11}'
refused max_candidates '{"item_code":"ITEM_A001","max_candidates":2.5}'
refused top_k '{"item_code":"ITEM_A001","top_k":-1}'
refused top_k '{"item_code":"ITEM_A001","top_k":100000}'
refused context '{"item_code":"ITEM_A001","context":[]}'
refused quantity '{"item_code":"ITEM_A001","context":{"quantity":0}}'
refused quantity '{"item_code":"ITEM_A001","context":{"quantity":-3}}'
refused quantity '{"item_code":"ITEM_A001","context":{"quantity":"50"}}'
refused quantity '{"item_code":"ITEM_A001","context":{"quantity":1e300}}'
refused as_of '{"item_code":"ITEM_A001","context":{"as_of":"2025-13-01"}}'
refused exclude_outsourcing '{"item_code":"ITEM_A001","context":{"exclude_outsourcing":"yes"}}'
refused colour '{"item_code":"ITEM_A001","context":{"colour":"red"}}'
refused overrides '{"item_code":"ITEM_A001","overrides":"x"}'
refused model_version '{"item_code":"ITEM_A001","model_version":7}'
refused model_version '{"item_code":"ITEM_A001","model_version":"0123456789abcdef"}'
refused model_version '{"item_code":"ITEM_A001","model_version":"../../x"}'

# Similar items.
send POST /api/similarity/search '{"item_code":"ITEM_A001","top_k":5}'
answers 200 "similar items are found"
holds "$law"' .similar_items | length == 5 and all(similar) and all(.item_code != "ITEM_A001")' "with what each attribute contributes"
holds '[.similar_items[].contributions[0]] | all(.column and .share > 0)' "by column"
send POST /api/similarity/search '{"item":{"ITEM_SPEC":"Φ45×32×8T"}}'
answers 200 "also to a part that is not in the ERP"
send POST /api/similarity/search '{"item_code":"NO_SUCH_ITEM"}'
is_problem 404 "to an unknown item: 404"
send POST /api/similarity/search '{"item_code":"ITEM_A001","top_k":0}'
is_problem 422 "none at all cannot be asked for"

# The item search, page by page.
call GET '/api/items?limit=7'
holds '(.items | length) == 7 and .next_cursor != null' "the first page has a cursor"
jq -c '.items[].item_code' "$body" >"$tmp/pages"
for page in 2 3; do
	call GET "/api/items?limit=7&cursor=$(value '.next_cursor | @uri')"
	jq -c '.items[].item_code' "$body" >>"$tmp/pages"
done
is "$(sort -u "$tmp/pages" | wc -l)" 21 "three pages show no item twice"
check "and are the first of the long list" \
    jq -ne --slurpfile p "$tmp/pages" --slurpfile c "$tmp/codes" '$p == $c[0][:21]'
call GET '/api/items?query=item_a00&limit=20'
holds '[.items[].item_code] | index("ITEM_A001") != null' "a part of a code finds the item"
call GET /api/items/ITEM_A001
answers 200 "an item can be looked at"
holds '.item_code == "ITEM_A001" and (.attributes | length > 10)' "with its attributes"
name=$(value '.attributes.ITEM_NM | gsub("^ +| +$"; "")')
call GET "/api/items?limit=100&query=$(jq -rn --arg q "$name" '$q | @uri')"
holds '.items | length > 0' "and is found by its name, in Korean as it is"
call GET "/api/items?query=%27%3B%20DROP%20TABLE%20x%3B--"
holds '.items == []' "a query is a text and never SQL"
call GET "/api/items?query=%25"
check "and its percent sign is no wildcard" jq -e --argjson all 50 '.items | length < $all' "$body"
call GET "/api/items?cursor=garbage%21"
check "a cursor of somebody's own making does no harm" test "$status" = 422 -o "$status" = 200 -o "$status" = 400
send POST /api/routing/predict '{"item_code":"ITEM_A001"}' -H 'Accept-Language: ko-KR,ko;q=0.9'
holds '.reason == null or (.reason | test("[가-힣]"))' "a reason is in Korean where that is preferred"

# What was measured, and what was answered to each item that was held out.
clean "$ml" evaluate --answers "$tmp/answers" --json >"$tmp/measured" 2>"$tmp/cli.err"
is $? 0 "evaluate measures"
check "and writes a line for each test item" jq -e --slurpfile a "$tmp/answers" '
	.protocol.sampled_test_items == ($a | length) and ($a | all(.item_code and .planner and
	(.decision | IN("auto", "review", "no_answer")) and (.strata | length > 0)))' "$tmp/measured"
check "which add up to its exact@1" jq -e --slurpfile a "$tmp/answers" '
	([$a[] | select(.decision != "no_answer" and .planner == .candidates[0].signature)] | length) as $n |
	(.strata.all.model["exact@1"] - $n / ($a | length) | fabs) < 1e-3' "$tmp/measured"
clean "$ml" evaluate --answers "$tmp/no/such/folder/x" >/dev/null 2>"$tmp/cli.err"
is $? 1 "answers that cannot be written are told at once"
check "by their path" grep -q no/such/folder "$tmp/cli.err"
clean "$ml" evaluate --model V --answers "$tmp/no" >/dev/null 2>&1
is $? 2 "what a version once answered is not kept"

# Each issue of the data has the SQL that shows its rows, and the database understands it.
clean "$ml" quality report --json >"$tmp/quality" 2>"$tmp/cli.err"
jq -r '.issues[] | select(.sql) | .sql' "$tmp/quality" >"$tmp/sql"
check "most issues have it" test "$(wc -l <"$tmp/sql")" -ge 5
wrong=0
while IFS= read -r sql; do
	[ -n "$(sqlite3 -readonly "$erp" "$sql" 2>>"$tmp/cli.err" | head -1)" ] || {
		echo "# $sql" && wrong=$((wrong + 1))
	}
done <"$tmp/sql"
is $wrong 0 "and every one of them shows rows"

finish
