/** The frontend's unit tests; what needs a real JupyterLab is in `ui-tests/`. */
export default {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/labextension/tests'],
  transform: {
    '^.+\\.tsx?$': [
      'ts-jest',
      {
        diagnostics: false, // `npm run typecheck` reports types once
        tsconfig: {
          module: 'CommonJS',
          moduleResolution: 'node10',
          verbatimModuleSyntax: false,
          jsx: 'react',
          target: 'ES2022',
          esModuleInterop: true,
          isolatedModules: true,
        },
      },
    ],
  },
};
