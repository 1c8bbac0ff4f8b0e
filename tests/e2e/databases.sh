#!/usr/bin/env bash
# Every kind of database as the ERP's and as the registry's: a PostgreSQL cluster of our own,
# Access files, and SQL Server where MSSQL_TEST_URL names one that may be written.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
. "$here/postgres.sh"

pg_make
pg_sql postgres 'CREATE DATABASE erp' && pg_sql postgres 'CREATE DATABASE registry' ||
    give_up "CREATE DATABASE failed"

# The unit tests' promises, kept by a server.
on_server() {	# sentence, variable=URL, filter
	if ! [ -x "$builddir/tests/unit-site" ]; then
		skipped "$1" "Criterion is not installed"
		return
	fi
	check "$1" suite "$2" "$3"
}

suite() {	# variable=URL, filter
	local out

	out=$(env -u MSSQL_TEST_URL -u POSTGRESQL_TEST_URL "$1" srcdir="$sources" "$builddir/tests/unit-site" -j1 --filter "$2" 2>&1) || { echo "$out"; return 1; }
	# None at all would pass as well; those of another server are skipped.
	[[ $out =~ Passing:\ ([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -gt 0 ] || { echo "$out"; return 1; }
}

servers() {	# name, URL, variable of data_server.c
	local suite

	on_server "$1: what goes in comes out" "$3=$2" 'server/*'
	on_server "$1: the staging table" "$3=$2" 'staging/*'
	for suite in migrate runs versions activate users sessions columns mappings attempts api_tokens audit audit_tamper login; do
		on_server "$1: the registry's $suite" "REGISTRY_TEST_URL=$2" "$suite/*"
	done
}

servers PostgreSQL "$(pg_url postgres)" POSTGRESQL_TEST_URL
if [ -n "${MSSQL_TEST_URL:-}" ]; then
	servers "SQL Server" "$MSSQL_TEST_URL" MSSQL_TEST_URL
else
	skipped "SQL Server: as the ERP and as the registry" "MSSQL_TEST_URL is not set"
fi

# One plant is one model, whatever holds it.  A folder a database.
trained() {	# name, URL, views' prefix
	local dir=$tmp/$1

	mkdir -p "$dir"
	printf '%s\n' ENVIRONMENT=development "DATABASE_URL=$2" "MODEL_DIRECTORY=$dir/models" \
	    "MODEL_REGISTRY_PATH=$dir/registry.db" TRAINER_THREADS=1 TRAINER_NICE=0 >"$dir/env"
	[ -z "${3:-}" ] || printf '%s\n' "ERP_ITEM_VIEW=$3BI_ITEM_INFO_VIEW" \
	    "ERP_ROUTING_VIEW=$3BI_ROUTING_VIEW" "ERP_WORK_RESULT_VIEW=$3BI_WORK_ORDER_RESULTS" >>"$dir/env"
	env ROUTING_ML_ENV="$dir/env" "$ml" db migrate &&
	    env ROUTING_ML_ENV="$dir/env" "$ml" train --activate always
}

same_model() {	# name, name
	local f n=0

	for f in "$tmp/$1"/models/default/*.rml; do
		cmp "$f" "$tmp/$2/models/default/${f##*/}" || return
		n=$((n + 1))
	done
	[ $n -ge 7 ] || { echo "only $n files"; return 1; }
}

plant() {	# URL
	env -u ROUTING_ML_ENV "$ml" sample --force --items 400 --seed 4 --url "$1" >"$tmp/sample.log" 2>&1 ||
	    { note "$(cat "$tmp/sample.log")"; give_up "no sample factory in $1"; }
}

plant "sqlite:///$tmp/plant.db"
plant "$(pg_url erp)"
check "SQLite: trained" trained sqlite "sqlite:///$tmp/plant.db"
check "PostgreSQL: trained" trained postgresql "$(pg_url erp)"
check "PostgreSQL and SQLite: the same model, to the byte" same_model sqlite postgresql
# What rows come first is the server's affair.
pg_sql erp 'CREATE TABLE t AS SELECT * FROM "BI_ITEM_INFO_VIEW" ORDER BY "ITEM_NM", "ITEM_CD" DESC;
	DROP TABLE "BI_ITEM_INFO_VIEW"; ALTER TABLE t RENAME TO "BI_ITEM_INFO_VIEW"'
check "PostgreSQL, rows in another order: trained" trained reordered "$(pg_url erp)"
check "rows in another order: the same model, to the byte" same_model sqlite reordered
if [ -n "${MSSQL_TEST_URL:-}" ]; then
	plant "$MSSQL_TEST_URL"
	check "SQL Server: trained" trained mssql "$MSSQL_TEST_URL"
	check "SQL Server and SQLite: the same model, to the byte" same_model sqlite mssql
else
	skipped "SQL Server and SQLite: the same model, to the byte" "MSSQL_TEST_URL is not set"
fi

# The views of sql/erp: over the sample factory, and over an ERP that has none.
base='CREATE TABLE item_master (item_no VARCHAR(20), name VARCHAR(40), specification VARCHAR(80),
		material VARCHAR(20), item_type VARCHAR(8), drawing_no VARCHAR(20), drawing_rev VARCHAR(4),
		outer_diameter DECIMAL(9,2), inner_diameter DECIMAL(9,2), thickness DECIMAL(9,2), length_unit VARCHAR(4));
	CREATE TABLE routing (routing_id INTEGER, item_no VARCHAR(20), routing_no VARCHAR(4), valid_from DATE,
		valid_to DATE, created_at DATE);
	CREATE TABLE routing_operation (routing_id INTEGER, seq_no INTEGER, operation_code VARCHAR(8),
		work_center VARCHAR(8), setup_time DECIMAL(9,2), run_time DECIMAL(9,2), base_quantity INTEGER,
		time_unit VARCHAR(8), in_house INTEGER);
	CREATE TABLE operation (operation_code VARCHAR(8), name VARCHAR(40));
	CREATE TABLE work_center (code VARCHAR(8), name VARCHAR(40));
	CREATE TABLE work_report (item_no VARCHAR(20), routing_no VARCHAR(4), seq_no INTEGER, operation_code VARCHAR(8),
		work_center VARCHAR(8), reported_at DATE, machine_hours DECIMAL(9,2), setup_hours DECIMAL(9,2), quantity INTEGER);'
rows=$(sqlite3 "$tmp/plant.db" 'SELECT COUNT(*) FROM BI_ROUTING_VIEW')
views() {	# name, URL, command that runs SQL from its input
	local name=$1 url=$2

	shift 2
	printf "%s\n" "$base" | "$@" && "$@" <"$sources/sql/erp/$name/example_views.sql" || return
	mkdir -p "$tmp/views-$name"
	printf '%s\n' ENVIRONMENT=development "DATABASE_URL=$url" "MODEL_DIRECTORY=$tmp/views-$name" \
	    "MODEL_REGISTRY_PATH=$tmp/views-$name/registry.db" >"$tmp/views-$name/env"
	env ROUTING_ML_ENV="$tmp/views-$name/env" "$ml" mapping check
}
sqlite3 "$tmp/plant.db" <"$sources/sql/erp/sqlite/routing_data.sql"
is "$(sqlite3 "$tmp/plant.db" 'SELECT COUNT(*) FROM routing_data')" "$rows" "SQLite: routing_data has each operation"
pg_in() { PGOPTIONS='-c client_min_messages=warning' "$pg_bin/psql" -h "$pg_dir" -p $pg_port -U rml -d "$1" -Atq -v ON_ERROR_STOP=1; }
pg_in erp <"$sources/sql/erp/postgresql/routing_data.sql"
is "$(pg_sql erp 'SELECT COUNT(*) FROM routing_data')" "$rows" "PostgreSQL: routing_data has each operation"
is "$(pg_sql erp "SELECT string_agg(lower(column_name), ' ' ORDER BY ordinal_position) FROM information_schema.columns
	WHERE table_name = 'routing_data'")" \
    "$(sqlite3 "$tmp/plant.db" "SELECT group_concat(lower(name), ' ') FROM (SELECT name FROM pragma_table_info('routing_data') ORDER BY cid)")" \
    "with the same columns in both"
staging_columns() {
	sed -n 's/^\t\([A-Z_0-9]*\) .*/\1/p' "$sources/sql/erp/$1/staging.sql" | grep -v PRIMARY
}
for dialect in postgresql mssql; do
	is "$(staging_columns $dialect)" "$(staging_columns sqlite)" "$dialect: the staging table has SQLite's columns"
done
check "SQLite: the example views suit the default profile" views sqlite "sqlite:///$tmp/base.db" sqlite3 "$tmp/base.db"
pg_sql postgres 'CREATE DATABASE base'
check "PostgreSQL: the example views suit the default profile" views postgresql "$(pg_url base)" pg_in base

# Access: both formats, and their rows in SQLite; the one memo that the driver cuts is cut there too.
for format in accdb mdb; do
	cp "$sources/tests/data/plant.$format" "$tmp/plant.$format"
	check "Access .$format: trained" trained $format "access:///$tmp/plant.$format" dbo_
done
# A share tells who holds a file for himself by refusing to open it; here the file's mode does.
held() {
	local out

	out=$(unprivileged env -i PATH="$PATH" DATABASE_URL="access:///$tmp/held.mdb" "$ml" mapping check 2>&1) && return 1
	[[ $out == *"held.mdb: it may not be read, or somebody holds it for himself"* ]] || { echo "$out"; return 1; }
}
unprivileged() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}
cp "$tmp/plant.mdb" "$tmp/held.mdb" && chmod 0 "$tmp/held.mdb"
if unprivileged test -x "$ml"; then
	check "Access: a file that somebody holds for himself is told" held
