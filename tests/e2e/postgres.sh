# A PostgreSQL cluster of our own in the temporary folder, on a socket only.  Sourced after
# lib.sh.
#
#	pg_make			makes and starts it
#	pg_url DATABASE		prints the URL of a database in it
#	pg_sql DATABASE SQL	runs a statement
#	pg_stop, pg_start	the server away, and back; pg_start takes further settings
# PostgreSQL refuses to run as root: it runs as the user postgres then.

pg_port=5999	# names the socket
pg_dir=$tmp/pg
pg_bin=
for d in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin; do
	[ ! -x "$d/initdb" ] || pg_bin=$d
done

pg_as() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	else
		setpriv --reuid=postgres --regid=postgres --init-groups env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@"
	fi
}

pg_ctl() {
	(cd / && pg_as "$pg_bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/log" -w "$@") >"$pg_dir/ctl.log" 2>&1 </dev/null
}

pg_start() {
	pg_ctl start -o "-c listen_addresses='' -k $pg_dir -p $pg_port -c fsync=off ${1:-}"
}

pg_stop() {
	pg_ctl stop -m immediate
}

pg_make() {
	[ -n "$pg_bin" ] || skip_all "no PostgreSQL server is installed"
	mkdir -p "$pg_dir"
	chmod 755 "$tmp" "$pg_dir"
	[ "$(id -u)" -ne 0 ] || chown postgres:postgres "$pg_dir"
	(cd / && pg_as "$pg_bin/initdb" -D "$pg_dir/data" -U rml --auth=trust -E UTF8 --locale=C.UTF-8) \
	    >"$pg_dir.initdb" 2>&1 || { note "$(tail -n 5 "$pg_dir.initdb")"; give_up "initdb failed"; }
	cleanups+=(pg_stop)
	pg_start || { note "$(cat "$pg_dir/log")"; give_up "PostgreSQL does not start"; }
}

pg_url() {
	echo "postgresql://rml@/$1?host=$pg_dir&port=$pg_port"
}

pg_sql() {
	"$pg_bin/psql" -h "$pg_dir" -p $pg_port -U rml -d "$1" -Atq -v ON_ERROR_STOP=1 -c "$2"
}
