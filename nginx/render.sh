#!/bin/sh
# Prints nginx.conf for one place, from nginx.conf.in beside this script.
# usage: render.sh NAME=value ...
#
# Must be given: RUN_DIR (pid, logs and temporary files; `logs` and `tmp` are made there),
# FCGI_SOCKET, TLS_CERT, TLS_KEY, HTTPS_PORT, HTTP_PORT.
# May be given: USER_LINE (`user www-data;` when started as root), LISTEN_ADDR, WWW_DIR,
# CONF_DIR, MODULE_DIR; of one address LOGIN_RATE, LOGIN_BURST, API_RATE, API_BURST and, in
# progress at once, ADDRESS_REQUESTS; CLIENT_TIMEOUT, SEND_TIMEOUT, KEEPALIVE_TIMEOUT;
# WORKER_CONNECTIONS of each of nginx's processes.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
given=' '
script=

set -- "$@" "LISTEN_ADDR=127.0.0.1" "WWW_DIR=$here/www" "CONF_DIR=$here" \
	"MODULE_DIR=/usr/lib/nginx/modules" "USER_LINE=" \
	"LOGIN_RATE=20r/m" "LOGIN_BURST=10" "API_RATE=50r/s" "API_BURST=200" \
	"ADDRESS_REQUESTS=256" "CLIENT_TIMEOUT=15s" "SEND_TIMEOUT=30s" "KEEPALIVE_TIMEOUT=65s" \
	"WORKER_CONNECTIONS=2048"
for pair; do
	name=${pair%%=*} value=${pair#*=}
	case $name in
	''|*[!A-Z_]*) echo "render.sh: $pair: not NAME=value" >&2; exit 2 ;;
	esac
	case $given in
	*" $name "*) continue ;;	# the first one counts: defaults come last
	esac
	given="$given$name "
	[ "$name" != RUN_DIR ] || mkdir -p "$value/logs" "$value/tmp"
	value=$(printf '%s' "$value" | sed 's/[\\&|]/\\&/g')
	script="$script
s|@$name@|$value|g"
done
for name in RUN_DIR FCGI_SOCKET TLS_CERT TLS_KEY HTTPS_PORT HTTP_PORT; do
	case $given in
	*" $name "*) ;;
	*) echo "render.sh: $name=... must be given" >&2; exit 2 ;;
	esac
done
sed "$script" "$here/nginx.conf.in"
