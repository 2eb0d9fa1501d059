#!/bin/sh
# Installs what some tests start besides Python: gettext, LibreOffice, poppler, Chromium, and axe-core
# in build/npm. Where that cannot be done, the tests that need them say what is missing.
set -eu
cd "$(dirname "$0")/.."

axe=build/npm/node_modules/axe-core/axe.min.js
if [ ! -f "$axe" ]; then
    if command -v npm >/dev/null; then
        mkdir -p build/npm
        npm install --prefix build/npm --no-save --no-audit --no-fund --silent axe-core@4 ||
            echo "Not installed, and tests of accessibility will be skipped: axe-core" >&2
    else
        echo "Not installed, and tests of accessibility will be skipped: npm for axe-core" >&2
    fi
fi

wanted=""
command -v msgfmt >/dev/null || wanted="$wanted gettext"
command -v soffice >/dev/null || wanted="$wanted libreoffice-writer libreoffice-calc"
command -v pdftoppm >/dev/null || wanted="$wanted poppler-utils"
command -v chromium >/dev/null || wanted="$wanted chromium"
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, and some tests will be skipped:$wanted" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 - several packages
apt-get install -y -qq --no-install-recommends $wanted >/dev/null
