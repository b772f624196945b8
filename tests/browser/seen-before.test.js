// The page that errors are pasted into: signatures, then documents; nothing leaves the browser.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { horizontalOverflow } from './support/in-page.js';
import { buildKnowledgeBase, serveSite } from './support/knowledge-base.js';
import { sites } from './support/sites.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const LOG = [
  '2026-02-14T03:02:40Z booking-api-5d1b INFO  http: GET /healthz 200 0.001s',
  '2026-02-14T03:02:41Z booking-api-5d1b \u001b[31mERROR\u001b[0m sqlx::pool: pool timed out while waiting for an open connection',
  '2026-02-14T03:02:41Z booking-api-5d1b ERROR http: POST /v2/bookings 503 5.002s',
].join('\r\n');

const BOX = '#hansei-paste';
const KNOWN = '#hansei-known > section';

/** Pastes a text and waits until it was compared. */
async function paste(page, text) {
  await page.locator(BOX).fill('');
  await page.waitForFunction(() => document.querySelector('#hansei-paste-status').textContent === '');
  await page.locator(BOX).fill(text);
  await page.locator(KNOWN).waitFor();
  await page.locator('#hansei-results section').first().waitFor();
}

const ERROR = (id, signature, rest = '') =>
  `---\nid: ${id}\ntitle: Error ${id}\nstatus: active\nsignatures:\n${signature}\n${rest}---\n\n## Workaround\n\nTurn ${id} off and on.\n`;

