#!/bin/sh
# Sets everything up in .venv and runs all checks and tests; the last line says how it went.
set -eu
cd "$(dirname "$0")/.."
export PYTHONUTF8=1

step() { printf '\n== %s\n' "$1"; }

step "Set up"
.ci/environment.sh "[dev,bench]"
.ci/tools.sh
PATH="$PWD/.venv/bin:$PATH"

step "Style"
ruff check .
ruff format --check .

step "Types"
mypy

step "Tests"
python -m pytest -n "${KB_TEST_PROCESSES:-auto}" -q

step "Plain install"
rm -rf build && python -m venv build/plain
build/plain/bin/pip install --quiet --disable-pip-version-check .
(cd / && KB_ROOT="$OLDPWD" "$OLDPWD/build/plain/bin/kb" search kielikahvilat --lang fi --limit 1)
(cd / && KB_ROOT="$OLDPWD" "$OLDPWD/build/plain/bin/kb" export fi-narpio-narpesmodellen --format html --lang sv -o /tmp/plain-$$.html)
grep -q "När" /tmp/plain-$$.html && rm /tmp/plain-$$.html
(cd / && KB_ROOT="$OLDPWD" "$OLDPWD/build/plain/bin/kb" export --all --format pdf 2>&1 >/dev/null | grep -q "kb-good-practice\[export\]") || {
    echo "Without its extra, the export does not say what to install." >&2
    exit 1
}
(cd / && "$OLDPWD/build/plain/bin/kb" --help --lang fi | grep -q '^Käyttö: kb') || {
    echo "The installed kb does not speak Finnish." >&2
    exit 1
}

step "The shipped knowledge base"
kb check --strict

step "Translations"
find locales -name "*.po" -print0 | xargs -0 -n 1 msgfmt --check -o /dev/null
kb translate status --fail-under 100

step "Search quality"
kb quality

printf '\nAll checks passed.\n'
