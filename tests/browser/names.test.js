// What assistive technology is told: names of headings, scrollers and links, and what a copy came to.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** How often a text holds some words. */
const occurrences = (text, words) => text.split(words).length - 1;

describe('names', { concurrency }, () => {
  for (const site of sites) {
    const report = site.largest('incident.html');

    it(`a heading is called by its words, and the link beside it by the heading: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(site.http + report);
        const headings = page.locator('.body :is(h2, h3, h4)[id]');
        const faults = [];
        for (const heading of await headings.all()) {
          const words = (await heading.textContent()).trim();
          const link = heading.locator('xpath=following-sibling::a');
          const name = await link.getAttribute('aria-label');
          const language = await link.getAttribute('lang');
          if ((await heading.locator('a.heading-link').count()) > 0 || words.includes('#')) {
            faults.push(`the name of a heading holds its link: ${words}`);
          }
          if (occurrences(name, words) !== 1 || name === words || name.includes('{')) {
            faults.push(`${words}: ${name}`);
          }
          if (language !== site.language) {
            faults.push(`${words}: the link is marked ${language}`);
          }
        }
        assert.ok((await headings.count()) > 3);
        assertNone(faults);
      });
    });

    it(`what takes the focus to be scrolled has a role and a name: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        for (const template of ['incident.html', 'known-error.html', 'vendor.html']) {
          await page.goto(site.http + site.largest(template));
          const scrollers = page.locator('main [tabindex="0"]');
          const named = page.getByRole('group', { name: /./ }).and(scrollers);
          assert.ok((await scrollers.count()) > 0, template);
          assert.equal(await named.count(), await scrollers.count(), template);
        }
      });
    });

    it(`what a copy came to is said once, and not by the button: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(site.http + site.largest('known-error.html'));
        const button = page.locator('button.copy').first();
        const status = page.getByRole('status');
        assert.equal(await status.textContent(), '');
        assert.equal(await button.getAttribute('aria-live'), null);
        assert.equal(await button.getAttribute('lang'), site.language);
        const before = await button.textContent();
        await button.click();
        await page.waitForFunction(() => document.querySelector('[role=status]').textContent);
        assert.notEqual(await status.textContent(), before);
      });
    });

    it(`a done task is told from an open one on paper too: ${site.language}`, async () => {
      // Scripts put real boxes in the place of these.
      await withPage({ javaScriptEnabled: false }, async (page) => {
        await page.goto(site.http + site.largest('checklist.html'));
        for (const media of ['screen', 'print']) {
          await page.emulateMedia({ media });
          const ticks = await page.evaluate(() => {
            const box = document.querySelector('.task');
            // Backgrounds are not printed: only what has an edge counts.
            const tick = () => {
              const { content, borderRightStyle, borderRightColor } = getComputedStyle(box, '::after');
              return content !== 'none' && borderRightStyle === 'solid' && borderRightColor;
            };
            box.className = 'task task-open';
            const open = tick();
            box.className = 'task task-done';
            return { open, done: tick(), paper: getComputedStyle(document.body).backgroundColor };
          });
          assert.equal(ticks.open, false, media);
          assert.ok(ticks.done && ticks.done !== ticks.paper, `${media}: ${JSON.stringify(ticks)}`);
        }
        assert.equal(
          await page.evaluate(() => getComputedStyle(document.querySelector('.task'), '::after').borderRightColor),
          'rgb(0, 0, 0)',
        );
      });
    });
  }
});
