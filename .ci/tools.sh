#!/bin/sh
# Installs what some tests start besides Python: gettext, LibreOffice, poppler. Where that cannot be
# done, the tests that need them say what is missing.
set -eu

wanted=""
command -v msgfmt >/dev/null || wanted="$wanted gettext"
command -v soffice >/dev/null || wanted="$wanted libreoffice-writer libreoffice-calc"
command -v pdftoppm >/dev/null || wanted="$wanted poppler-utils"
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, and some tests will be skipped:$wanted" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 - several packages
apt-get install -y -qq --no-install-recommends $wanted >/dev/null
