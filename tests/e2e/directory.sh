# A real Active Directory in the temporary folder: Samba as the domain controller of ad.test
# (ADTEST) on an address of its own in 127/8.  Sourced after lib.sh.
#
#	directory_start		makes, fills and starts it; 77: it cannot be had here, $directory_why
#				says why.  Then:
#	    $directory_url, $directory_plain	ldaps:// and ldap:// (for StartTLS), by address
#	    $directory_base			DC=ad,DC=test
#	    $directory_ca, $directory_other_ca	its CA, and one that it has nothing to do with
#	    $directory_krb5_conf		for KRB5_CONFIG; tickets go beside it
#	    $directory_keytab			of HTTP/localhost, which is svc-web
#	    $directory_log, $directory_pid
#	directory_stop		ends it, as the script's end does
#	directory_restart	away and back
#	directory_certificate good|other|wrong
#				restarts with that one: right, from the other CA, for another name
#	directory_freeze	from now on it takes connections and says nothing
#	directory_thaw		goes on
#	directory_binds [NAME]	prints how many simple binds, good and bad, the log has for an
#				account or for all; to be compared before and after
#	directory_rename ACCOUNT NAME	gives it that userPrincipalName
#	directory_run ARGUMENTS	samba-tool on its database: what an administrator would do
# Who is who: directory_seed.py.  It needs root, for the ports of LDAP cannot be moved.

# Known to everybody, and good for this directory only.
export directory_password='Qu4rtz-e2e.people'		# everybody but these
export directory_service_password='Qu4rtz-e2e.service'	# svc-rml, svc-web
export directory_korean_password='공장-Qu4rtz e2e'	# 김철수
export directory_admin_password='Qu4rtz-e2e.admin'	# Administrator

directory_seed=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/directory_seed.py
directory_dir=$tmp/ad
directory_conf=$directory_dir/etc/smb.conf
directory_base=DC=ad,DC=test
directory_ca=$directory_dir/tls/ca.pem
directory_other_ca=$directory_dir/tls/other-ca.pem
directory_krb5_conf=$directory_dir/krb5.conf
directory_keytab=$directory_dir/http.keytab
directory_log=$directory_dir/samba.log
directory_ports=(389 636 3268 3269 10088 10464)
directory_shown=good	# certificate
directory_address=
directory_pid=
directory_why=

# Nothing of this has to survive a power cut, and the machine's own Kerberos is not asked.
directory_env=(env TDB_NO_FSYNC=1 KRB5_CONFIG="$directory_krb5_conf")

directory_must() {
	timeout 120 "${directory_env[@]}" "$@" >"$directory_dir/must.log" 2>&1 </dev/null || {
		note "$(tail -n 20 "$directory_dir/must.log")"
		give_up "failed: ${*:1:3}"
	}
}

directory_can() {
	local program

	for program in samba samba-tool ldapsearch openssl jq; do
		[ -n "$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v $program)" ] || {
			directory_why="$program is not installed"
			return 77
		}
	done
	# The modules belong to the system's Python, which need not be the first in PATH.
	/usr/bin/python3 -c 'import os, sys, samba.dckeytab, samba.param, samba.samdb
sys.exit(not os.path.exists(samba.param.setup_dir() + "/provision.ldif"))' 2>/dev/null || {
		directory_why="Samba's Python modules and provisioning files are not installed"
		return 77
	}
	[ "$(id -u)" -eq 0 ] || { directory_why="Samba needs root"; return 77; }
}

# Whoever listens on all addresses listens on this one too.
directory_is_free() {
	local port

	for port in "${directory_ports[@]}"; do
		if (: <>"/dev/tcp/$1/$port") 2>/dev/null; then
			directory_why="port $port of $1 is taken"
			return 77
		fi
	done
}

directory_choose() {
	local try

	for try in 1 2 3 4 5; do
		directory_address=127.$((RANDOM % 254 + 1)).$((RANDOM % 256)).$((RANDOM % 254 + 1))
		directory_is_free $directory_address && return
	done
	return 77
}

# Certificates good, other and wrong, and their key: with one key for all of them a change
# is a change of one file.
directory_certificates() {
	local ca signed new=(openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2)
	local right="DNS:dc1.ad.test,IP:$directory_address"

	cd "$directory_dir/tls" || exit
	for ca in ca other-ca; do
		directory_must "${new[@]}" -subj "/CN=$ca of the tests" -keyout $ca.key -out $ca.pem
	done
	directory_must openssl ecparam -name prime256v1 -genkey -noout -out server.key
	chmod 600 server.key	# or Samba refuses it
	for signed in "good ca $right" "other other-ca $right" "wrong ca DNS:elsewhere.ad.test,IP:127.255.255.254"; do
		set -- $signed
		directory_must openssl req -x509 -days 2 -key server.key -CA $2.pem -CAkey $2.key \
		    -subj /CN=$1 -addext "subjectAltName=$3" -addext basicConstraints=critical,CA:FALSE \
		    -addext extendedKeyUsage=serverAuth -out $1.pem
	done
	cp good.pem server.pem
}

