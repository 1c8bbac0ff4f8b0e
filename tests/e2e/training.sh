#!/usr/bin/env bash
# Training by the API, its accidents, and models changing under running workers.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"

# The training program, as a wrapper that tells us its process id, and waits while there is
# a file `hold`.
cat >"$tmp/trainer" <<EOF2
#!/bin/sh
echo \$\$ >"$tmp/trainer.pid"
while [ -e "$tmp/hold" ]; do sleep 0.02; done
exec "$ml" "\$@"
EOF2
chmod +x "$tmp/trainer"
site_make
echo "TRAINER_PROGRAM=$tmp/trainer" >>"$site/env"
site_start
site_login planner
planner_token=$token
site_login operator

live() {
	call GET /health
	value .model_version
}

# Every worker answers with that version: more requests in a row than there are workers.
all_live() {
	local i

	for i in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(live)" = "$1" ] || return 1
	done
}

is_live_soon() {	# version, sentence
	check "$2" wait_until 2 all_live "$1"
}

versions() {
	call GET /api/trainer/versions
	value '[.items[].version] | sort | join(" ")'
}

# `runs` holds the trainings' logs.
folders() {
	find "$site/models" -mindepth 1 -maxdepth 1 ! -name runs -printf '%f\n' | sort | tr '\n' ' '
}

run_is() {	# status ...
	call GET "/api/trainer/runs/$run"
	case " $* " in
	*" $(value .status) "*) return 0 ;;
	esac
	return 1
}

# run_start JSON: sets $run.
run_start() {
	rm -f "$tmp/trainer.pid"
	send POST /api/trainer/run "$1"
	run=$(value .run_id)
}

trainer() {
	cat "$tmp/trainer.pid"
}

# A run that is in the middle of its work, and stopped there.
run_stopped() {
	run_start "$1"
	wait_until 20 run_is running && kill -STOP "$(trainer)" && run_is running
}

v1=$(live)
before=$(folders)

# What is asked for is checked first.
for label in '../../x' '../x' 'a/b' '.hidden' '-x' 'a b' "$(printf 'x%.0s' {1..65})" '%2e%2e%2fx' $'a\nb'; do
	send POST /api/trainer/run "$(jq -nc --arg l "$label" '{version_label: $l, dry_run: true}')"
	if [ "$status" = 422 ] && jq -e '.field == "version_label"' "$body" >/dev/null; then
		passed "a label such as $(jq -nc --arg l "${label:0:20}" '$l') is refused"
	else
		failed "a label such as $(jq -nc --arg l "${label:0:20}" '$l') is refused"
		show_answer
	fi
done
send POST /api/trainer/run '{"activate":"yes"}'
is_problem 422 "an unknown kind of activation is refused"
send POST /api/trainer/run '{"labels":"x"}'
is_problem 422 "an unknown field is refused"
call GET /api/trainer/runs
holds '.items | all(.status == "completed")' "and no run was made of any of it"

# One at a time.
: >"$tmp/hold"
run_start '{"version_label":"first-try","activate":"never","note":"둘째 시험"}'
answers 202 "a run is accepted"
holds '.run_id and .status == "queued"' "and queued"
first=$run
send POST /api/trainer/run '{"dry_run":true}'
is_problem 409 "a second one is refused while it waits"
rm "$tmp/hold"
wait_until 20 run_is running && kill -STOP "$(trainer)"
run_is running
holds '.status == "running" and .progress >= 0 and .progress < 1 and (.stage | length > 0)' "the run tells its stage and progress"
call GET /api/trainer/status
holds '.status == "running" and .run_id == ($r | tonumber)' \
    "the trainer's status shows it" --arg r "$run"
