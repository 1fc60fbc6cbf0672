#!/bin/bash
# The whole fault suite, each bad day by its name, with a summary at the end. ROUNDS says how often those are tried that depend on
# the moment; every call to the disk is failed in its turn, so this takes a while.
set -uo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false" FAULT_ROUNDS=${ROUNDS:-20}
unset TEST_POSTGRES_URL "${!INSIDER_@}"
work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL runs as another user below it
finish() {
	[ ! -d "$work/postgres" ] || .ci/postgres.sh stop "$work/postgres"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
if url=$(.ci/postgres.sh start "$work/postgres"); then export TEST_POSTGRES_URL=$url; fi
go test -count=1 -v -timeout=4h -parallel=4 -run 'BadDay|KilledWhile|FullDisk|BackupWhileOthersWrite|CallsFail|ClockIsSet' \
	./internal/e2e ./internal/sabotage ./internal/store ./internal/newsletter | tee "$work/log" | grep -E '^ *--- |^(ok|FAIL|panic)'
result=$?
printf '\n== bad days, FAULT_ROUNDS=%s\n' "$FAULT_ROUNDS"
printf '%5s passed\n%5s failed\n%5s skipped\n' "$(grep -cE '^ *--- PASS' "$work/log")" "$(grep -cE '^ *--- FAIL' "$work/log")" "$(grep -cE '^ *--- SKIP' "$work/log")"
grep -oE 'SKIP-TOOL .*' "$work/log" | sort | uniq -c
if grep -qE '^ *--- FAIL|^FAIL|^panic' "$work/log"; then
	grep -vE '^=== ' "$work/log" | grep -B 2 -A 20 -E '_test.go:[0-9]+: ' | head -200
	exit 1
fi
exit "$result"
