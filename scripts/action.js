// What action.yml runs: builds this checkout where that was not done yet, lints the workspace, and hands over what the job shows.
// Inputs come as variables, never as text of a script, and reach mllint as single arguments.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const action = fileURLToPath(new URL('..', import.meta.url));
const { env } = process;
const workspace = resolve(env.GITHUB_WORKSPACE || '.');

/** GitHub drops a summary of a step that is larger than this. */
const MAX_SUMMARY_BYTES = 1024 * 1024;

class Refused extends Error {}

function main() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Refused(`Node.js 20.19 or later is needed, this is ${process.versions.node}: put actions/setup-node before this step`);
  const inputs = readInputs();
  build();
  const folder = mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), 'mllint-'));
  const files = { report: join(folder, 'report.json'), summary: join(folder, 'summary.md'), annotations: join(folder, 'annotations.txt'), sarif: join(folder, 'mllint.sarif') };
  const code = run(argumentsOf(inputs, files));
  if (inputs.annotations && existsSync(files.annotations)) process.stdout.write(readFileSync(files.annotations, 'utf8'));
  if (inputs.summary) summarize(files.summary);
  output('exit-code', String(code));
  handOver(files);
  rmSync(files.summary, { force: true });
  rmSync(files.annotations, { force: true });
  return code;
}

function readInputs() {
  const [annotations, summary, sarif] = [yesOrNo('annotations', 'true'), yesOrNo('summary', 'true'), yesOrNo('sarif', 'false')];
  const failOn = input('fail-on') || 'new';
  if (failOn !== 'new' && failOn !== 'all') throw new Refused(`the input fail-on takes new or all, not ${JSON.stringify(failOn)}`);
  const maxWarnings = input('max-warnings');
  if (!/^\d{0,9}$/.test(maxWarnings)) throw new Refused(`the input max-warnings takes a whole number, not ${JSON.stringify(maxWarnings)}`);
  const base = input('base');
  if (base.startsWith('-')) throw new Refused(`the input base takes a branch or a commit, not ${JSON.stringify(base)}`);
  return { annotations, summary, failOn, maxWarnings, base, sarif, root: path('root'), config: path('config') };
}

/** Without control characters: a line end would be a second line of the file that hands outputs over. */
function input(name) {
  const value = (env[`MLLINT_${name.toUpperCase().replaceAll('-', '_')}`] || '').trim();
  if (/\p{Cc}/u.test(value)) throw new Refused(`the input ${name} holds a control character`);
  return value;
}

function yesOrNo(name, otherwise) {
  const value = input(name) || otherwise;
  if (value !== 'true' && value !== 'false') throw new Refused(`the input ${name} takes true or false, not ${JSON.stringify(value)}`);
  return value === 'true';
}

/** Inside of the checkout, as an absolute path; nothing where it is empty. */
function path(name) {
  const value = input(name);
  if (value === '') return undefined;
  const full = resolve(workspace, value);
  const inside = relative(workspace, full);
  if (inside === '..' || inside.startsWith('../') || inside.startsWith('..\\') || isAbsolute(inside)) throw new Refused(`the input ${name} leads out of the checkout: ${value}`);
  return full;
}

/** What users run is built; npm reads the settings of this folder, not those of the workspace. */
function build() {
  if (existsSync(join(action, 'dist', 'main.js'))) return;
  process.stdout.write('::group::mllint is built from this checkout\n');
  const { status, error } = spawnSync(process.execPath, [join(action, 'scripts', 'prepare.js')], { cwd: action, stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdout.write('::endgroup::\n');
  if (error || status !== 0) throw new Refused('mllint could not be built; the log says why');
}

function argumentsOf({ root, base, config, failOn, maxWarnings, annotations, summary, sarif }, files) {
  return [
    '--format=pretty', `--format=json=${files.report}`, '--no-color', `--fail-on=${failOn}`,
    ...(annotations ? [`--format=github=${files.annotations}`] : []),
    ...(summary ? [`--format=markdown=${files.summary}`] : []),
    ...(sarif ? [`--format=sarif=${files.sarif}`] : []),
    ...(root ? [`--root=${root}`] : []),
    ...(base ? [`--base=${base}`] : []),
    ...(config ? [`--config=${config}`] : []),
    ...(maxWarnings ? [`--max-warnings=${maxWarnings}`] : []),
  ];
}

/** What mllint says of itself is shown, and annotated where it cannot decide. */
function run(args) {
  const { status, stderr, error } = spawnSync(process.execPath, [join(action, 'bin', 'mllint.js'), ...args], { cwd: workspace, stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const said = error ? `mllint: ${error.message}` : stderr.trim();
  if (said !== '') process.stderr.write(`${said.replaceAll(/^(?=\s*::)/gm, '|')}\n`);
  const code = status === 0 || status === 1 ? status : 2;
  if (code === 2) complain(said.split('\n').find((line) => line.startsWith('mllint: ')) || 'mllint could not decide; the log says why');
  return code;
}

function complain(message) {
  const data = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::error title=mllint::${data}\n`);
}

/** A file that is too large is not shown at all: then it is said where the report is. */
function summarize(file) {
  const target = env.GITHUB_STEP_SUMMARY;
  if (!target) return;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '### mllint\n\nmllint could not decide; the log of the job says why.\n';
  const used = existsSync(target) ? statSync(target).size : 0;
  const fits = used + Buffer.byteLength(text) < MAX_SUMMARY_BYTES;
  appendFileSync(target, fits ? text : '### mllint\n\nThe summary is larger than what GitHub shows; the log of the job holds the report.\n');
}

function handOver({ report, sarif }) {
  if (existsSync(report)) {
    const { summary } = JSON.parse(readFileSync(report, 'utf8'));
    output('errors', String(summary.errors));
    output('warnings', String(summary.warnings));
    output('report-file', report);
  }
  if (existsSync(sarif)) output('sarif-file', sarif);
}

function output(name, value) {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  complain(error.message);
  output('exit-code', '2');
  process.exitCode = 2;
}
