// Queries, addresses, pasted texts and knowledge bases that nobody meant well with: an answer comes, it is
// right, and nothing is thrown.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { buildKnowledgeBase, serveSite } from './support/knowledge-base.js';

const EXACT = 'section[aria-labelledby="hansei-exact"]';
const STATUS = '#hansei-search-status';

/** Waits until a query was answered, or there was nothing in it to look for. */
async function answered(page) {
  await page.locator(`${STATUS}:not(:empty)`).waitFor();
  await page.locator('#hansei-results:not([aria-busy])').waitFor({ state: 'attached' });
}

async function ask(page, query) {
  await page.locator('#hansei-query').evaluate((box, text) => {
    document.getElementById('hansei-search-status').textContent = '';
    box.value = text;
    box.form.requestSubmit();
  }, query);
  await answered(page);
}

const ids = (page) => page.locator(`${EXACT} .id`).allTextContents();

/** A page on which nothing may be thrown and no dialog open. */
function withQuietPage(use) {
  return withPage({}, async (page) => {
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.stack));
    page.on('dialog', (dialog) => faults.push(dialog.message()));
    await use(page);
    assert.deepEqual(faults, []);
  });
}

const report = (id, body, more = '') => `---\nid: ${id}\ntitle: ${id} report\ntype: incident\nstarted_at: 2026-01-01\n${more}---\n\n${body}\n`;

const LONG_WORD = 'x'.repeat(10_000);
const MANY_WORDS = Array.from({ length: 2_000 }, (_, at) => (at * 7919).toString(36)).join(' ');

/** A query, and the ids of the documents that hold it as it is written. */
const QUERIES = [
  ['__proto__', ['PROTO']],
  ['constructor', ['PROTO', 'constructor']],
  ['hasOwnProperty', ['PROTO']],
  ['(.*+?)[a-z]{2}^$|\\d', ['REGEX']],
  ['.*', []],
  ['[a-z]{2}', ['REGEX']],
  ['🔥', ['EMOJI']],
  ['👩‍👩‍👧', ['EMOJI']],
  ['שגיאה', ['RTL']],
  ['\u202Eשגיאה', ['RTL']],
  ['Cafe\u0301', ['MARKS']],
  ['café', ['MARKS']],
  ['ｻｰﾊﾞｰ', ['KANA']],
  ['サーバー', ['KANA']],
  ['ｔｉｍｅｏｕｔ', ['KANA']],
  ['nul\u0000byte', ['NUL']],
  ['\uD800', []],
  ['gone\uDC00', []],
  [LONG_WORD, []],
  [MANY_WORDS, []],
  ['"'.repeat(999), []],
  ['<script>alert(1)</script>', []],
  ['%00%FF%E3', []],
  ['{query} {count}', []],
];

