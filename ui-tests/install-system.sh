#!/bin/sh
# What the tests need of the system: Debian's Chromium and bubblewrap, installed where we may.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v bwrap >/dev/null || missing="$missing bubblewrap"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing$missing ..."
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
	echo "The tests need:$missing. Please install, for example: sudo apt-get install$missing" >&2
	exit 1
fi
