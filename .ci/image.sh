#!/bin/bash
# Tries bin/insider where the container image runs it: a root folder that holds nothing but the binary and CA roots, not
# writable, as an unprivileged user. Needs root for chroot; no container engine.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "image.sh: needs root" >&2; exit 1; }
root=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$root"
}
trap finish EXIT

mkdir -p "$root/data" "$root/etc/ssl/certs"
cp bin/insider "$root/insider"
[ ! -f /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
chown 65532:65532 "$root/data"
chmod 700 "$root/data"
chmod 555 "$root"

in_image=(env -i "PATH=$PATH:/usr/sbin" INSIDER_ADDR=unix:/data/insider.sock INSIDER_DATA=/data chroot --userspec=65532:65532 "$root" /insider)
inside() { "${in_image[@]}" "$@"; }

inside version
inside check
"${in_image[@]}" serve >"$root/data/log" 2>&1 &
server=$!
for _ in $(seq 100); do
	if inside health >/dev/null 2>&1; then
		kill -TERM "$server"
		wait "$server" || { cat "$root/data/log"; echo "image.sh: the server did not end well"; exit 1; }
		server=
		echo "image: serves, is healthy and stops"
		exit 0
	fi
	kill -0 "$server" 2>/dev/null || break
	sleep 0.1
done
cat "$root/data/log"
echo "image.sh: the server is not healthy" >&2
exit 1