send POST /api/trainer/run '{"dry_run":true}'
is_problem 409 "a second one is refused while it runs"
holds '.detail | contains($r)' "and told which one is in the way" --arg r "$run"
clean "$ml" train --dry-run >"$tmp/train.out" 2>&1
is $? 1 "so is one from the shell"
token=$planner_token
call DELETE "/api/trainer/runs/$run"
is_problem 403 "a planner may not cancel it"
site_login operator
call DELETE "/api/trainer/runs/$run"
check "an operator may" test "${status%?}" = 20
kill -CONT "$(trainer)"
check "it ends" wait_until 30 run_is cancelled
run_is cancelled
holds '.status == "cancelled" and .finished_at' "as cancelled"
call DELETE "/api/trainer/runs/$run"
is_problem 409 "what has ended cannot be cancelled"
is "$(folders)" "$before" "it leaves no folder behind"
is "$(versions)" "$v1" "and no version"
call GET "/api/trainer/runs/$run/log"
answers 200 "its log can be read"

# Killed.
run_stopped '{"version_label":"killed","activate":"always"}'
holds '.status == "running"' "another run is in the midst of its work"
kill -KILL "$(trainer)"
check "killed, it is failed" wait_until 30 run_is failed
run_is failed
holds '.status == "failed" and (.error | length > 0) and .finished_at' "with a reason"
is "$(versions)" "$v1" "there is no half version"
leftovers() {
	[ "$(folders)" = "$before" ] || { echo "$(folders), before: $before"; return 1; }
}
run_start '{"version_label":"dry","dry_run":true}'
answers 202 "the next run is accepted"
check "and completes" wait_until 60 run_is completed failed
run_is completed
holds '.status == "completed" and .progress == 1 and .dry_run' "dry"
check "nothing is left in the models' folder, neither of it nor of the killed one" leftovers
is "$(versions)" "$v1" "a dry run makes no version"

# A second model, of other data.
must "$ml" sample --items 1500 --seed 2 --url "sqlite:///$site/other.db"
mv "$site/other.db" "$erp"
run_start '{"version_label":"zweite-둘째","activate":"never"}'
check "a run on other data completes" wait_until 60 run_is completed failed
run_is completed
v2=$(value .version)
check "with another version" test -n "$v2" -a "$v2" != "$v1"
is "$(live)" "$v1" "which is not live, as asked"
call GET "/api/trainer/versions/$v2"
answers 200 "it can be looked at"
holds '.version == $v and .version_label == "zweite-둘째" and (.active | not) and (.manifest | type == "object")' \
    "with label and manifest" --arg v "$v2"
call GET "/api/trainer/versions/zweite-%EB%91%98%EC%A7%B8"
holds '.version == $v' "by its label, too" --arg v "$v2"
files_match() {
	local dir=$site/models/$v2 name sum

	for name in encoder.rml scaler.rml similarity_engine.rml routings.rml operations.rml times.rml feature_weights.json \
	    metrics.json training_request.json model_card.md; do
		[ -s "$dir/$name" ] || { echo "no $name"; return 1; }
		sum=$(jq -r --arg n "$name" '.files | if type == "array" then .[] | select(.name == $n) else .[$n] end | .sha256' \
		    "$dir/manifest.json")
		[ "$sum" = "$(sha256sum "$dir/$name" | cut -d' ' -f1)" ] || { echo "$name: the manifest says $sum"; return 1; }
	done
}
check "its folder holds every file of the contract, as the manifest has it" files_match
send POST "/api/trainer/versions/$v2/activate" '{}'
answers 200 "it is activated"
is_live_soon "$v2" "and live on every worker within two seconds, without a restart"
touch "$site/models/$v2/manifest.json"
sleep 1
check "a touched manifest is read again, and all is well" all_live "$v2"
call DELETE "/api/trainer/versions/$v2"
is_problem 409 "the live version cannot be deleted"

# Back.
send POST /api/trainer/rollback '{}'
answers 200 "rolled back"
is_live_soon "$v1" "the former one is live within two seconds"
call GET /api/trainer/history
holds '[.items[].version] | .[:3] == [$a, $b, $a]' "the history tells all of it, newest first" --arg a "$v1" --arg b "$v2"
holds '.items[0].actor == "operator" and (.items[0].at | test("Z$"))' "with who and when"
at=$(value '.items[1].at | @uri')
call GET "/api/trainer/history?at=$at"
holds '[.items[].version] == [$b]' "and what was live at a moment" --arg b "$v2"
call GET '/api/trainer/history?at=yesterday'
is_problem 422 "if the moment is one"
send POST /api/trainer/versions/0123456789abcdef/activate '{}'
is_problem 404 "what does not exist cannot be activated"
send POST '/api/trainer/versions/..%2f..%2fx/activate' '{}'
check "a path is no version" test "$status" = 404 -o "$status" = 422 -o "$status" = 400

