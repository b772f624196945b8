// What a test finds is collected and told at once, so that one run shows everything.

import assert from 'node:assert/strict';

/** Fails with the list of faults if there are any. */
export function assertNone(faults) {
  const lines = [...new Set(faults)].map((fault) => `  ${fault}`);
  assert.ok(faults.length === 0, `${lines.length} faults:\n${lines.join('\n')}\n`);
}
