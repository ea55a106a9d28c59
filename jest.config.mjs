/** Jest runs the TypeScript sources as native ES modules; swc strips the types, `npm run check` checks them. */
export default {
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.tsx?$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript", tsx: false } } }],
  },
  setupFiles: ["<rootDir>/server/models.ts"],      // the trained models, for tests that read without a server
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  workerIdleMemoryLimit: "512MB",
  testTimeout: 30_000,
  reporters: ["default", "<rootDir>/test/support/closing-line.mjs"],
};