# Damaged files.  The folder is written anew, as a copy from elsewhere would be.
damaged() {	# how, command on the file named $1
	mv "$site/models/$v2/times.rml" "$site/times.good"
	cp "$site/times.good" "$site/models/$v2/times.rml"
	sh -c "$2" - "$site/models/$v2/times.rml"
	ln -s "$v2" "$site/models/default.new" && mv -T "$site/models/default.new" "$site/models/default"
	sleep 1.5
	check "$1: it is refused and the old model answers on" all_live "$v1"
	call GET /health/ready
	check "$1: readiness tells" jq -e '.checks.model.detail | length > 0' "$body"
	check "$1: and the log says which file" grep -q 'times\.rml' "$site/fcgi.log"
	send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
	check "$1: predictions go on" jq -e --arg v "$v1" '.model.version == $v' "$body"
	clean "$ml" registry verify >"$tmp/verify" 2>&1
	check "$1: routing-ml registry verify finds it" test $? -ne 0
	send POST "/api/trainer/versions/$v2/activate" '{}'
	check "$1: it cannot be activated by the API" test "${status%??}" != 2
	mv "$site/times.good" "$site/models/$v2/times.rml"
	touch "$site/models/$v2/manifest.json"
	is_live_soon "$v2" "$1: made good, it is taken"
	ln -s "$v1" "$site/models/default.new" && mv -T "$site/models/default.new" "$site/models/default"
	is_live_soon "$v1" "$1: and the link back brings back the old one"
	: >"$site/fcgi.log"
}
damaged "a file cut short" 'truncate -s -100 "$1"'
damaged "a flipped bit" 'printf "\\001" | dd of="$1" bs=1 seek=$(($(stat -c %s "$1") / 2)) conv=notrunc status=none'
damaged "a file gone" 'rm "$1"'
damaged "an empty file" ': >"$1"'

call DELETE "/api/trainer/versions/$v2"
check "a version that is not live can be deleted" test "${status%?}" = 20
check "with its folder" test ! -e "$site/models/$v2"
is "$(versions)" "$v1" "and is gone from the list"
call GET /api/trainer/runs
holds '[.items[].status] == ["completed", "completed", "failed", "cancelled", "completed"]' "the runs are all there, newest first"

# if_better compares with what the live version's folder says.
against() {	# exact@1 of the live version [, file with its outcomes]
	local live=$site/models/ffffffffffffffff

	rm -rf "$live"
	mkdir -p "$live"
	jq -n --argjson x "$1" '{evaluation: {strata: {all: {model: {"exact@1": $x}}}}}' \
	    >"$live/metrics.json"
	[ -z "${2:-}" ] || cp "$2" "$live/outcomes.json"
	ln -sfn "${live##*/}" "$site/models/default"
	clean "$ml" train >"$tmp/table" 2>"$tmp/why"
}
against 1
check "a worse version does not go live, and the run says why" grep -q \
    "^not activated: exact@1 is 0\..* the live version's 1\.0000 on its own (0 items are in both.*; worse by " "$tmp/why"
is "$(readlink "$site/models/default")" ffffffffffffffff "what was live stays"
site_login operator
call GET '/api/trainer/runs?limit=1'
holds '.items[0].result | (.activated | not) and .comparison.on == "own_splits" and .comparison.measures["exact@1"].worse' \
    "the run's record says it, too"
against 0
check "a better one does" grep -q "^activated: exact@1 is 0\..* the live version's 0\.0000" "$tmp/why"
check "and is what is live" test "$(readlink "$site/models/default")" != ffffffffffffffff
call GET /api/trainer/history
holds '.items[0].reason | test("exact@1")' "and the history has the reason"
live_now=$site/models/$(readlink "$site/models/default")
check "what became of each test item is kept with the version" jq -e \
    '(.items | length) > 20 and ([.items[] | length] | unique) == [.fields | length]' "$live_now/outcomes.json"
finish
