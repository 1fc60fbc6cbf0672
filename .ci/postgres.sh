#!/bin/bash
# A PostgreSQL of the tests' own, in a folder of its own, reached by a socket only.
#   postgres.sh start DIR   makes DIR, starts the server, prints the URL for TEST_POSTGRES_URL
#   postgres.sh down DIR    stops it at once, as a crash would, and keeps everything
#   postgres.sh up DIR      starts it again
#   postgres.sh standby DIR OF   makes DIR and starts a standby of the server in OF, which may be read; prints its URL
#   postgres.sh promote DIR      makes a standby one that takes writes
#   postgres.sh stop DIR    stops it and removes DIR
set -euo pipefail
dir=$2
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -x "${bin:-/nowhere}/initdb" ] || { echo "postgres.sh: PostgreSQL is not installed" >&2; exit 1; }

# PostgreSQL refuses to run as root: then the user that Debian's package made runs it.
as_user() {
	if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# Nothing of the tests must outlive a power cut, so their server need not sync.
run() {
	as_user "$bin/pg_ctl" -D "$dir/db" -l "$dir/db.log" -w -t 60 -o "-k '$dir' -c listen_addresses='' -c fsync=off -c max_connections=200" start >>"$dir/log" 2>&1 ||
		{ cat "$dir/log" "$dir/db.log" >&2; exit 1; }
}

case $1 in
start)
	mkdir -p "$dir"
	chmod 755 "$dir"
	[ "$(id -u)" != 0 ] || chown postgres "$dir"
	as_user "$bin/initdb" -D "$dir/db" -U insider --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
	run
	echo "postgres:///postgres?host=$dir&user=insider&sslmode=disable"
	;;
standby)
	mkdir -p "$dir"
	chmod 755 "$dir"
	[ "$(id -u)" != 0 ] || chown postgres "$dir"
	as_user "$bin/pg_basebackup" -h "$3" -U insider -D "$dir/db" -R -X stream -c fast --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
	run
	echo "postgres:///postgres?host=$dir&user=insider&sslmode=disable"
	;;
promote)
	as_user "$bin/pg_ctl" -D "$dir/db" -w promote >>"$dir/log" 2>&1
	;;
down)
	as_user "$bin/pg_ctl" -D "$dir/db" -m immediate -w stop >>"$dir/log" 2>&1
	;;
up)
	run
	;;
stop)
	as_user "$bin/pg_ctl" -D "$dir/db" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$dir"
	;;
*)
	echo "usage: postgres.sh start|standby|promote|down|up|stop DIR [OF]" >&2
	exit 2
	;;
esac
