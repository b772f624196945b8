// Pages ask nobody but their own site for anything, and nothing goes wrong on them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** Collects into `faults` whatever goes wrong on pages of the site at `base`. */
async function listen(context, base, faults) {
  const ofSite = (url) => url.startsWith(base) || url.startsWith('blob:') || url.startsWith('data:');
  context.on('console', (message) => faults.push(`console: ${message.text()}`));
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
  context.on('request', (request) => {
    if (!ofSite(request.url())) {
      faults.push(`request to elsewhere: ${request.url()}`);
    }
  });
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    // Going on to the next page ends what is still under way.
    if (errorText !== 'net::ERR_ABORTED') {
      faults.push(`failed: ${request.url()}: ${errorText}`);
    }
  });
  context.on('response', (response) => {
    // Pages that are opened as files have no status.
    if (response.status() >= 400) {
      faults.push(`status ${response.status()}: ${response.url()}`);
    }
  });
  await context.exposeBinding('reportViolation', (_, violation) => faults.push(violation));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, documentURI } = event;
      globalThis.reportViolation(`${documentURI}: ${violatedDirective} forbids ${blockedURI}`);
    });
  });
}

/** Opens a page, waits until it has led on if it is there for that, and lets its scripts begin. */
async function open(page, site, base, path) {
  await page.goto(base + path);
  if (site.isRedirect(path)) {
    await page.waitForURL((url) => url.href !== base + path);
  }
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 })));
}

describe('quiet', { concurrency }, () => {
  for (const site of sites) {
    const ways = [
      ['served', site.http, site.pages],
      // The page for wrong addresses is shown by servers alone, and knows the address of the site.
      ['from the disk', site.file, site.pages.filter((path) => path !== '404.html')],
    ];
    for (const [way, base, pages] of ways) {
      it(`nothing goes wrong on any page: ${site.language}, ${way}`, async () => {
        const faults = [];
        await withContext({}, async (context) => {
          await listen(context, base, faults);
          await visitAll(context, pages, (page, path) => open(page, site, base, path));
        });
        assert.ok(pages.length > 50, `${pages.length} pages`);
        assertNone(faults);
      });
    }

    it(`a wrong address shows a whole page that leads home: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        const statuses = new Map();
        page.on('response', (response) => statuses.set(response.url(), response.status()));
        const wrong = `${site.http}incidents/2019/no-such-page.html`;
        await page.goto(wrong);
        const others = [...statuses].filter(([url, status]) => url !== wrong && status !== 200);
        assert.equal(statuses.get(wrong), 404);
        assert.ok(statuses.size > 1, 'its styles are asked for');
        assertNone(others);
        await page.locator('main a').first().click();
        assert.equal(page.url(), `${site.http}index.html`);
      });
    });
  }
});
