/** Jest runs the TypeScript sources as native ES modules; swc strips the types, `npm run check` checks them. */
export default {
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.tsx?$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript", tsx: false } } }],
  },
  workerIdleMemoryLimit: "512MB",
  testTimeout: 20_000,
};
