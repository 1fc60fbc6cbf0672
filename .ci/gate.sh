#!/bin/bash
# The whole gate. Each step runs even when one before it failed; the table at the end says what ran, how long it took and
# what was skipped and for want of which tool. The exit code is 0 only when every step passed; with NO_SKIPS=1 a missing tool
# fails the gate too.
set -uo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 GOFLAGS="-tags=nomsgpack -buildvcs=false"
unset TEST_POSTGRES_URL "${!INSIDER_@}"

work=$(mktemp -d)
chmod 711 "$work" # PostgreSQL runs as another user below it
table=$work/table
touch "$table" "$work/skipped"
failed=0

finish() {
	[ ! -d "$work/postgres" ] || .ci/postgres.sh stop "$work/postgres"
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Tests ask python3 for feedparser: Debian's has it after the step "tools", another one in PATH need not.
mkdir "$work/bin"
ln -s /usr/bin/python3 "$work/bin/python3"
export PATH=$work/bin:$PATH

row() { printf '%-28s %-7s %5ss  %s\n' "$@" | tee -a "$table"; }

# step NAME COMMAND...: runs it and adds a row.
step() {
	local name=$1 start=$SECONDS result=ok
	shift
	echo "== $name"
	: >"$work/counts" >"$work/skips"
	"$@" || result=FAILED failed=1
	row "$name" "$result" "$((SECONDS - start))" "$(cat "$work/counts")"
	sed "s/^/  $name: /" "$work/skips" >>"$work/skipped"
}

# lacking NAME TOOL: a step that cannot run.
lacking() {
	row "$1" skipped 0 "$2 is missing"
	echo "  $1: SKIP-TOOL $2" >>"$work/skipped"
}

# tests ARGUMENTS...: go test, with a report that people can read.
tests() { go test -json -count=1 -timeout=15m "$@" | "$work/bin/tests" "$work/counts" "$work/skips"; }

build() {
	make -s build && go build -o "$work/bin/tests" ./.ci/tests || return 1
	local size
	size=$(stat -c %s bin/insider)
	echo "bin/insider: $size bytes"
	[ "$size" -le 47185920 ] || { echo "45 MiB are allowed"; return 1; }
}

check_show() { ./bin/insider check --content content --data "$work/data"; }

# The database of vulnerabilities is on the net, which a machine need not have: then the step is skipped by name.
vulncheck() {
	.ci/vulncheck.sh
	local code=$?
	[ "$code" != 75 ] || { echo "SKIP vulnerability database: out of reach" >>"$work/skips"; code=0; }
	return "$code"
}

licences() { go run ./internal/licences; }

# On SQLite the PostgreSQL half is skipped by intent: it has a step of its own.
test_sqlite() {
	tests $(go list ./... | grep -v '/internal/e2e$')
	local result=$?
	sed -i '/SKIP-TOOL postgres/d' "$work/skips"
	return "$result"
}

test_postgres() {
	tests $(grep -rlE 'storetest|TEST_POSTGRES_URL' --include='*_test.go' internal cmd | xargs -r -n 1 dirname | sort -u |
		grep -v '^internal/e2e$' | sed 's|^|./|')
}

# Tests that weigh memory are left out: the detector multiplies it.
test_race() { CGO_ENABLED=1 tests -race -skip OfHostileText $(sed 's/#.*//' .ci/raced); }

step "tools" .ci/tools.sh
step "format, vet, staticcheck" .ci/lint.sh
step "build" build
step "licences" licences
step "check the show that ships" check_show
step "tests on SQLite" test_sqlite
if url=$(.ci/postgres.sh start "$work/postgres"); then
	export TEST_POSTGRES_URL=$url
	step "tests on PostgreSQL" test_postgres
else
	lacking "tests on PostgreSQL" postgres
fi
step "bad days" tests -parallel=6 -run BadDay ./internal/e2e
step "program and browser" tests -skip TestBadDays ./internal/e2e
if command -v gcc >/dev/null; then
	step "race detector" test_race
else
	lacking "race detector" gcc
fi
step "the same bytes twice" .ci/twice.sh
step "known vulnerabilities" vulncheck
if [ "$(id -u)" = 0 ]; then
	step "as the image runs it" .ci/image.sh
else
	row "as the image runs it" skipped 0 "needs root"
fi

printf '\n== summary (%d min %d s)\n' "$((SECONDS / 60))" "$((SECONDS % 60))"
cat "$table"
printf '\nskipped:\n'
if [ -s "$work/skipped" ]; then sort "$work/skipped" | uniq; else echo "  nothing"; fi
if grep -q SKIP-TOOL "$work/skipped"; then
	echo "A tool is missing, so not all could be tried; NO_SKIPS=1 would fail here."
	[ "${NO_SKIPS:-}" != 1 ] || failed=1
fi
[ "$failed" = 0 ] && echo "gate: passed" || echo "gate: FAILED"
exit "$failed"
