// The search page: typing, facets, the address, the keyboard, input methods, and what goes wrong.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { horizontalOverflow } from './support/in-page.js';
import { buildKnowledgeBase, serveSite } from './support/knowledge-base.js';
import { sites } from './support/sites.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const BOX = '#hansei-query';
const STATUS = '#hansei-search-status';
const EXACT = 'section[aria-labelledby="hansei-exact"]';
const PARTS = 'section[aria-labelledby="hansei-parts"]';
const NEAR = 'section[aria-labelledby="hansei-near"]';

/** Waits until the answer to a query is shown. */
async function answered(page) {
  await page.locator(`${EXACT} h2`).waitFor();
  await page.locator('#hansei-results:not([aria-busy])').waitFor();
}

async function searchFor(page, query) {
  await page.locator(BOX).fill(query);
  await page.waitForFunction((text) => new URLSearchParams(location.search).get('q') === text, query);
  await answered(page);
}

const titles = (page, section = EXACT) => page.locator(`${section} .line-title`).allTextContents();

/** Presses a key and says what has the focus then. */
async function press(page, key) {
  await page.keyboard.press(key);
  return page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
}

const HOSTILE = `---
id: INC-2026-0001
title: <img src=x onerror="document.title='owned'"> quuxfault </title><script>document.title='owned'</script>
type: incident
started_at: 2026-01-01
services: ["<b onmouseover=alert(1)>quuxfault</b>"]
tags: ["</script><script>document.title='owned'</script>"]
causes: ["\\"><svg onload=document.title='owned'>"]
---

## <script>document.title='owned'</script> heading \`<img src=x onerror=alert(1)>\`

quuxfault \`<script>document.title='owned'</script>\` and \\<iframe src="javascript:alert(1)"> [x](javascript:alert(1)).
`;

