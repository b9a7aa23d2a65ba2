"use strict";

module.exports = {
  // Tests with a real engine take seconds; a test that waits for an event that never comes fails after this.
  timeout: 120_000,
};
