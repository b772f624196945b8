// What the script of the theme adds where scripts run: buttons that copy, links on headings, a table
// of contents that follows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** The words that the page gives its script. */
const wordsOf = (page) =>
  page.evaluate(() => ({ ...document.querySelector('script[data-copy]').dataset }));

/** The largest page of a site that holds all of these texts. */
function pageWith(site, ...texts) {
  const read = (path) => readFileSync(join(site.folder, path), 'utf8');
  const pages = site.pages.map((path) => ({ path, text: read(path) }));
  const fitting = pages.filter(({ text }) => texts.every((wanted) => text.includes(wanted)));
  assert.ok(fitting.length > 0, `no page has ${texts}`);
  return fitting.reduce((one, other) => (other.text.length > one.text.length ? other : one)).path;
}

describe('scripts', { concurrency }, () => {
  for (const site of sites) {
    const withCode = pageWith(site, '<pre');

    it(`every block of code can be copied as it is: ${site.language}`, async () => {
      const permissions = ['clipboard-read', 'clipboard-write'];
      await withPage({ permissions }, async (page) => {
        await page.goto(site.http + withCode);
        const { copy, copied } = await wordsOf(page);
        const frames = await page.locator('.body .code').all();
        assert.ok(frames.length > 0);
        assert.equal(frames.length, await page.locator('.body pre').count());
        for (const frame of frames) {
          const button = frame.getByRole('button');
          assert.equal(await button.innerText(), copy);
          await button.press('Enter');
          await frame.getByText(copied, { exact: true }).waitFor();
          const text = await page.evaluate(() => navigator.clipboard.readText());
          assert.equal(text, await frame.locator('code').textContent());
          assert.ok(await button.evaluate((element) => document.activeElement === element));
        }
      });
    });

    it(`every heading has a link to itself that is called after it: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        const path = site.largest('incident.html');
        await page.goto(site.http + path);
        const { headingLink } = await wordsOf(page);
        const faults = await page.evaluate((word) => {
          const headings = [...document.querySelectorAll('.body :is(h2, h3, h4)[id]')];
          const isFine = (heading) => {
            const link = heading.parentElement.querySelector('a.heading-link');
            const words = heading.textContent.trim();
            return (
              decodeURIComponent(link?.hash ?? '') === `#${heading.id}` &&
              link.getAttribute('aria-label') === word.replace('{heading}', words)
            );
          };
          const faulty = headings.filter((heading) => !isFine(heading));
          return headings.length > 0 ? faulty.map((heading) => heading.outerHTML) : ['none'];
        }, headingLink);
        assertNone(faults);
      });
    });

    it(`the table of contents marks where the reader is: ${site.language}`, async () => {
      await withPage({ viewport: { width: 1280, height: 300 } }, async (page) => {
        await page.goto(site.http + pageWith(site, 'class="contents"'));
        const lines = await page.locator('.contents a').all();
        const marked = () =>
          page.evaluate(() => {
            const all = [...document.querySelectorAll('.contents a')];
            return all.map((line) => line.getAttribute('aria-current') ?? '').join();
          });
        const only = (at) => lines.map((_, index) => (index === at ? 'true' : '')).join();
        assert.ok(lines.length > 1);
        assert.equal(await marked(), only(0));
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        await page.waitForFunction(() =>
          [...document.querySelectorAll('.contents a')].at(-1).hasAttribute('aria-current'),
        );
        assert.equal(await marked(), only(lines.length - 1));
        await page.evaluate(() => scrollTo(0, 0));
        await page.waitForFunction(() =>
          document.querySelector('.contents a').hasAttribute('aria-current'),
        );
        assert.equal(await marked(), only(0));
      });
    });
  }
});
