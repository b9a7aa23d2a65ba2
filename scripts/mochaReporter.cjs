"use strict";
// Mocha's own report, and its counts and failures in the file that MOCHA_COUNTS_FILE names, for the end of `npm test`.
const { writeFileSync } = require("node:fs");
const process = require("node:process");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.MOCHA_COUNTS_FILE;
      const failed = this.failures.map((test) => `${test.fullTitle()}: ${test.err?.message ?? ""}`);
      const report = { passed: passes, failed: failures, skipped: pending, failures: failed };
      if (file) writeFileSync(file, JSON.stringify(report));
    });
  }
};
