#!/bin/sh
# Sets everything up in .venv, searches the shipped practices in four languages, and makes the pack
# of an exchange visit in build/pack and the pages in build/site.
set -eu
cd "$(dirname "$0")/.."
.ci/environment.sh "[export,web]"
show() {
    printf '\n$ kb search "%s" --lang %s --limit %s\n' "$1" "$2" "$3"
    .venv/bin/kb search "$1" --lang "$2" --limit "$3"
}
show kielikahvilat fi 1
show Fluechtlingswohnungen de 2
show "nyanlända jobb" sv 2
show "village volunteers" en 2
printf '\n$ kb visit halland-2017 -o build/pack --force\n'
mkdir -p build
.venv/bin/kb visit halland-2017 -o build/pack --force
printf '\n$ kb build build/site --no-booklets\n'
.venv/bin/kb build build/site --no-booklets
printf '\nOpen build/site/index.html in a browser, or start .venv/bin/kb serve to search there.'
printf '\nNow try your own words: .venv/bin/kb search …   (.venv/bin/kb --help shows the rest)\n'
