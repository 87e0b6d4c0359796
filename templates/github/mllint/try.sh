#!/usr/bin/env bash
# Runs mllint promote or rollback with the arguments given. What it says goes to the log and to SAID. What a gate holds back (exit code 1)
# leaves the working tree as it was and is no failure; everything else is.
set -euo pipefail

code=0
mllint "$@" > "$SAID" 2>&1 || code=$?
cat "$SAID"
if [ "$code" -eq 1 ]; then
  git checkout --quiet -- .
  code=0
fi
exit "$code"