else
	skipped "Access: a file that somebody holds for himself is told" "the program's folder is for root alone"
fi
check "Access .mdb and .accdb: the same model, to the byte" same_model accdb mdb
if command -v mdb-export >/dev/null; then
	{
		mdb-schema "$tmp/plant.accdb" sqlite
		echo 'BEGIN;'
		for t in ITEM_INFO_VIEW ROUTING_VIEW WORK_ORDER_RESULTS; do
			mdb-export -D '%Y-%m-%d %H:%M:%S' -T '%Y-%m-%d %H:%M:%S' -I sqlite "$tmp/plant.accdb" dbo_BI_$t
		done
		echo "UPDATE dbo_BI_ITEM_INFO_VIEW SET ADDITIONAL_SPEC =
			CAST(substr(CAST(ADDITIONAL_SPEC AS BLOB), 1, 16383) AS TEXT)
			WHERE length(CAST(ADDITIONAL_SPEC AS BLOB)) > 16383; COMMIT;"
	} | sqlite3 "$tmp/copy.db" || give_up "the Access file's copy failed"
	check "the Access file's rows in SQLite: trained" trained copy "sqlite:///$tmp/copy.db" dbo_
	check "Access and SQLite: the same model, to the byte" same_model accdb copy
else
	skipped "Access and SQLite: the same model, to the byte" "mdbtools is not installed"