describe('seen before', { concurrency }, () => {
  for (const site of sites) {
    const name = site.language;

    for (const [way, base] of [['served', site.http], ['from the disk', site.file]]) {
      it(`a pasted log names the known error, the lines and what to do: ${name}, ${way}`, async () => {
        await withPage({}, async (page) => {
          await page.goto(`${base}index.html`);
          await page.locator('.seen-before-link a').click();
          await paste(page, LOG);
          const found = page.locator('.found');
          assert.equal(await found.count(), 1);
          assert.match(await found.locator('.id').first().textContent(), /KE-0001/);
          const lines = await found.locator('.found-lines li').allTextContents();
          assert.equal(lines.length, 2);
          assert.match(lines[0], /2.*pool timed out while waiting for an open connection/);
          assert.ok(!lines[0].includes('\u001b'));
          assert.match(lines[1], /3.*503 5\.002s/);
          assert.deepEqual(await found.locator('.found-lines mark').allTextContents(), [
            'pool timed out while waiting for an open connection',
            'http: POST /v2/bookings 503 5.002s',
          ]);
          assert.match(await found.locator('.found-workaround').textContent(), /max_connections/);
          assert.ok((await found.locator('a[href^="incidents/"]').count()) >= 2);
          assert.equal(new URL(page.url()).search, '');
        });
      });
    }

    it(`every example of a signature is recognised: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}seen-before.html`);
        const examples = [
          ['KE-0004', 'wanderlist push failed: HTTP 429 {"code":"key_suspended"'],
          ['KE-0006', '{"error":"invalid_client","error_description":"client secret expired"}'],
          ['KE-0003', 'outbox: lease lost, parking worker 1\nother\noutbox: workers parked 8 of 8'],
        ];
        for (const [id, text] of examples) {
          await paste(page, text);
          const ids = await page.locator('.found .found-title + .line-facts .id').allTextContents();
          assert.deepEqual(ids, [id]);
        }
      });
    });

    it(`what is not known is said, and searched for: ${name}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}seen-before.html`);
        await paste(page, '2026-01-01 10:00:00 ERROR certificate of gateway expired after 5000 ms\nnext line');
        assert.equal(await page.locator('.found').count(), 0);
        assert.ok(await page.locator(`${KNOWN} .none`).isVisible());
        assert.ok((await page.locator('#hansei-results .line-title').count()) > 0);
      });
    });

    it(`nothing of what is pasted leaves the browser: ${name}`, async () => {
      await withPage({}, async (page) => {
        const requests = [];
        page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
        await page.goto(`${site.http}seen-before.html`);
        await paste(page, `${LOG}\nsecretword-4711 in a pasted log`);
        await page.goto(`${site.http}search.html`);
        await page.locator('#hansei-query').fill('2026-02-14T03:02:41Z ERROR secretword-4711 pool');
        await page.locator('.callout-note a').click();
        await page.locator(KNOWN).waitFor();
        assert.match(await page.locator(BOX).inputValue(), /secretword-4711/);
        assert.equal(new URL(page.url()).hash, '');
        await page.reload();
        const sent = requests.map((request) => request.split('#')[0]);
        assert.deepEqual(sent.filter((request) => request.includes('secretword')), []);
      });
    });

    for (const width of [1280, 320]) {
      it(`axe finds nothing on what was recognised, and it fits: ${name}, ${width} px`, async () => {
        await withPage({ viewport: { width, height: 800 } }, async (page) => {
          await page.addInitScript({ path: AXE });
          await page.goto(`${site.http}seen-before.html`);
          await paste(page, `${LOG}\nwanderlist push failed: HTTP 429 {"code":"key_suspended"}`);
          assert.equal(await page.locator('.found').count(), 2);
          for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            const { violations } = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
            assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
          }
          const { wider, elements } = await page.evaluate(horizontalOverflow);
          assert.ok(wider <= 0 && elements.length === 0, `${wider} ${elements}`);
        });
      });
    }
  }

  it('an expression that takes for ever is given up, and the others are compared', async () => {
    const { folder } = buildKnowledgeBase({
      'known-errors/a.md': ERROR('KE-1', '  - regex: "(x+x+)+y frobnicator"'),
      'known-errors/b.md': ERROR('KE-2', '  - text: frobnicator jammed'),
    });
    const { http } = await serveSite(folder);
    await withPage({}, async (page) => {
      await page.goto(`${http}seen-before.html`);
      await paste(page, `${'x'.repeat(5000)}\nfrobnicator jammed`);
      assert.match(await page.locator('.found').textContent(), /Turn KE-2 off and on/);
      const notes = await page.locator(`${KNOWN} > .line-note`).allTextContents();
      assert.ok(notes.some((note) => note.includes('KE-1')), notes.join());
    });
  });

  it('a card brings no script, and links lead on', async () => {
    const hostile = `---\nid: KE-3\ntitle: "<img src=x onerror=alert(1)> three"\nstatus: active\nvendors: ["<script>alert(1)</script>"]\nsignatures:\n  - text: gizmotron <b>halted</b>\npermanent_fix: {state: planned, ticket: "javascript:alert(1)"}\n---\n\n## Workaround\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\nSee [below](#more) and [^1].\n\n### More\n\nText.\n\n[^1]: note\n`;
    const { folder } = buildKnowledgeBase({ 'known-errors/c.md': hostile });
    const { http } = await serveSite(folder);
    await withPage({}, async (page) => {
      const faults = [];
      page.on('dialog', (dialog) => faults.push(dialog.message()));
      await page.goto(`${http}seen-before.html`);
      await paste(page, 'before gizmotron <b>halted</b> after');
      assert.equal(await page.locator('.found :is(script, [onerror], [onmouseover])').count(), 0);
      assert.equal(await page.locator('.found a[href^="javascript"]').count(), 0);
      assert.match(await page.locator('.found-title').textContent(), /<img src=x/);
      await page.locator('.found-workaround a').first().click();
      await page.waitForURL(/known-errors\/ke-3\.html#more$/);
      assert.deepEqual(faults, []);
    });
  });

  it('a table without signatures is said to have none', async () => {
    const { folder } = buildKnowledgeBase({ 'pages/a.md': '# A page\n\nwith words\n' });
    const { http } = await serveSite(folder);
    await withPage({}, async (page) => {
      await page.goto(`${http}seen-before.html`);
      await paste(page, 'words that nobody knows');
      assert.match(await page.locator('#hansei-paste-status').textContent(), /signature/);
    });
  });
});
