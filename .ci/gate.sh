#!/bin/bash
# The whole gate. Each step runs even when one before it failed; the table at the end says what ran, how long it took and
# what was skipped. The exit code is 0 only when every step passed and no tool was missing.
# ALLOW_SKIPS=1 lets a machine without some tool pass; what was skipped is listed all the same.
set -uo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false"
unset TEST_POSTGRES_URL "${!INSIDER_@}"

work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL runs as another user below it
finish() {
	[ ! -d "$work/postgres" ] || .ci/postgres.sh stop "$work/postgres"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

table=$work/table
touch "$table" "$work/skips"
failed=0

# Tests ask python3 for feedparser: Debian's has it after the step "tools", another one in PATH need not.
mkdir "$work/bin"
ln -s /usr/bin/python3 "$work/bin/python3"
export PATH=$work/bin:$PATH

# step NAME COMMAND...: runs it, shows failures, adds a row.
step() {
	local name=$1 start=$SECONDS result=ok note
	shift
	echo "== $name"
	if ! "$@" >"$work/log" 2>&1; then
		result=FAILED failed=1
		explain <"$work/log"
	fi
	note=$(notes <"$work/log")
	row "$name" "$result" "$((SECONDS - start))" "$note"
	skips <"$work/log" | sed "s/^/  $name: /" >>"$work/skips"
}

row() { printf '%-28s %-7s %5ss  %s\n' "$@" | tee -a "$table"; }

# lacking NAME TOOL: a step that cannot run.
lacking() {
	row "$1" skipped 0 "$2 is missing"
	echo "  $1: SKIP-TOOL $2" >>"$work/skips"
}

# explain shows of a log what failed: everything but the chatter of tests that passed.
explain() {
	grep -vE '^ *(=== |--- (PASS|SKIP))|^ok |^PASS|^\?' | tail -n 200
}

# notes counts tests in a log of "go test -v".
notes() {
	awk '/^ *--- PASS/ { p++ } /^ *--- FAIL/ { f++ } /^ *--- SKIP/ { s++ }
		END { if (p + f + s) printf "%d passed, %d failed, %d skipped", p, f, s }'
}

# skips lists the tests that a log of "go test -v" says were skipped, each with the reason on the line before. On SQLite
# the PostgreSQL half is skipped by intent; it has a step of its own.
skips() {
	awk -v postgres="${TEST_POSTGRES_URL:-}" '
		/^ *--- SKIP/ && (postgres != "" || reason !~ /SKIP-TOOL postgres/) { print $3 ": " reason }
		{ reason = $0; sub(/^ *[A-Za-z0-9_]*\.go:[0-9]*: /, "", reason); sub(/^ */, "", reason) }'
}

build() {
	make -s build || return 1
	local size
	size=$(stat -c %s bin/insider)
	echo "bin/insider: $size bytes"
	[ "$size" -le 47185920 ] || { echo "the binary has $size bytes, 45 MiB are allowed"; return 1; }
}

check_show() { INSIDER_DATA="$work/data" INSIDER_CONTENT=content ./bin/insider check; }

packages() { go list ./... | grep -v '/internal/e2e$'; }

# on_postgres lists the packages whose tests use a database.
on_postgres() {
	grep -rlE 'storetest|TEST_POSTGRES_URL' --include='*_test.go' internal cmd | xargs -r -n 1 dirname | sort -u |
		grep -v '^internal/e2e$' | sed 's|^|./|'
}

test_sqlite() { go test -v -count=1 -timeout=15m $(packages); }
test_program() { go test -v -count=1 -timeout=15m ./internal/e2e; }
test_postgres() { go test -v -count=1 -timeout=15m $(on_postgres); }
test_race() { CGO_ENABLED=1 go test -v -race -count=1 -timeout=15m $(sed 's/#.*//' .ci/raced); }

step "tools" .ci/tools.sh
step "format, vet, staticcheck" .ci/lint.sh
step "build" build
step "check the show that ships" check_show
step "tests on SQLite" test_sqlite
if url=$(.ci/postgres.sh start "$work/postgres" 2>"$work/log"); then
	export TEST_POSTGRES_URL=$url
	step "tests on PostgreSQL" test_postgres
else
	lacking "tests on PostgreSQL" postgres
fi
step "program and browser" test_program
if command -v gcc >/dev/null; then
	step "race detector" test_race
else
	lacking "race detector" gcc
fi
if [ "$(id -u)" = 0 ]; then
	step "as the image runs it" .ci/image.sh
else
	row "as the image runs it" skipped 0 "needs root"
fi

echo
echo "== summary ($((SECONDS / 60)) min $((SECONDS % 60)) s)"
cat "$table"
if [ -s "$work/skips" ]; then
	printf '\nskipped:\n'
	cat "$work/skips"
else
	printf '\nskipped: nothing\n'
fi
if grep -q SKIP-TOOL "$work/skips" && [ "${ALLOW_SKIPS:-}" != 1 ]; then
	echo "A tool is missing, so the gate is not whole. ALLOW_SKIPS=1 lets it pass all the same."
	failed=1
fi
[ "$failed" = 0 ] && echo "gate: passed" || echo "gate: FAILED"
exit "$failed"
