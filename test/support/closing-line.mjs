/** The last line of a run, alone: `N passed, N failed`. A run that executed no test has failed. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.closing = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
    process.on("exit", () => process.stdout.write(`${this.closing}\n`));
    if (results.numTotalTests === 0) process.exitCode = 1;
  }
}
