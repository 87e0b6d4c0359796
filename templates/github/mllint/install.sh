#!/usr/bin/env bash
# Installs mllint for the workflows beside this folder, from a commit of its repository.
set -euo pipefail
source='git+https://github.com/your-organisation/mllint.git#0000000000000000000000000000000000000000'
# From another folder: npm would read the settings that the repository holds.
cd /
npm install --global --no-audit --no-fund -- "$source"
