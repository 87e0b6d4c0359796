#!/usr/bin/env bash
# Opens a pull request with what mllint changed in the working tree: one for each branch, so that closing it is an answer.
# BRANCH, TITLE, BODY_FILE (what mllint said), BASE (the branch to merge into), GH_REPO and GH_TOKEN come as variables.
set -euo pipefail

if git diff --quiet; then
  echo 'nothing changed: no pull request'
  exit 0
fi
git check-ref-format --branch "$BRANCH" > /dev/null
known="$(gh pr list --state all --head "$BRANCH" --json number,state --jq '.[] | "#\(.number) (\(.state))"')"
if [ -n "$known" ]; then
  echo "there was a pull request from $BRANCH: $known"
  exit 0
fi

# What mllint said holds text of the repository: a fence keeps it from being read as Markdown.
{
  echo '````text'
  cat "$BODY_FILE"
  echo '````'
} > "$BODY_FILE.md"
git switch --quiet --create "$BRANCH"
git -c user.name=mllint -c user.email=mllint@users.noreply.github.com commit --quiet --all --message "$TITLE"
gh auth setup-git
# A branch without a pull request is what an earlier run left behind.
git push --quiet --force origin "HEAD:refs/heads/$BRANCH"
gh pr create --base "$BASE" --head "$BRANCH" --title "$TITLE" --body-file "$BODY_FILE.md"
