"use strict";
// Mocha's own report, and its counts in the file that MOCHA_COUNTS_FILE names, for the total of `npm test`.
const { writeFileSync } = require("node:fs");
const process = require("node:process");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.MOCHA_COUNTS_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
