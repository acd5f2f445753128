import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['lib/', 'labextension/src/wire.gen.ts'] },
  js.configs.recommended,
  {
    files: ['labextension/{src,tests}/**/*.{ts,tsx}'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      reactHooks.configs.flat['recommended-latest'],
    ],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', { max: 8, variant: 'modified' }],
      'max-lines': ['error', 400],
      'max-params': ['error', 6], // JupyterLab hands every service to `activate` as a parameter
      'max-statements': ['error', 25],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['labextension/src/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Only client.ts talks to the server.' },
      ],
      'no-restricted-properties': [
        'error',
        {
          property: 'dangerouslySetInnerHTML',
          message: 'Replies are never rendered as HTML.',
        },
        {
          property: 'innerHTML',
          message: 'Replies are never rendered as HTML.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Replies are never rendered as HTML.',
        },
      ],
    },
  },
  {
    files: ['labextension/src/state/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(@jupyterlab|@lumino|react)',
              allowTypeImports: true,
              message: 'State is pure.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['labextension/tools/**', '*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
);
