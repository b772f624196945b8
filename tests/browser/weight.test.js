// A report is light: it is read on a phone, on the way, when things are down.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { concurrency, withPage } from './support/browser.js';
import { sites } from './support/sites.js';

/** The most that a report may weigh with all it needs, in bytes as sent with gzip. */
const LIMIT = 60_000;

/** Bytes of everything that a browser without a cache asks for to show a page, as gzip sends it. */
async function weigh(page, url) {
  const bodies = new Map();
  const pending = [];
  const keep = async (address, response) => bodies.set(address, await response.body());
  page.on('response', (response) => pending.push(keep(response.url(), response)));
  await page.goto(url, { waitUntil: 'networkidle' });
  await Promise.all(pending);
  // Browsers without a window do not always ask for the icon.
  const icons = await page.locator('link[rel~="icon"]').evaluateAll((all) => all.map((icon) => icon.href));
  for (const icon of icons) {
    await keep(icon, await page.request.get(icon));
  }
  const sizes = [...bodies].map(([address, body]) => [address, gzipSync(body).length]);
  return { sizes, total: sizes.reduce((sum, [, size]) => sum + size, 0) };
}

describe('weight', { concurrency }, () => {
  for (const site of sites) {
    it(`a report with all it needs is light: ${site.language}`, async (test) => {
      const report = site.largest('incident.html');
      const { sizes, total } = await withPage({}, (page) => weigh(page, site.http + report));
      test.diagnostic(`${report}: ${total} bytes in ${sizes.length} answers`);
      assert.ok(sizes.length >= 3, 'page, styles and icon');
      assert.ok(total <= LIMIT, JSON.stringify(sizes));
    });
  }
});
