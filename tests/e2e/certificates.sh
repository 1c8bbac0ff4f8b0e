#!/usr/bin/env bash
# Whose server is it?  A database whose certificate is not by the site's CA, or for another host,
# is refused before it hears a password.  PostgreSQL is a real one; SQL Server cannot be had: its
# door up to the login is tds_tls.py's, behind the real FreeTDS.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
. "$here/site.sh"
. "$here/postgres.sh"

certs=$tmp/certs
mkdir "$certs"
authority() {	# name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
	    -keyout "$certs/$1.key" -out "$certs/$1.pem" 2>/dev/null
}
certificate() {	# name, authority, subject's names
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server \
	    -keyout "$certs/$1.key" -out "$certs/$1.csr" 2>/dev/null &&
	    openssl x509 -req -in "$certs/$1.csr" -CA "$certs/$2.pem" -CAkey "$certs/$2.key" -days 2 \
	    -extfile <(echo "subjectAltName=$3") -out "$certs/$1.pem" 2>/dev/null
}
authority plant && authority other && certificate good plant DNS:localhost,IP:127.0.0.1 &&
    certificate elsewhere plant DNS:elsewhere.test || give_up "openssl makes no certificates"

ping() {	# URL; the registry's table may be missing: the connection is what counts
	env -u ROUTING_ML_ENV REGISTRY_URL="$1" timeout 60 "$ml" db ping 2>&1
}
# The server was reached and spoke of the login, or of our tables.
reached() {
	ping "$1" | tee "$tmp/ping" | grep -q -e "$2" || { cat "$tmp/ping"; return 1; }
}
refused() {
	ping "$1" >"$tmp/ping" && { cat "$tmp/ping"; return 1; }
	grep -q -e "$2" "$tmp/ping" && ! grep -q "s3cret" "$tmp/ping" || { cat "$tmp/ping"; return 1; }
}

# SQL Server, by way of FreeTDS.
door() {	# certificate
	door_port=$(free_port)
	python3 "$here/tds_tls.py" "$door_port" "$certs/$1.pem" "$certs/$1.key" >"$tmp/door.log" &
	door_pid=$!
	wait_until 10 eval "(: <>/dev/tcp/127.0.0.1/$door_port) 2>/dev/null" ||
	    give_up "tds_tls.py does not listen"
}
door_close() {
	end_process "$door_pid"
}
logins() {
	grep -c login "$tmp/door.log"
}
tds() {	# host, options
	echo "mssql://rml:s3cret@$1:$door_port/erp?driver=FreeTDS&$2"
}

if odbcinst -q -d -n FreeTDS >/dev/null 2>&1; then
	door good
	cleanups+=(door_close)
	check "SQL Server: a certificate by ca_file for this host is good" \
	    reached "$(tds localhost "ca_file=$certs/plant.pem")" "Login failed"
	check "by its address, too" reached "$(tds 127.0.0.1 "ca_file=$certs/plant.pem")" "Login failed"
	n=$(logins)
	check "one of another CA is refused" refused "$(tds localhost "ca_file=$certs/other.pem")" "certificate"
	check "and no password was sent" [ "$(logins)" = "$n" ]
	check "without ca_file it is encrypted, and said to be unchecked" \
	    reached "$(tds localhost "")" "does not check whose server it is"
	check "a ca_file that is not there is told" refused "$(tds localhost "ca_file=$certs/none.pem")" \
	    "ca_file: .*No such file"
	door_close
	door elsewhere
	check "SQL Server: a certificate for another host is refused" \
	    refused "$(tds localhost "ca_file=$certs/plant.pem")" "certificate"
	check "and no password was sent" [ "$(logins)" = 0 ]
else
	skipped "SQL Server: whose certificate is it?" "FreeTDS is not installed"
fi

# PostgreSQL, through a TCP port.
pg_tls() {	# certificate
	cp "$certs/$1.pem" "$pg_dir/server.crt" && cp "$certs/$1.key" "$pg_dir/server.key" &&
	    chmod 600 "$pg_dir/server.key"
	[ "$(id -u)" -ne 0 ] || chown postgres:postgres "$pg_dir"/server.*
}
pg_make
pg_tcp=$(free_port)
pg_tls good
pg_stop
pg_start "-c listen_addresses=127.0.0.1 -c port=$pg_tcp -c ssl=on -c ssl_cert_file=$pg_dir/server.crt -c ssl_key_file=$pg_dir/server.key" ||
    give_up "PostgreSQL does not start with TLS"
postgresql() {	# options
	echo "postgresql://rml:s3cret@localhost:$pg_tcp/postgres?$1"
}
check "PostgreSQL: a certificate by sslrootcert for this host is good" \
    reached "$(postgresql "sslmode=verify-full&sslrootcert=$certs/plant.pem")" "^registry"
check "one of another CA is refused" refused "$(postgresql "sslmode=verify-full&sslrootcert=$certs/other.pem")" \
    "certificate"
pg_tls elsewhere
pg_ctl reload
check "PostgreSQL: a certificate for another host is refused" \
    refused "$(postgresql "sslmode=verify-full&sslrootcert=$certs/plant.pem")" "localhost"
finish
