// The search of the site finds what the program finds, in the same order. Needs no browser.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { openSearch, search, searchThoroughly } from './support/engine.js';
import { build, buildKnowledgeBase, cargoRun, temporaryFolder } from './support/knowledge-base.js';

/** What the program says: the paths of pages, by lists. */
function ofProgram(root, query) {
  const options = ['--root', root, '--format', 'json', '--limit', '100000'];
  const answer = JSON.parse(cargoRun([], ['search', ...options, '--', query], { fails: true }));
  const pages = (list) => answer[list].map(({ page }) => page);
  return { exact: pages('items'), parts: pages('parts'), near: pages('near'), complete: answer.parts_complete };
}

async function ofSite({ engine, files }, query) {
  const answer = await searchThoroughly(engine, query);
  const pages = (hits) => Promise.all((hits ?? []).map(async ({ document }) => (await files.record(document)).path));
  const [exact, parts, near] = await Promise.all([answer.exact, answer.parts, answer.near].map(pages));
  return { exact, parts, near, complete: answer.complete };
}

const sorted = (list) => [...list].sort();

describe('search engine', () => {
  const root = join(temporaryFolder(), 'generated');
  const planted = join(temporaryFolder(), 'planted.json');
  cargoRun(['--example', 'generate'], ['--reports', '200', '--plant', planted, root]);
  const generated = openSearch(build(root));

  const QUERIES = [
    'timeout',
    'Timeout',
    'connection pool',
    'acquire_timeout',
    '"pool" "timeout"',
    'java.lang.IllegalStateException',
    'checkout-api answered',
    '503',
    'databse',
    'replication lag',
    '障',
    '障害',
    'サーバーエラー',
    '証明書の期限',
    'エラーが',
    'の',
    'zzqxvv',
    '!!',
    '2026-03-14 09:02:11 ERROR connection pool exhausted',
  ];
  for (const query of QUERIES) {
    it(`finds the same as the program: ${query}`, async () => {
      const [expected, found] = [ofProgram(root, query), await ofSite(generated, query)];
      assert.deepEqual(found.exact, expected.exact);
      assert.deepEqual(sorted(found.near), sorted(expected.near));
      if (expected.complete) {
        assert.deepEqual(sorted(found.parts), sorted(expected.parts));
      } else {
        // Of hits that hold some parts, the site looks at the best alone.
        assert.deepEqual(found.parts, expected.parts.slice(0, found.parts.length));
      }
    });
  }

  it('finds every planted string, exactly where it was planted', async () => {
    const plan = JSON.parse(readFileSync(planted, 'utf8'));
    assert.ok(plan.length > 20, `${plan.length} planted strings`);
    for (const { text, ids: expected } of plan) {
      const answer = await searchThoroughly(generated.engine, text);
      const ids = await Promise.all(answer.exact.map(async ({ document }) => (await generated.files.record(document)).id));
      assert.deepEqual(sorted(new Set(ids)), sorted(expected), text);
    }
  });

  it('finds every text of the table of cases', async () => {
    const cases = JSON.parse(readFileSync(new URL('../search/terms.json', import.meta.url), 'utf8'));
    const texts = cases.filter(({ terms, text }) => terms.length > 0 && !/[\u0000-\u001f"\ufeff]/.test(text));
    const number = (at) => String(at).padStart(3, '0');
    const documents = texts.map(({ text }, at) => [
      `pages/case-${number(at)}.md`,
      `---\ntitle: Case ${number(at)}\ncustom: {text: ${JSON.stringify(text)}}\n---\n`,
    ]);
    const { folder } = buildKnowledgeBase(Object.fromEntries(documents));
    const { engine, files } = openSearch(folder);
    for (const [at, { text }] of texts.entries()) {
      const answer = await searchThoroughly(engine, text);
      const ids = await Promise.all(answer.exact.map(async ({ document }) => (await files.record(document)).id));
      assert.ok(ids.includes(`case-${number(at)}`), `${JSON.stringify(text)}: ${ids}`);
    }
  });

  it('an excerpt says where the match is and marks it', async () => {
    const document = '---\ntitle: Disk full\n---\n# Disk full\n\nBefore.\n\n## What helped\n\nWe removed old `core.dump` files.\n';
    const { folder } = buildKnowledgeBase({ 'incidents/disk.md': document });
    const { engine, files } = openSearch(folder);
    const answer = await searchThoroughly(engine, 'CORE.DUMP');
    const excerpt = search.excerpt(answer, answer.exact[0], await files.text(answer.exact[0].document));
    assert.deepEqual(excerpt, {
      anchor: 'what-helped',
      heading: 'What helped',
      pieces: [
        ['We removed old ', false],
        ['core.dump', true],
        [' files.', false],
      ],
    });
  });

  it('a site without documents says so', async () => {
    const { folder } = buildKnowledgeBase({ 'pages/empty.md': '' });
    const { engine } = openSearch(folder);
    const answer = await searchThoroughly(engine, 'anything');
    assert.deepEqual([answer.exact, answer.parts, answer.near], [[], [], []]);
  });
});
