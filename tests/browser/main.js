// Runs the tests that are named, or all of them: `node main.js keyboard print`. They share one
// process, so that the sites are built once and the browser is started once.

import { readdirSync } from 'node:fs';

const all = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => name.replace('.test.js', ''));
const asked = process.argv.slice(2);

const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no such test: ${unknown.join(', ')}\nthere are: ${all.join(', ')}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : all) {
  await import(`./${name}.test.js`);
}