describe('search, attacked', { concurrency }, async () => {
  const services = Array.from({ length: 200 }, (_, at) => `service-${at}`);
  const { folder } = buildKnowledgeBase({
    'incidents/proto.md': report('PROTO', 'A `__proto__` key and `hasOwnProperty`.', 'services: [__proto__, constructor]\nvendors: [toString]\ncauses: [valueOf]\n'),
    'incidents/constructor.md': report('constructor', 'Named so.'),
    'incidents/regex.md': report('REGEX', '`(.*+?)[a-z]{2}^$|\\d` is an expression.'),
    'incidents/emoji.md': report('EMOJI', 'On 🔥 with 👩‍👩‍👧.'),
    'incidents/rtl.md': report('RTL', 'הודעת שגיאה בשרת'),
    'incidents/marks.md': report('MARKS', 'The Café is closed.'),
    'incidents/kana.md': report('KANA', 'サーバーが timeout した。', 'language: ja\n'),
    'incidents/nul.md': report('NUL', 'A nul byte.'),
    'incidents/services.md': report('MANY', 'Everything failed.', `services: [${services}]\n`),
    'pages/code.md': '```c\nint only_code = 1;\n```\n',
  });
  const { http } = await serveSite(folder);

  it('every query is answered, and what occurs is found', async () => {
    await withQuietPage(async (page) => {
      await page.goto(`${http}search.html`);
      for (const [query, expected] of QUERIES) {
        await ask(page, query);
        assert.deepEqual((await ids(page)).sort(), expected, JSON.stringify(query.slice(0, 60)));
      }
    });
  });

  it('the same from an address, half characters too', async () => {
    await withQuietPage(async (page) => {
      for (const [query, expected] of QUERIES.filter(([query]) => query.length < 500)) {
        await page.goto(`${http}search.html?q=${encodeURIComponent(query.toWellFormed())}`);
        await answered(page);
        assert.deepEqual((await ids(page)).sort(), expected, JSON.stringify(query));
      }
      for (const written of ['%ED%A0%80', '%FF%FE', '%E3%81', '%', '%zz', '%00']) {
        await page.goto(`${http}search.html?q=${written}`);
        await answered(page);
        assert.deepEqual(await ids(page), [], written);
      }
    });
  });

  it('an address of 100 kB is answered', async () => {
    await withQuietPage(async (page) => {
      await page.goto(`${http}search.html#none`);
      const address = `?q=${encodeURIComponent(`constructor ${'y'.repeat(100_000)}`)}`;
      await page.evaluate((query) => history.pushState(null, '', `search.html${query}`), address);
      await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
      await answered(page);
      assert.deepEqual(await ids(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  });

  it('what others add to an address narrows nothing down; an unknown value does', async () => {
    await withQuietPage(async (page) => {
      for (const [added, expected] of [
        ['utm_source=mail&__proto__=x&constructor=y', ['PROTO']],
        ['service=__proto__', ['PROTO']],
        ['service=constructor&vendor=toString&cause=valueOf', ['PROTO']],
        ['kind=unknown', []],
        ['severity=SEV1', []],
        ['kind=incident&kind=page', ['PROTO']],
      ]) {
        await page.goto(`${http}search.html?q=hasOwnProperty&${added}`);
        await answered(page);
        assert.deepEqual(await ids(page), expected, added);
        const isNarrow = !added.startsWith('utm');
        assert.equal(await page.locator('#hansei-clear').isVisible(), isNarrow, added);
      }
    });
  });

  it('of 200 values the first ten are shown, and all on demand', async () => {
    await withQuietPage(async (page) => {
      await page.goto(`${http}search.html?q=everything`);
      await answered(page);
      await page.locator('#hansei-facet-list summary').filter({ hasText: 'Service' }).click();
      const values = page.locator('#hansei-facet-list input[name="service"]');
      await values.first().waitFor();
      assert.equal(await values.count(), 10);
      await page.locator('#hansei-facet-list button').click();
      await page.waitForFunction(() => document.querySelectorAll('input[name="service"]').length === 200);
    });
  });

  it('a document with only code is found by it', async () => {
    await withQuietPage(async (page) => {
      await page.goto(`${http}search.html?q=only_code`);
      await answered(page);
      assert.deepEqual(await ids(page), ['code']);
      assert.equal(await page.locator(`${EXACT} .excerpt mark`).textContent(), 'only_code');
    });
  });

  it('a half character that is pasted is handed on', async () => {
    await withQuietPage(async (page) => {
      await page.goto(`${http}search.html`);
      await ask(page, '2026-01-01T10:00:00Z ERROR constructor \uD800 failed');
      await page.locator('.callout-note a').click();
      await page.locator('#hansei-known > section').waitFor();
      assert.match(await page.locator('#hansei-paste').inputValue(), /constructor \uFFFD failed/);
    });
  });

  it('5 MB that are pasted are compared up to a limit that is told', async () => {
    const { folder } = buildKnowledgeBase({
      'known-errors/a.md': '---\nid: KE-1\ntitle: One\nstatus: active\nsignatures:\n  - text: gizmotron halted\n---\n',
      'known-errors/proto.md': '---\nid: __proto__\ntitle: Two\nstatus: active\nsignatures:\n  - text: constructor called\n---\n',
    });
    const { http } = await serveSite(folder);
    await withQuietPage(async (page) => {
      await page.goto(`${http}seen-before.html`);
      const line = '2026-01-01T10:00:00Z INFO request served in 12 ms\n';
      await page.locator('#hansei-paste').evaluate((box, usual) => {
        box.value = `gizmotron halted\nconstructor called\n${usual.repeat(100_000)}`;
        box.form.requestSubmit();
      }, line);
      await page.locator('#hansei-results section').first().waitFor();
      assert.deepEqual((await page.locator('.found .id').allTextContents()).sort(), ['KE-1', '__proto__']);
      await page.locator('#hansei-known > .line-note').waitFor();
      assert.match(await page.locator('#hansei-known > .line-note').textContent(), /2,000,000/);
    });
  });

  for (const [name, documents] of [
    ['no documents but an empty one', { 'pages/empty.md': '' }],
    ['one document', { 'incidents/one.md': report('ONE', 'Alone.') }],
  ]) {
    it(`a knowledge base with ${name} is searched`, async () => {
      const { folder } = buildKnowledgeBase(documents);
      const { http, file } = await serveSite(folder);
      await withQuietPage(async (page) => {
        for (const base of [http, file]) {
          await page.goto(`${base}search.html?q=alone`);
          await answered(page);
          assert.deepEqual(await ids(page), name.startsWith('one') ? ['ONE'] : []);
          await ask(page, 'nowhere at all');
          assert.deepEqual(await ids(page), []);
        }
      });
    });
  }
});
