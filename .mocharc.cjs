"use strict";

module.exports = {
  // For what hangs. A machine that is busy may take minutes for what takes seconds elsewhere.
  timeout: 15 * 60_000,
};
