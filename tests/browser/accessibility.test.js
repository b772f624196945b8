// axe finds nothing on any sort of page, in any language, colour scheme and width.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext } from './support/browser.js';
import { templateNames } from './support/build.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const WIDTHS = [1280, 320];
const COLOURS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
  { colorScheme: 'dark', forcedColors: 'active' },
];

/** Opens a page and stays there, even if it leads on to another at once. */
async function openAndStay(page, url) {
  await page.unrouteAll();
  // A page that answers "no content" is not gone to.
  const elsewhere = (address) => address.pathname.endsWith('.html') && address.href !== url;
  await page.route(elsewhere, (route) => route.fulfill({ status: 204 }));
  await page.goto(url);
}

async function violations(page) {
  const { violations } = await page.evaluate(
    (runOnly) => globalThis.axe.run({ runOnly, resultTypes: ['violations'] }),
    RULES,
  );
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}, ${nodes.length} times, first ${nodes[0].html}`,
  );
}

describe('accessibility', { concurrency }, () => {
  for (const site of sites) {
    it(`every template has a page in the ${site.language} example`, () => {
      const used = new Set(site.sample({ redirects: true }).flatMap((page) => site.templates.get(page)));
      const unused = templateNames().filter((name) => !used.has(name));
      assert.deepEqual(unused, [], 'add an example that needs these templates');
    });

    for (const width of WIDTHS) {
      it(`axe finds nothing: ${site.language}, ${width} px`, async () => {
        const faults = [];
        await withContext({ viewport: { width, height: 800 } }, async (context) => {
          await context.addInitScript({ path: AXE });
          await visitAll(context, site.sample({ redirects: true }), async (page, path) => {
            await openAndStay(page, site.http + path);
            for (const colours of COLOURS) {
              await page.emulateMedia(colours);
              const place = [path, ...Object.values(colours)].join(' ');
              faults.push(...(await violations(page)).map((violation) => `${place}: ${violation}`));
            }
          });
        });
        assertNone(faults);
      });
    }
  }
});
