#!/bin/sh
# Sets everything up in .venv and searches the shipped practices in four languages.
set -eu
cd "$(dirname "$0")/.."
.ci/environment.sh
show() {
    printf '\n$ kb search "%s" --lang %s --limit %s\n' "$1" "$2" "$3"
    .venv/bin/kb search "$1" --lang "$2" --limit "$3"
}
show kielikahvilat fi 1
show Fluechtlingswohnungen de 2
show "nyanlända jobb" sv 2
show "village volunteers" en 2
printf '\nNow try your own words: .venv/bin/kb search …   (.venv/bin/kb --help shows the rest)\n'
