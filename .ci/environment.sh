#!/bin/sh
# Makes the folder .venv with everything a checkout needs; run from the scripts beside README.
# Usage: .ci/environment.sh [EXTRAS]     such as "[dev,bench]"; without it the plain package.
set -eu
cd "$(dirname "$0")/.."

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

python=${PYTHON:-python3}
"$python" - <<'PY' || { echo "kb needs Python 3.11 or newer; set PYTHON to one." >&2; exit 3; }
import sys
sys.exit(sys.version_info < (3, 11))
PY

echo "Setting up in $PWD/.venv …" >&2
if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        # Debian keeps a part of Python's own venv in a package of its own.
        rm -rf .venv
        { as_root apt-get update -qq && as_root apt-get install -y -qq python3-venv; } >/dev/null || {
            echo "Python cannot make virtual environments here: install python3-venv first." >&2
            exit 3
        }
        "$python" -m venv .venv
    fi
fi

if [ -n "${1:-}" ]; then
    .venv/bin/pip install --quiet --disable-pip-version-check --editable ".$1"
else
    .venv/bin/pip install --quiet --disable-pip-version-check .
fi
.venv/bin/python -m compileall -q kb
