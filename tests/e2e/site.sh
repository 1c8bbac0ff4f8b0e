# A whole site in a temporary folder: sample factory, users, a trained model, routing-fcgi
# and nginx on free ports of 127.0.0.1.  Sourced after lib.sh by the scripts beside it.
#
#	site_make [items]	factory, registry, users admin, operator and planner, model
#	site_start		the server, then nginx; sets BASE_URL and CURL_CA
#	site_login NAME		sets $token
# Programs come from $BUILDDIR (default: the working directory).  What was started ends
# with the script, by its process id.  KEEP=1 leaves the folder.

builddir=$(cd "${BUILDDIR:-.}" && pwd)
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ml=$builddir/routing-ml
site=$tmp/site
erp=$site/erp.db
erp_url=sqlite:///$erp	# another database's, and registry_url, before site_make
registry_url=
fcgi_pid=
nginx_pid=
workers=2

for program in curl jq openssl; do
	command -v $program >/dev/null || skip_all "$program is not installed"
done
nginx=${NGINX:-$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nginx)} || skip_all "nginx is not installed"
modules=
for d in /usr/lib/nginx/modules /usr/lib64/nginx/modules /usr/local/lib/nginx/modules; do
	[ ! -e $d/ngx_http_headers_more_filter_module.so ] || modules=$d
done
[ -n "$modules" ] || skip_all "nginx's headers-more module is not installed"
[ -x "$ml" ] && [ -x "$builddir/routing-fcgi" ] || give_up "no routing-ml and routing-fcgi in $builddir"

ended() {
	! kill -0 "$1" 2>/dev/null
}

# TERM, and after ten seconds KILL.
end_process() {
	[ -n "$1" ] || return 0
	kill -TERM "$1" 2>/dev/null
	wait_until 10 ended "$1" || kill -KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

site_stop() {
	end_process "$nginx_pid"
	end_process "$fcgi_pid"
	nginx_pid=
	fcgi_pid=
}

# The programs see the settings file and nothing of the caller's own settings.
environment=(env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C.UTF-8 ROUTING_ML_ENV="$site/env"
	${ODBCSYSINI:+ODBCSYSINI="$ODBCSYSINI"} ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"}
	${LSAN_OPTIONS:+LSAN_OPTIONS="$LSAN_OPTIONS"})

clean() {
	"${environment[@]}" "$@"
}

must() {
	clean "$@" >"$site/must.log" 2>&1 || {
		note "$(tail -n 20 "$site/must.log")"
		give_up "failed: $*"
	}
}

password_of() {
	echo "e2e password of $1"
}

site_make() {
	local items=${1:-1500} name

	mkdir -p "$site"
	chmod 755 "$tmp" "$site"
	cat >"$site/env" <<-END
	ENVIRONMENT=development
	JWT_SECRET_KEY=$(openssl rand -hex 32)
	DATABASE_URL=$erp_url
	MODEL_DIRECTORY=$site/models
	MODEL_REGISTRY_PATH=$site/registry.db
	FCGI_LISTEN=$site/fcgi.sock
	QUEUE_TIMEOUT_SECONDS=60
	WORKERS=$workers
	CORS_ALLOWED_ORIGINS=https://erp.example.com
	RATE_LIMIT_PER_MINUTE=1000000
	RATE_LIMIT_LOGIN_PER_MINUTE=1000000
	RATE_LIMIT_USER_PER_MINUTE=1000000
	RATE_LIMIT_USER_BURST=100000
	TRAINER_THREADS=1
	TRAINER_NICE=0
	${registry_url:+REGISTRY_URL=$registry_url}
	END
	mkdir -p "$site/models"
	must "$ml" sample --force --items "$items" --seed 1 --url "$erp_url"
	must "$ml" db migrate
	for name in admin operator planner; do
		password_of $name >"$site/password.$name"
		must "$ml" user add $name --role $name --password-file "$site/password.$name"
	done
	must "$ml" train --activate always
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
	    -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' \
	    -keyout "$site/tls.key" -out "$site/tls.crt" 2>/dev/null || give_up "openssl req failed"
}

fcgi_start() {
	"${environment[@]}" "$builddir/routing-fcgi" >>"$site/fcgi.log" 2>&1 &
	fcgi_pid=$!
	wait_until 15 test -S "$site/fcgi.sock" || {
		note "$(tail -n 20 "$site/fcgi.log")"
		give_up "routing-fcgi does not listen"
	}
}

free_port() {
	local port

	while :; do
		port=$((20000 + RANDOM % 12000))
		(: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	done
	echo $port
}

# nginx_start [NAME=value ...]: further values for nginx/render.sh.
nginx_start() {
	local try run=$site/nginx

	mkdir -p "$run/logs"
	for try in 1 2 3 4 5; do
		https_port=$(free_port)
		http_port=$(free_port)
		sh "$sources/nginx/render.sh" "$@" RUN_DIR="$run" FCGI_SOCKET="$site/fcgi.sock" \
		    TLS_CERT="$site/tls.crt" TLS_KEY="$site/tls.key" MODULE_DIR="$modules" \
		    HTTPS_PORT=$https_port HTTP_PORT=$http_port API_RATE=10000r/s \
		    LOGIN_RATE=10000r/s ${nginx_user:+"USER_LINE=user $nginx_user;"} >"$site/nginx.conf"
		"$nginx" -e "$run/logs/error.log" -p "$run" -c "$site/nginx.conf" -g 'daemon off;' \
		    2>"$site/nginx.err" &
		nginx_pid=$!
		if wait_until 5 listening $https_port && ! ended $nginx_pid; then
			BASE_URL=https://127.0.0.1:$https_port
			CURL_CA=$site/tls.crt
			return
		fi
		end_process "$nginx_pid"
		nginx_pid=
	done
	note "$(cat "$site/nginx.err")"
	give_up "nginx does not start"
}

listening() {
	ended $nginx_pid || (: <>"/dev/tcp/127.0.0.1/$1")
}

healthy() {
	call GET /health && [ "$status" = 200 ]
}

# As root, nginx's workers would be somebody who may not enter our folder or socket.
nginx_user=
[ "$(id -u)" -ne 0 ] || nginx_user=root

site_start() {
	cleanups+=(site_stop)
	fcgi_start
	nginx_start "$@"
	wait_until 15 healthy || {
		note "$(tail -n 20 "$site/fcgi.log")"
		give_up "the site does not become healthy"
	}
}

site_login() {
	login "$1" "$(password_of "$1")" || give_up "cannot log in as $1: $status $(cat "$body")"
}
