#!/bin/bash
# Installs what the tests need and the machine lacks: tools by apt, and judges of feeds and pages written by others by npm. Says what
# could not be installed; the gate then reports what was skipped. Usage: tools.sh
set -u

# name of the tool for people | how to find it | Debian packages
tools() {
	cat <<-'LIST'
		gcc|command -v gcc|gcc libc6-dev
		chromium|command -v chromium|chromium
		ffmpeg|command -v ffprobe|ffmpeg
		xmllint|command -v xmllint|libxml2-utils
		feedparser|/usr/bin/python3 -c "import feedparser"|python3 python3-feedparser
		nginx|test -x /usr/sbin/nginx|nginx-light
		caddy|command -v caddy|caddy
		systemd-analyze|command -v systemd-analyze|systemd
		postgres|ls /usr/lib/postgresql/*/bin/initdb|postgresql
		curl|command -v curl|curl
		npm|command -v npm|nodejs npm
		gpo|command -v gpo|gpodder
		newsboat|command -v newsboat|newsboat
	LIST
}

missing() {
	tools | while IFS='|' read -r name test packages; do
		eval "$test" >/dev/null 2>&1 || echo "$name|$packages"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt starts no service for us and makes no database cluster: the tests bring their own.
quiet_services() {
	[ -e /usr/sbin/policy-rc.d ] || {
		printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null && as_root chmod 755 /usr/sbin/policy-rc.d
		trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
	}
	[ -e /etc/postgresql-common/createcluster.conf ] || {
		as_root mkdir -p /etc/postgresql-common
		echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
	}
}

install_tools() {
	local lacking=$1
	echo "installing: $(cut -d'|' -f1 <<<"$lacking" | tr '\n' ' ')"
	if ! command -v apt-get >/dev/null || { [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; }; then
		echo "tools: no apt, or no right to use it: nothing was installed" >&2
		return
	fi
	quiet_services
	as_root apt-get update -qq
	# One by one: a package that does not exist here must not keep the others away.
	while IFS='|' read -r name packages; do
		# shellcheck disable=SC2086 # a list of packages
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages </dev/null >/dev/null 2>&1 ||
			echo "tools: apt could not install $name" >&2
	done <<<"$lacking"
}

# install_judges NAME puts what .ci/NAME/package-lock.json pins into .tools/NAME, without running a script of any package.
# The lock holds versions and hashes, and no address of a registry: which one is asked is the machine's own setting.
install_judges() {
	local from=.ci/$1 to=.tools/$1
	cmp -s "$from/package-lock.json" "$to/installed.json" && return
	command -v npm >/dev/null || return
	mkdir -p "$to" && cp "$from/package.json" "$from/package-lock.json" "$to" &&
		npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --silent </dev/null &&
		cp "$from/package-lock.json" "$to/installed.json" ||
		echo "tools: npm could not install the judges of $1" >&2
}

cd "$(dirname "$0")/.." || exit 1
lacking=$(missing)
[ -z "$lacking" ] || install_tools "$lacking"
install_judges parsers
install_judges pages
for name in $(missing | cut -d'|' -f1); do echo "tools: $name is missing" >&2; done
