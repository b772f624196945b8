// Without JavaScript every page still shows what it has to say, and its links work.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { visibleTexts } from './support/in-page.js';
import { sites } from './support/sites.js';

/** What stands in the page as delivered, but for what waits for a script to be of use. */
function deliveredTexts() {
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('[hidden], template, script').forEach((element) => element.remove());
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const texts = new Set();
  while (walker.nextNode()) {
    texts.add(walker.currentNode.data.replace(/\s+/g, ' ').trim());
  }
  return [...texts];
}

/** The addresses that a page leads to, and the places in it that can be led to. */
function links() {
  const targets = [...document.querySelectorAll('a[href], link[href]')].map(({ href }) => href);
  const places = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return { targets, places };
}

function brokenLinks(site, linksOf) {
  const faults = [];
  for (const [path, { targets }] of linksOf) {
    for (const target of targets.filter((target) => target.startsWith(site.http))) {
      const [file, place] = target.slice(site.http.length).split('#').map(decodeURIComponent);
      const places = linksOf.get(file)?.places;
      if (!site.files.includes(file) || (place && !places?.includes(place))) {
        faults.push(`${path}: ${target}`);
      }
    }
    const odd = targets.filter((target) => !/^(https?|mailto|tel):/.test(target));
    faults.push(...odd.map((target) => `${path}: ${target}`));
  }
  return faults;
}

/** Opens every page of a site and gives what `look` sees there, by path. */
async function lookAtAll(site, pages, settings, look) {
  const seen = new Map();
  await withContext(settings, (context) =>
    visitAll(context, pages, async (page, path) => {
      await page.goto(site.http + path);
      seen.set(path, await look(page));
    }),
  );
  return seen;
}

async function lookAtTextsAndLinks(page) {
  return {
    delivered: new Set(await page.evaluate(deliveredTexts)),
    shown: new Set(await page.evaluate(visibleTexts, 'main')),
    titled: await page.locator('main h1').isVisible(),
    ...(await page.evaluate(links)),
  };
}

describe('without scripts', { concurrency }, () => {
  for (const site of sites) {
    const pages = site.pages.filter((path) => !site.isRedirect(path));

    it(`every page shows its content and leads on: ${site.language}`, async () => {
      const without = { javaScriptEnabled: false };
      const seen = await lookAtAll(site, pages, without, lookAtTextsAndLinks);
      const withScripts = await lookAtAll(site, pages, {}, (page) =>
        page.evaluate(visibleTexts, 'main'),
      );
      const faults = brokenLinks(site, seen);
      for (const [path, { delivered, shown, titled }] of seen) {
        const isLost = (text) => delivered.has(text) && !shown.has(text);
        const lost = withScripts.get(path).filter(isLost);
        faults.push(...lost.map((text) => `${path}: does not show: ${text}`));
        if (!titled || shown.size < 2) {
          faults.push(`${path}: has nothing to show`);
        }
      }
      assertNone(faults);
    });

    for (const base of [site.http, site.file]) {
      const name = `${site.language}, ${new URL(base).protocol}`;
      it(`a reader goes from the home page to a report and on: ${name}`, async () => {
        await withPage({ javaScriptEnabled: false }, async (page) => {
          const heading = page.locator('h1');
          await page.goto(`${base}index.html`);
          const report = page.locator('main a[href^="incidents/inc-"]').first();
          const title = await report.innerText();
          await report.click();
          assert.equal(await heading.innerText(), title);
          await page.locator('main nav a[href="index.html"]').click();
          assert.equal(page.url(), `${base}incidents/index.html`);
          await page.goBack();
          await page.locator('header a[href="../index.html"]').first().click();
          assert.equal(page.url(), `${base}index.html`);
        });
      });

      it(`a former address leads to the page of today: ${name}`, async () => {
        const former = site.pages.find((path) => site.isRedirect(path));
        await withPage({ javaScriptEnabled: false }, async (page) => {
          await page.goto(base + former);
          await page.waitForURL((url) => url.href !== base + former);
          assert.ok(site.pages.includes(page.url().slice(base.length)), page.url());
        });
      });
    }
  }
});
