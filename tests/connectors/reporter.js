/** Prints a line for each check, ok, failed or skipped, and what a check has to show. */
module.exports = class ChecksReporter {
  constructor() {
    this.counts = { ok: 0, failed: 0, skipped: 0 };
  }

  onTestResult(_test, { testResults, testExecError, testFilePath, console: shown }) {
    for (const { status, ancestorTitles, title, failureMessages } of testResults) {
      const word = { passed: 'ok', failed: 'failed' }[status] ?? 'skipped';
      this.counts[word] += 1;
      this.print(`${word.padEnd(8)}${[...ancestorTitles, title].join(': ')}`);
      for (const message of failureMessages) this.print(message.replace(/^/gm, '        '));
    }
    if (testExecError && testResults.length === 0) {
      this.counts.failed += 1;
      this.print(`failed  ${testFilePath}\n${testExecError.message ?? ''}\n${testExecError.stack ?? ''}`);
    }
    for (const { message } of shown ?? []) this.print(message);
  }

  onRunComplete() {
    const { ok, failed, skipped } = this.counts;
    this.print(`\n${ok} ok, ${failed} failed, ${skipped} skipped`);
  }

  getLastError() {
    return undefined;
  }

  print(text) {
    process.stdout.write(`${text}\n`);
  }
};
