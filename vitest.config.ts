import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { yamlBuild } from './src/dev/bundle.ts';

export default defineConfig({
  resolve: { alias: { yaml: fileURLToPath(new URL(yamlBuild, import.meta.url)) } }, // what is tested is what is bundled
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    benchmark: { include: ['test/bench/**/*.bench.ts'] },
    globalSetup: 'test/build-bundle.ts',
    reporters: ['default', './test/summary-reporter.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