fi
env ROUTING_ML_ENV="$tmp/accdb/env" "$ml" quality report --json >"$body" 2>/dev/null
holds '.issues | any(.code == "cut_values" and .count == 1 and .sample_keys == ["S00007"])' \
    "Access: a memo that the driver cuts is told in the data quality"

# A whole site with a server for both; the server goes and comes back.
predicts() {
	send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
	[ "$status" = 200 ]
}
ready() {
	call GET /health/ready
	[ "$status" = 200 ]
}
not_ready() {	# what it found is told again for a second
	call GET /health/ready
	[ "$status" = 503 ]
}

away_and_back() {	# name, command, command
	send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
	answers 200 "$1 for both: an item is predicted"
	check "$1 for both: ready" wait_until 10 ready
	$2
	send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
	is_problem 503 "$1 is away: 503"
	says 'Retry-After: [0-9]' "$1 is away: Retry-After"
	call GET /health
	answers 200 "$1 is away: alive"
	check "$1 is away: not ready" wait_until 10 not_ready
	holds '.checks.erp.ok == false and .checks.registry.ok == false' "$1 is away: said of both"
	$3 || give_up "$1 does not come back"
	check "$1 is back: an item is predicted" wait_until 30 predicts
	check "$1 is back: ready" wait_until 20 ready
}

