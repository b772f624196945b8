// The expressions of tests/signatures/translation.json, translated, find the same as the originals,
// which tests/testsuite/signatures.rs tries. Needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const table = JSON.parse(
  readFileSync(new URL("../signatures/translation.json", import.meta.url), "utf8"),
);

test("there are cases", () => {
  assert.ok(table.cases.length >= 40);
});

for (const { name, javascript, matches, misses } of table.cases) {
  test(name, () => {
    const expression = new RegExp(javascript.source, javascript.flags);
    for (const [text, part] of matches) {
      assert.equal(expression.exec(text)?.[0], part, `in ${JSON.stringify(text)}`);
    }
    for (const text of misses) {
      assert.equal(expression.exec(text)?.[0], undefined, `in ${JSON.stringify(text)}`);
    }
  });
}
