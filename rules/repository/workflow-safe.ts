import { defineRule, type Node, type Problem, type Workflow } from '#rule';
import { foreignTexts } from '../shared/workflow-expressions.ts';

/** Runs of these have secrets and a token that may write, whoever caused them. */
const PRIVILEGED: ReadonlySet<string> = new Set(['pull_request_target', 'workflow_run', 'issue_comment']);

export default defineRule({
  id: 'repository/workflow-safe',
  on: 'repository',
  title: "No workflow runs what a stranger's pull request brings with the rights of the repository",
  why: 'Whoever can open a pull request gets the secrets and the token of the run: with them they push to the branch that Argo CD deploys.',
  severity: 'warning',

  *check({ workflows }) {
    for (const workflow of workflows) {
      const triggers = triggersOf(workflow.root.get('on')).filter((trigger) => PRIVILEGED.has(trigger));
      yield* mllintProblems(workflow, triggers);
      for (const step of stepsOf(workflow)) {
        yield* injections(step);
        yield* checkoutProblems(step, triggers);
      }
    }
  },
});

/** A word, a list of words, or a mapping by words. */
function triggersOf(on: Node): string[] {
  if (on.kind === 'mapping') return on.entries().map(([trigger]) => trigger);
  return [on, ...on.items()].flatMap((node) => (node.kind === 'scalar' && node.isKnown ? (node.text ?? []) : []));
}

function stepsOf({ root }: Workflow): Node[] {
  return root.get('jobs').entries().flatMap(([, job]) => job.get('steps').items());
}

function textOf(node: Node): string {
  return node.kind === 'scalar' && node.isKnown ? (node.text ?? '') : '';
}

function* checkoutProblems(step: Node, triggers: readonly string[]): Iterable<Problem> {
  if (!/^actions\/checkout(?:@|$)/.test(textOf(step.get('uses')))) return;
  const inputs = step.get('with');
  const unsafe = inputs.get('allow-unsafe-pr-checkout');
  if (String(unsafe.kind === 'scalar' && unsafe.isKnown ? unsafe.value : '') === 'true') {
    yield { at: unsafe, message: 'allow-unsafe-pr-checkout puts the files of a stranger into a run with secrets; run on pull_request instead' };
    return;
  }
  const [trigger] = triggers;
  const ref = ['ref', 'repository'].map((key) => inputs.get(key)).find((node) => HEAD.test(textOf(node)));
  if (trigger !== undefined && ref) yield { at: ref, message: `on ${trigger} the head of a pull request is checked out with the secrets of the repository; run on pull_request instead` };
}

/** What names the head of a pull request, wherever it comes from. */
const HEAD = /github\.head_ref|pull_request\.(?:head\.|merge_commit_sha)|workflow_run\.(?:head_|pull_requests)|refs\/pull\//;

/** Scripts that are put together from what a stranger wrote. */
function* injections(step: Node): Iterable<Problem> {
  const isScript = textOf(step.get('uses')).startsWith('actions/github-script@');
  for (const script of [step.get('run'), ...(isScript ? [step.get('with', 'script')] : [])]) {
    for (const { start, end, name } of foreignTexts(textOf(script))) {
      yield { at: script.part(start, end), message: `${name} becomes part of the script, whatever a stranger wrote there; hand it over in a variable under env` };
    }
  }
}

function* mllintProblems({ root, file }: Workflow, triggers: readonly string[]): Iterable<Problem> {
  if (!triggers.includes('pull_request_target') || !file.text.includes('mllint')) return;
  const runs = stepsOf({ root, file }).find((step) => /(?:^|[\s/@])mllint(?:$|[\s/@])/m.test(`${textOf(step.get('run'))}\n${textOf(step.get('uses'))}`));
  if (runs) yield { at: runs, message: 'mllint runs on pull_request_target; it needs no secrets, run it on pull_request with contents: read' };
}