describe('search page', { concurrency }, () => {
  for (const site of sites) {
    const name = site.language;

    it(`finds while somebody types, and marks what it found: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html`);
        await page.locator(BOX).pressSequentially('connection poo', { delay: 20 });
        await page.locator(BOX).press('l');
        await page.waitForURL(/q=connection\+pool$/);
        await answered(page);
        const marks = await page.locator(`${EXACT} .excerpt mark`).allTextContents();
        assert.ok(marks.length > 0 && marks.every((mark) => /^connection pool$/i.test(mark)), marks.join());
        const status = await page.locator(STATUS).textContent();
        assert.match(status, new RegExp(String((await titles(page)).length)));
      });
    });

    it(`finds Japanese and English whatever the language of the site: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=枯渇`);
        await answered(page);
        assert.ok((await titles(page)).some((title) => title.includes('枯渇')));
        await searchFor(page, 'HTTP 429');
        assert.ok((await titles(page)).length > 0);
      });
    });

    it(`the address holds the whole state: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=certificate`);
        await answered(page);
        const all = await titles(page);
        await page.locator('input[name="kind"][value="incident"]').check();
        await page.waitForURL(/kind=incident/);
        await answered(page);
        await page.locator('input[name="year"][value="2026"]').check();
        await page.waitForURL(/year=2026/);
        await answered(page);
        await page.locator('#hansei-sort').selectOption('date');
        await page.waitForURL(/sort=date/);
        await answered(page);
        const narrow = await titles(page);
        assert.ok(narrow.length > 0 && narrow.length < all.length, `${narrow.length} of ${all.length}`);
        const shared = page.url();

        const days = await page.locator(`${EXACT} time`).evaluateAll((all) => all.map((time) => time.dateTime));
        assert.deepEqual(days, [...days].sort().reverse());

        await withPage({}, async (other) => {
          await other.goto(shared);
          await answered(other);
          assert.deepEqual(await titles(other), narrow);
          assert.equal(await other.locator(BOX).inputValue(), 'certificate');
          assert.ok(await other.locator('input[name="kind"][value="incident"]').isChecked());
          assert.equal(await other.locator('#hansei-sort').inputValue(), 'date');
        });

        await page.locator('#hansei-clear').click();
        await page.waitForURL((url) => !url.searchParams.has('kind'));
        await answered(page);
        assert.equal((await titles(page)).length, all.length);
        await page.goBack();
        await answered(page);
        assert.deepEqual(await titles(page), narrow);
      });
    });

    it(`facets count what they would leave: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=certificate`);
        await answered(page);
        const values = page.locator('#hansei-facet-list details:has(input[name="kind"]) li');
        for (const value of await values.all()) {
          const count = Number(await value.locator('.count').textContent());
          const kind = await value.locator('input').getAttribute('value');
          await withPage({}, async (other) => {
            await other.goto(`${site.http}search.html?q=certificate&kind=${kind}`);
            await answered(other);
            assert.equal((await titles(other)).length, count, kind);
          });
        }
      });
    });

    it(`zero is shown as zero, and what else there is as something else: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=certifcate+expired`);
        await answered(page);
        assert.match(await page.locator(STATUS).textContent(), /0/);
        assert.match(await page.locator(`${EXACT} h2`).textContent(), /\s0$/);
        assert.match(await page.locator(`${EXACT} .none`).textContent(), /certifcate expired/);
        assert.deepEqual(await titles(page), []);
        assert.match(await page.locator(NEAR).textContent(), /certifcate → certificate/);

        await searchFor(page, 'qqzzxxvv');
        assert.equal(await page.locator('#hansei-results .line-title').count(), 0);

        await page.locator(BOX).fill('!!!');
        await page.locator(`${STATUS}:not(:empty)`).waitFor();
        await page.waitForFunction(() => !document.querySelector('#hansei-results section'));
      });
    });

    it(`parts are offered under a heading of their own: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=pool+certificate`);
        await answered(page);
        assert.deepEqual(await titles(page), []);
        assert.ok((await titles(page, PARTS)).length > 0);
      });
    });

    it(`results lead to the section where the match is: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html?q=certificate`);
        await answered(page);
        const links = await page.locator('.excerpt-heading').evaluateAll((all) => all.map((link) => link.href));
        assert.ok(links.length > 0);
        for (const link of links) {
          await page.goto(link);
          const isThere = () => document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null;
          assert.ok(await page.evaluate(isThere), link);
        }
      });
    });

    it(`keys lead to the box, through the results and back: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}index.html`);
        assert.equal(await press(page, '/'), 'hansei-search');
        await page.keyboard.press('Escape');
        assert.equal(await press(page, 'Control+k'), 'hansei-search');
        await page.keyboard.type('certificate');
        await page.keyboard.press('Enter');
        await page.waitForURL(/search\.html\?q=certificate$/);
        await answered(page);
        const shown = await page.locator('.hits .line-title a').allTextContents();
        assert.equal(await press(page, '/'), 'hansei-query');
        assert.equal(await press(page, 'ArrowDown'), shown[0]);
        assert.equal(await press(page, 'ArrowDown'), shown[1]);
        assert.equal(await press(page, 'ArrowUp'), shown[0]);
        assert.equal(await press(page, 'ArrowUp'), 'hansei-query');
        await page.keyboard.press('ArrowDown');
        assert.equal(await press(page, 'Escape'), 'hansei-query');
        await page.keyboard.press('Escape');
        assert.ok(await page.evaluate(() => document.activeElement === document.body));
      });
    });

    it(`nothing happens while an input method is composing: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}search.html`);
        await page.locator(BOX).focus();
        const session = await page.context().newCDPSession(page);
        for (const text of ['ｓ', 'しょ', 'しょうめ', 'しょうめいしょ', '証明書']) {
          await session.send('Input.imeSetComposition', {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
          });
        }
        await page.waitForTimeout(600);
        assert.equal(await page.locator(BOX).inputValue(), '証明書');
        assert.equal(await page.locator(STATUS).textContent(), '');
        assert.equal(new URL(page.url()).search, '');
        await session.send('Input.insertText', { text: '証明書' });
        await page.waitForURL(/q=/);
        await answered(page);
        assert.equal(new URL(page.url()).searchParams.get('q'), '証明書');
      });
    });

    it(`works from the disk: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.file}incidents/index.html`);
        await page.locator('#hansei-search').fill('certificate');
        await page.keyboard.press('Enter');
        await page.waitForURL(/search\.html\?q=certificate/);
        await answered(page);
        assert.ok((await titles(page)).length > 0);
        await searchFor(page, 'connection pool');
        await page.locator('input[name="kind"][value="incident"]').check();
        await page.waitForURL(/kind=incident/);
        await answered(page);
        await page.locator(`${EXACT} .line-title a`).first().click();
        await page.waitForURL(/incidents\/.*\.html$/);
      });
    });

    it(`a file that cannot be loaded is told, and can be tried again: ${name}`, async () => {
      await withPage({}, async (page) => {
        const files = /\/search\/(terms|postings|documents)-/;
        await page.route(files, (route) => route.abort());
        await page.goto(`${site.http}search.html?q=certificate`);
        const alert = page.getByRole('alert');
        await alert.waitFor();
        assert.match(await alert.textContent(), /search\/\S+\.js/);
        assert.equal(await page.locator(EXACT).count(), 0, 'no answer is given');
        await page.unroute(files);
        await alert.getByRole('button').click();
        await answered(page);
        assert.ok((await titles(page)).length > 0);
      });
    });

    it(`leads to the lists without scripts: ${name}`, async () => {
      await withPage({ javaScriptEnabled: false }, async (page) => {
        await page.goto(`${site.http}search.html?q=x`);
        await page.locator('main a[href="incidents/index.html"]').click();
        assert.equal(page.url(), `${site.http}incidents/index.html`);
      });
    });

    for (const width of [1280, 320]) {
      it(`axe finds nothing on results, and they fit: ${name}, ${width} px`, async () => {
        await withPage({ viewport: { width, height: 800 } }, async (page) => {
          await page.addInitScript({ path: AXE });
          for (const query of ['certificate', 'certifcate', 'pool certificate', 'qqzzxxvv', '2026-01-01 10:00:00 ERROR pool']) {
            await page.goto(`${site.http}search.html?q=${encodeURIComponent(query)}`);
            await answered(page);
            await page.locator('#hansei-facets').evaluate((facets) => {
              facets.open = true;
            });
            for (const colorScheme of ['light', 'dark']) {
              await page.emulateMedia({ colorScheme });
              const { violations } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
              const faults = violations.map(({ id, nodes }) => `${query}: ${id}: ${nodes[0].html}`);
              assert.deepEqual(faults, []);
            }
            const { wider, elements } = await page.evaluate(horizontalOverflow);
            assert.ok(wider <= 0 && elements.length === 0, `${query}: ${wider} ${elements}`);
          }
        });
      });
    }
  }

  it('documents cannot bring scripts or elements into the results', async () => {
    const { folder } = buildKnowledgeBase({ 'incidents/hostile.md': HOSTILE });
    const { http } = await serveSite(folder);
    await withPage({}, async (page) => {
      const faults = [];
      page.on('dialog', (dialog) => faults.push(dialog.message()));
      page.on('pageerror', (error) => faults.push(error.message));
      for (const query of ['quuxfault', 'script', 'onerror', 'owned', 'heading', 'iframe']) {
        await page.goto(`${http}search.html?q=${encodeURIComponent(query)}`);
        await answered(page);
        const closed = page.locator('#hansei-facet-list details:not([open]) summary');
        while ((await closed.count()) > 0) {
          await closed.first().click();
        }
        await page.locator('#hansei-facet-list input[name="cause"]').waitFor();
        const foreign = '#hansei-results :is(img, script, svg, iframe, b), #hansei-facet-list :is(img, script, svg, b)';
        assert.equal(await page.locator(foreign).count(), 0, query);
        assert.ok((await titles(page))[0].includes('<img src=x'), 'the title is shown as it is written');
        assert.notEqual(await page.title(), 'owned');
      }
      assert.deepEqual(faults, []);
    });
  });

  it('more hits than fit are shown on demand, each once', async () => {
    const documents = Array.from({ length: 35 }, (_, at) => [
      `incidents/many-${at}.md`,
      `---\ntitle: Report ${at}\nstarted_at: 2026-01-${String((at % 28) + 1).padStart(2, '0')}\n---\n\nThe widgetfault of ${at}.\n`,
    ]);
    const { folder } = buildKnowledgeBase(Object.fromEntries(documents));
    const { http } = await serveSite(folder);
    await withPage({}, async (page) => {
      await page.goto(`${http}search.html?q=widgetfault`);
      await answered(page);
      assert.match(await page.locator(`${EXACT} h2`).textContent(), /\s35$/);
      for (const count of [20, 30, 35]) {
        await page.locator('.search-more button').first().click();
        await page.waitForFunction((wanted) => document.querySelectorAll('.hits li').length === wanted, count);
      }
      assert.equal(new Set(await titles(page)).size, 35);
    });
  });
});
