// Where the system forces its few colours on pages, nothing is told by colour alone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** How many small marks a page has, and which of them have no border that can be seen. */
function marks() {
  const isBordered = (element) => {
    const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(element);
    const paper = getComputedStyle(document.documentElement).backgroundColor;
    return parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none' && borderTopColor !== paper;
  };
  const elements = [...document.querySelectorAll('.badge, .task')];
  const bare = elements.filter((element) => element.checkVisibility() && !isBordered(element));
  return { count: elements.length, bare: bare.map((element) => element.outerHTML) };
}

describe('forced colours', { concurrency }, () => {
  for (const site of sites) {
    for (const colorScheme of ['light', 'dark']) {
      const settings = { colorScheme, forcedColors: 'active' };

      it(`badges and task boxes have borders: ${site.language}, ${colorScheme}`, async () => {
        const faults = [];
        let count = 0;
        await withContext(settings, (context) =>
          visitAll(context, site.sample(), async (page, path) => {
            await page.goto(site.http + path);
            const { count: found, bare } = await page.evaluate(marks);
            count += found;
            faults.push(...bare.map((element) => `${path}: ${element}`));
          }),
        );
        assert.ok(count > 50, `${count} badges and task boxes`);
        assertNone(faults);
      });

      const boxes = [
        // Scripts put real boxes in the place of these.
        { name: 'a drawn box', box: '.task:not(.task-done)', javaScriptEnabled: false },
        { name: 'a box to tick', box: '.tick input', javaScriptEnabled: true },
      ];
      for (const { name, box, javaScriptEnabled } of boxes) {
        it(`${name} that is done looks different: ${site.language}, ${colorScheme}`, async () => {
          await withPage({ ...settings, javaScriptEnabled }, async (page) => {
            await page.goto(site.http + site.largest('checklist.html'));
            const first = page.locator(box).first();
            await first.scrollIntoViewIfNeeded();
            const clip = await first.boundingBox();
            const open = await page.screenshot({ clip });
            assert.ok(open.equals(await page.screenshot({ clip })), 'pictures of the same are the same');
            await first.evaluate((element) => {
              element.classList.add('task-done');
              element.checked = true;
            });
            const done = await page.screenshot({ clip });
            assert.ok(!open.equals(done), 'done looks like open');
          });
        });
      }
    }
  }
});