pg_sql postgres 'CREATE DATABASE site' || give_up "CREATE DATABASE failed"
erp_url=$(pg_url site) registry_url=$(pg_url registry)
site_make 400
site_start
site_login planner
away_and_back PostgreSQL pg_stop pg_start
check "an account that may write to the ERP is warned of" grep -q 'this account may write' "$site/fcgi.log"
clean "$ml" config check >"$tmp/config" 2>&1
check "config check says so too" grep -q '^erp  *ok .*give it SELECT alone' "$tmp/config"
pg_sql site 'CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader'
sed "s,rml@/site,reader@/site," "$site/env" >"$tmp/reader.env"
env ROUTING_ML_ENV="$tmp/reader.env" "$ml" config check >"$tmp/config" 2>&1
check "an account that may only read is not" grep -q '^erp  *ok .*reader@/site$' "$tmp/config"

# A frozen server takes connections and answers nothing: its driver would wait without end.
mapfile -t frozen < <(head -n 1 "$pg_dir/data/postmaster.pid" | xargs -I{} sh -c 'echo {}; pgrep -P {}')
kill -STOP "${frozen[@]}"
began=$SECONDS
send POST /api/routing/predict '{"item_code":"ITEM_A001"}'
took=$((SECONDS - began))
kill -CONT "${frozen[@]}"
is_problem 503 "a frozen server: 503"
check "a frozen server: within its limit and not for ever ($took s)" [ $took -le 25 ]
check "a server that thawed: an item is predicted" wait_until 20 predicts

# A connection that is cut while a training reads: nothing is left of it, and the next one is whole.
forward_port=$(free_port)
forward_pid=
forward_start() {	# what forward.py takes behind the port
	python3 "$here/forward.py" "$forward_port" "$@" &
	forward_pid=$!
	wait_until 5 eval "(: <>/dev/tcp/127.0.0.1/$forward_port) 2>/dev/null"
}
forward_stop() {
	end_process "$forward_pid"
	forward_pid=
}
cleanups+=(forward_stop)
forward_start "$pg_dir" $pg_port 200000 || give_up "the forwarder does not listen"
sed "s,^DATABASE_URL=.*,DATABASE_URL=postgresql://rml@127.0.0.1:$forward_port/site," "$site/env" >"$tmp/cut.env"
versions=$(find "$site/models" -mindepth 1 | sort)
env ROUTING_ML_ENV="$tmp/cut.env" "$ml" train --label cut >"$tmp/cut.out" 2>&1
is $? 1 "a connection that is cut while a training reads: it fails"
check "and says what was lost" grep -qE '^routing-ml: .*(BI_|127\.0\.0\.1).*' "$tmp/cut.out"
is "$(find "$site/models" -mindepth 1 | sort)" "$versions" "nothing is left of it"
is "$(pg_sql registry "SELECT status FROM runs ORDER BY run_id DESC LIMIT 1")" failed "the run is on record as failed"
forward_stop
forward_start "$pg_dir" $pg_port || give_up "the forwarder does not listen"
check "the next training is whole" env ROUTING_ML_ENV="$tmp/cut.env" "$ml" train --label whole
forward_stop

if [ -n "${MSSQL_TEST_URL:-}" ]; then
	# By way of a forwarder, whose end is the server's for those who come by it.
	[[ $MSSQL_TEST_URL =~ ^([a-z+]*://([^/@]*@)?)([^/:?]*):?([0-9]*)(/.*)$ ]] || give_up "MSSQL_TEST_URL has no host"
	forward_to=("${BASH_REMATCH[3]}" "${BASH_REMATCH[4]:-1433}")
	forward_url=${BASH_REMATCH[1]}127.0.0.1:$forward_port${BASH_REMATCH[5]}
	site_stop
	token=
	forward_start "${forward_to[@]}" || give_up "the forwarder does not listen"
	site=$tmp/site-mssql erp_url=$forward_url registry_url=$forward_url
	environment+=(ROUTING_ML_ENV="$site/env")
	site_make 400
	site_start
	site_login planner
	away_and_back "SQL Server" forward_stop "forward_start ${forward_to[*]}"
else
	skipped "SQL Server for both, and away in between" "MSSQL_TEST_URL is not set"
fi
finish
