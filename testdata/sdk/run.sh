#!/bin/sh
# Runs the vendor's JavaScript SDK, unchanged, against captionmill emulate:
#
#	sh testdata/sdk/run.sh
#
# It needs node (18 or later), npm and a registry that npm can reach. Where one
# of them is missing it says "skipped: …" and ends with 0. The program is
# $CAPTIONMILL, else the captionmill on the PATH, else it is built with go.
# Everything goes into a temporary folder; nothing but 127.0.0.1 is called
# except by npm. $SDK_VERSIONS names other versions of the SDK to try.
set -eu

# The newest SDK uploads with a ticket, the one before with a form.
versions=${SDK_VERSIONS:-'0.3.2 0.2.3'}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
emulators=''

cleanup() {
	for pid in $emulators; do
		kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true
	done
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

skip() {
	echo "skipped: $1"
	exit 0
}

command -v node >/dev/null || skip 'node is not installed'
command -v npm >/dev/null || skip 'npm is not installed'
node -e 'process.exit(typeof fetch === "function" ? 0 : 1)' || skip "node $(node --version) has no fetch"

captionmill=${CAPTIONMILL:-$(command -v captionmill || true)}
if [ -z "$captionmill" ]; then
	captionmill=$work/captionmill
	(cd "$here/../.." && go build -o "$captionmill" ./cmd/captionmill)
fi

# start NAME FLAG… starts an emulator, and sets NAME to where it is.
start() {
	name=$1
	shift
	: >"$work/$name" # so that it is there before anyone counts its lines
	"$captionmill" emulate --addr 127.0.0.1:0 --key sdk-key "$@" >"$work/$name" &
	emulators="$emulators $!"
	for _ in $(seq 100); do
		[ "$(wc -l <"$work/$name")" -eq 2 ] && break
		kill -0 $! || exit 1
		sleep 0.1
	done
	[ "$(wc -l <"$work/$name")" -eq 2 ] || { echo "no emulator after 10 seconds" >&2; exit 1; }
	. "$work/$name"
	eval "export $name=\$WAVESPEED_BASE_URL"
}

run() {
	mkdir "$work/$1"
	cp "$here/sdk.mjs" "$work/$1"
	npm install --prefix "$work/$1" --silent --no-audit --no-fund --ignore-scripts --fetch-retries=1 "wavespeed@$1" ||
		skip "npm cannot install wavespeed@$1"
	emulators=''
	start CALM --latency 100ms
	start FAILING --latency 50ms --fault task-failed=1
	start HURRIED --latency 50ms --fault sync-timeout=1 --sync-keeps-id
	start FLAKY --latency 50ms --fault poll-error=0.3
	start QUEUEING --latency 100ms --concurrent 1 --concurrency queue
	start ODD --latency 50ms --quirk no-urls --quirk null-nsfw --quirk omit-empty --quirk pending-status --quirk message-ok
	PICTURE=$here/../demo/fish.jpg node "$work/$1/sdk.mjs" "$1"
	for pid in $emulators; do
		kill "$pid" && wait "$pid" || true
	done
	emulators=''
}

for version in $versions; do
	run "$version"
done
