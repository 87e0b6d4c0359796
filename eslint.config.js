import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const dynamicRegExp = {
  selector: ':matches(NewExpression, CallExpression)[callee.name="RegExp"]:not([arguments.0.type="Literal"])',
  message: 'A pattern put together at run time can hang on hostile input: write a literal, or use re2js.',
};
const lazyPackage = {
  selector: 'ImportExpression:not([source.value=/^\\.|^node:/])',
  message: 'A CommonJS package has no named exports when the bundle loads it so: import it statically in a file that is imported lazily.',
};
const defaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Only rules are default exports: a name says what is imported.',
};

const typescript = ['**/*.ts'];
const tests = ['test/**', 'src/**/*.test.ts'];
const tooling = ['*.config.{js,ts}', 'scripts/**', 'bin/**', 'src/dev/**', 'test/**', 'src/**/*.test.ts'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'fixtures/', 'rules/index.ts', 'rules/pages.ts', 'src/init/templates.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off', // rules and conditions are plain objects, whose methods know no this
      'require-yield': 'off',
    },
  },

  // What a reader can hold in mind at once.
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },

  // The same for all code: equality that does not convert, and no code from text.
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', dynamicRegExp, lazyPackage, defaultExport],
    },
  },
  { files: ['rules/**/*.ts'], rules: { 'no-restricted-syntax': ['error', dynamicRegExp, lazyPackage] } },
  {
    files: ['*.config.{js,ts}', 'test/*-reporter.ts', 'bin/**', 'scripts/**'],
    rules: { 'no-restricted-syntax': ['error', dynamicRegExp] },
  },

  // Stages are functions that return values: only the entry point touches the process it runs in.
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    ignores: ['src/main.ts', ...tooling],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Only src/main.ts touches the process; take what you need as an argument.' },
        { name: 'console', message: 'Only src/main.ts prints; return what is to be said.' },
      ],
      'no-restricted-imports': ['error', { paths: ['process', 'node:process', 'console', 'node:console'] }],
      'no-restricted-properties': [
        'error',
        { object: 'globalThis', property: 'process' },
        { object: 'globalThis', property: 'console' },
      ],
    },
  },

  // The one marked seam: where a value of unknown type is given one without a check, and says why it may.
  { files: ['src/unchecked.ts'], rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },

  // Tests look into parsed JSON and into other people's libraries.
  {
    files: tests,
    ignores: ['**/*.js'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
