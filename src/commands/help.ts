/** `mllint --help` */
export const HELP = `mllint knows what every environment would serve if this change were merged.

mllint [paths…]                  lint; paths only choose what is reported
mllint state                     which model version every environment would serve
mllint render [application…]     what Argo CD would apply
mllint baseline                  write what is found now, so that only what comes new counts
mllint rules                     every rule, with its severity here
mllint explain <rule>            a rule's page and the setting in force

  -C, --root <dir>               default: the folder with mllint.yaml, else the Git top level
  -f, --format <name[=file]>     pretty | json | sarif | github; repeatable
  -o, --output-file <file>
  -c, --config <file>            instead of mllint.yaml at the root
      --print-config             the configuration in force, and where each value comes from
      --rule <id[=severity]>     only this rule; repeatable
      --env <name>               only this environment; repeatable
      --max-warnings <n>         more warnings than this fail
      --quiet                    errors only
      --exit-zero                findings do not fail
      --now <RFC 3339 time>      the clock for snoozes
      --origins                  with render: where each value was written
      --prune                    with baseline: only take out what is gone
      --traffic                  with state: who gets what share of the requests
      --color | --no-color
      --version   --help

Exit codes: 0 nothing that fails, 1 findings, 2 wrong usage or configuration or a failure of mllint.
`;
