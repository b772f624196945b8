// Charts can be read on a phone as on a desk: no label covers another one or is cut off.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

const WIDTHS = [320, 390, 768, 1280];

/** How many charts and labels there are, and which labels overlap or leave the window. */
function labels() {
  const faults = [];
  const charts = [...document.querySelectorAll('main svg[role="img"]')];
  let count = 0;
  for (const chart of charts) {
    const name = chart.querySelector('title').textContent;
    const places = [...chart.querySelectorAll('text')].map((label) => ({
      text: label.textContent,
      box: label.getBoundingClientRect(),
    }));
    count += places.length;
    for (const [index, { text, box }] of places.entries()) {
      if (box.left < 0 || box.right > document.documentElement.clientWidth) {
        faults.push(`${name}: ${text} leaves the window`);
      }
      for (const other of places.slice(index + 1)) {
        const beside = box.right <= other.box.left || other.box.right <= box.left;
        const above = box.bottom <= other.box.top || other.box.bottom <= box.top;
        if (!beside && !above) {
          faults.push(`${name}: ${text} and ${other.text} overlap`);
        }
      }
    }
  }
  return { charts: charts.length, count, faults };
}

describe('charts', { concurrency }, () => {
  for (const site of sites) {
    for (const width of WIDTHS) {
      it(`labels have room: ${site.language}, ${width} px`, async () => {
        await withPage({ viewport: { width, height: 800 } }, async (page) => {
          await page.goto(`${site.http}insights/index.html`);
          const { charts, count, faults } = await page.evaluate(labels);
          assert.ok(charts >= 10 && count >= 60, `${charts} charts, ${count} labels`);
          assertNone(faults);
        });
      });
    }

    it(`every chart has a name, and its numbers in a table beside it: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}insights/index.html`);
        const bare = await page.evaluate(() => {
          const charts = [...document.querySelectorAll('main svg[role="img"]')];
          const hasTable = (chart) => chart.closest('section').querySelector('table tbody td') !== null;
          const hasName = (chart) => chart.querySelector(':scope > title').textContent.trim() !== '';
          return charts.filter((chart) => !hasTable(chart) || !hasName(chart)).map((chart) => chart.outerHTML);
        });
        assertNone(bare);
      });
    });
  }
});
