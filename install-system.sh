#!/bin/sh
# What we need of the system, as Debian's packages: installed where we may, else named.
# Usage: install-system.sh engine | tests
set -eu
missing=""
case "$1" in
engine)
	why="The language model needs"
	.venv/bin/python -c 'import ctypes, sys
sys.platform == "linux" and ctypes.CDLL("libgomp.so.1")' 2>/dev/null || missing="libgomp1"
	;;
tests)
	why="The tests need"
	command -v chromium >/dev/null || missing="chromium"
	command -v bwrap >/dev/null || missing="$missing bubblewrap"
	;;
esac
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing" $missing "..."
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null && exit 0
fi
echo "$why:" $missing". Please install, for example: sudo apt-get install" $missing >&2
[ "$1" = engine ] || exit 1
echo "Without it, help comes from program analysis alone." >&2