directory_files() {
	cat >"$directory_conf" <<-END
	[global]
	realm = AD.TEST
	workgroup = ADTEST
	netbios name = DC1
	server role = active directory domain controller
	server services = ldap, kdc
	dcerpc endpoint servers = none
	interfaces = $directory_address/8
	bind interfaces only = yes
	krb5 port = 10088
	kpasswd port = 10464
	lock directory = $directory_dir
	private dir = $directory_dir/private
	state directory = $directory_dir/state
	cache directory = $directory_dir/cache
	binddns dir = $directory_dir/bind-dns
	pid directory = $directory_dir/run
	ncalrpc dir = $directory_dir/run/ncalrpc
	winbindd socket directory = $directory_dir/run/winbindd
	ntp signd socket directory = $directory_dir/run/ntp_signd
	tls keyfile = $directory_dir/tls/server.key
	tls certfile = $directory_dir/tls/server.pem
	tls cafile = $directory_ca
	old password allowed period = 0
	log level = 1 auth_audit:3 auth_json_audit:3
	END
	cat >"$directory_krb5_conf" <<-END
	[libdefaults]
	default_realm = AD.TEST
	dns_lookup_kdc = false
	dns_lookup_realm = false
	dns_canonicalize_hostname = false
	rdns = false
	udp_preference_limit = 1
	default_ccache_name = FILE:$directory_dir/tickets
	[realms]
	AD.TEST = {
		kdc = $directory_address:10088
		kpasswd_server = $directory_address:10464
	}
	[domain_realm]
	.ad.test = AD.TEST
	localhost = AD.TEST
	END
}

directory_ended() {
	! kill -0 "$directory_pid" 2>/dev/null
}

# Samba has no "who am I": a bind and an empty search.
directory_answers() {
	local trust=never

	[ $directory_shown != good ] || trust=demand
	directory_ended || env -u LDAPNOINIT LDAPTLS_CACERT="$directory_ca" LDAPTLS_REQCERT=$trust \
	    timeout 5 ldapsearch -x -H "$directory_url" -D administrator@ad.test \
	    -w "$directory_admin_password" -s base -b '' 1.1
}

directory_up() {
	local leash=()

	# Killed without a chance to clean up, the script takes it along.
	[ -z "$(command -v setpriv)" ] || leash=(setpriv --pdeathsig KILL)
	PATH=$PATH:/usr/sbin:/usr/local/sbin "${leash[@]}" "${directory_env[@]}" \
	    samba -i -M single --no-process-group -s "$directory_conf" \
	    >>"$directory_log" 2>&1 </dev/null &
	directory_pid=$!
	if ! wait_until 20 directory_answers || directory_ended; then
		note "$(tail -n 20 "$directory_log")"
		give_up "the directory does not start"
	fi
}

directory_start() {
	directory_can && directory_choose || return
	directory_url=ldaps://$directory_address
	directory_plain=ldap://$directory_address
	mkdir -p "$directory_dir"/{etc,run,cache,tls}
	: >"$directory_dir/empty.conf"
	# Extended attributes of files need a capability that containers lack: posix:eadb.
	directory_must samba-tool domain provision -s "$directory_dir/empty.conf" \
	    --targetdir="$directory_dir" --realm=AD.TEST --domain=ADTEST --server-role=dc \
	    --dns-backend=NONE --host-name=dc1 --host-ip=$directory_address \
	    --adminpass="$directory_admin_password" --option="interfaces=$directory_address/8" \
	    --option="bind interfaces only=yes" --option="posix:eadb=$directory_dir/eadb.tdb"
	directory_files
	(directory_certificates) || exit
	directory_must /usr/bin/python3 "$directory_seed" "$directory_conf" "$directory_keytab"
	cleanups+=(directory_stop)
	directory_up
}

directory_stop() {
	[ -n "$directory_pid" ] || return 0
	kill -TERM "$directory_pid" 2>/dev/null
	kill -CONT "$directory_pid" 2>/dev/null
	wait_until 10 directory_ended || kill -KILL "$directory_pid" 2>/dev/null
	wait "$directory_pid" 2>/dev/null
	directory_pid=
}

directory_restart() {
	directory_stop
	directory_up
}

directory_certificate() {	# good, other or wrong
	directory_shown=$1
	cp "$directory_dir/tls/$1.pem" "$directory_dir/tls/server.pem"
	directory_restart
}

directory_freeze() {
	kill -STOP "$directory_pid"
}

# A bind that was on its way is read now, and counts, though its client may have gone.
directory_thaw() {
	kill -CONT "$directory_pid"
}

# The log has the name as it was sent, NAME@x or x\NAME, and the account if there is one.
directory_binds() {
	grep -a '^{' "$directory_log" | jq -Rn --arg name "${1:-}" '
		($name | ascii_downcase) as $n |
		[inputs | fromjson? | .Authentication // empty | select(.serviceDescription == "LDAP") |
		    [.mappedAccount, .clientAccount] | map(. // "" | ascii_downcase) |
		    select($n == "" or .[0] == $n or .[1] == $n or
			(.[1] | startswith($n + "@") or endswith("\\" + $n)))] | length'
}

directory_run() {
	timeout 60 "${directory_env[@]}" samba-tool "$@" -s "$directory_conf" </dev/null
}

directory_rename() {	# account, its new userPrincipalName
	timeout 60 "${directory_env[@]}" /usr/bin/python3 -c '
import sys
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB
lp = LoadParm()
lp.load(sys.argv[1])
db = SamDB(lp=lp, session_info=system_session())
db.modify_ldif(f"""dn: CN={sys.argv[2]},OU=People,OU=Plant,{db.domain_dn()}
changetype: modify
replace: userPrincipalName
userPrincipalName: {sys.argv[3]}
""")' "$directory_conf" "$@"
}
