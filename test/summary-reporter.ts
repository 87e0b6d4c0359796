/** Ends a test run with what was skipped and why, and one plain line: `12 passed, 0 failed, 1 skipped`. */
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** Vitest wants reporters that are named by path as default exports. */
export default class SummaryReporter implements Reporter {
  #isFiltered = false;

  onInit({ config }: Vitest): void {
    this.#isFiltered = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed = tests.filter((test) => test.result().state === 'failed').length + brokenSuites(modules) + unhandledErrors.length;

    // With -t nearly all tests are skipped, for the reason that was typed.
    const listed = this.#isFiltered ? [] : skipped;
    const lines = listed.map((test) => `skipped: ${test.module.relativeModuleId} > ${test.fullName} – ${reasonOf(test)}`);
    const skippedCount = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
    process.stdout.write([...lines, `${passed} passed, ${failed} failed${skippedCount}`, ''].join('\n'));
  }
}

/** Files and suites that failed outside of any test, such as an import that does not resolve; their tests were never counted. */
function brokenSuites(modules: readonly TestModule[]): number {
  return modules.flatMap((module) => [module, ...module.children.allSuites()]).filter((suite) => suite.errors().length > 0).length;
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  if (note !== undefined) return note.replaceAll(/\s+/g, ' ');
  return test.options.mode === 'todo' ? 'to be written' : 'no reason given';
}
