#!/usr/bin/env bash
# Asks Prometheus how a canary does and says good, bad, waiting or unknown in GITHUB_OUTPUT, and why in SAID.
# Without data there is no verdict: what Prometheus does not answer fails the job, what it answers without a number is unknown.
set -euo pipefail

if [ -z "$PROMETHEUS_URL" ]; then
  echo '::error title=mllint canary::set the variable PROMETHEUS_URL of the repository'
  exit 2
fi

# The number of the one series that a query gives, or null.
ask() {
  local query="$1"
  query="${query//'{model}'/"$MODEL"}"
  query="${query//'{namespace}'/"$NAMESPACE"}"
  query="${query//'{version}'/"$VERSION"}"
  query="${query//'{window}'/"$WINDOW"}"
  curl --silent --show-error --fail --max-time 30 --get --data-urlencode "query=$query" "$PROMETHEUS_URL/api/v1/query" | jq --compact-output '
    if .status == "success" and .data.resultType == "vector" then .data.result else error("this is no vector") end
    | if length == 1 and (.[0].value[1] | test("^-?[0-9.]+([eE][-+]?[0-9]+)?$")) then .[0].value[1] | tonumber else null end'
}

requests="$(ask "$REQUESTS")"
errors="$(ask "$ERROR_RATE")"
latency="$(ask "$LATENCY_SECONDS")"
verdict="$(jq --null-input --raw-output --argjson requests "${requests:-null}" --argjson errors "${errors:-null}" --argjson latency "${latency:-null}" '
  (env | { errors: .MAX_ERROR_RATE, latency: .MAX_LATENCY_SECONDS, good: .MIN_REQUESTS, bad: .MIN_REQUESTS_TO_ROLL_BACK } | map_values(tonumber)) as $limits
  | ($errors > $limits.errors or $latency > $limits.latency) as $fails
  | if $requests == null or $errors == null or $latency == null then "unknown"
    elif $fails and $requests >= $limits.bad then "bad"
    elif $fails or $requests < $limits.good then "waiting"
    else "good" end')"
echo "$verdict: $requests requests in $WINDOW (at least $MIN_REQUESTS), error rate $errors (at most $MAX_ERROR_RATE), latency $latency s (at most $MAX_LATENCY_SECONDS s)" | tee "$SAID"
if [ "$verdict" = unknown ]; then echo "::warning title=mllint canary::no verdict on $MODEL $VERSION in $ENVIRONMENT without data"; fi
echo "verdict=$verdict" >> "$GITHUB_OUTPUT"
