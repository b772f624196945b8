// The search of the site finds what the program finds, in the same order. Needs no browser.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { openSearch, search } from './support/engine.js';
import { build, buildKnowledgeBase, cargoRun, temporaryFolder } from './support/knowledge-base.js';

/** What the program says: the paths of pages, by lists. */
function ofProgram(root, query) {
  const options = ['--root', root, '--format', 'json', '--limit', '100000'];
  const answer = JSON.parse(cargoRun([], ['search', ...options, '--', query], { fails: true }));
  const pages = (list) => answer[list].map(({ page }) => page);
  return { exact: pages('items'), steady: pages('steady'), parts: pages('parts'), near: pages('near'), complete: answer.parts_complete };
}

/** What a site finds in the steps of its pages, or with every candidate compared. */
async function ofSite({ engine, files }, query, options) {
  return paths(files, await engine.look(query, options));
}

async function paths(files, answer) {
  const pages = (hits) => Promise.all((hits ?? []).map(async ({ document }) => (await files.record(document)).path));
  const lists = [answer.exact, answer.steady, answer.parts, answer.near, answer.open].map(pages);
  const [exact, steady, parts, near, open] = await Promise.all(lists);
  return { exact, steady, parts, near, open, complete: answer.complete };
}

/** What `hansei match` says of a log that no signature knows. */
function ofMatch(root, log) {
  const file = join(temporaryFolder(), 'log.txt');
  writeFileSync(file, log);
  const options = ['--root', root, '--format', 'json', '--limit', '100000'];
  const answer = JSON.parse(cargoRun([], ['match', ...options, file], { fails: true }));
  const pages = (list) => list.map(({ page }) => page);
  return { exact: answer.items.map(({ id }) => id), parts: pages(answer.parts), near: pages(answer.near) };
}

/** The words around the first hits of a list, matches in brackets. */
function excerptsOfProgram(root, query) {
  const options = ['--root', root, '--format', 'json', '--limit', String(EXCERPTS)];
  const answer = JSON.parse(cargoRun([], ['search', ...options, '--', query], { fails: true }));
  const bracketed = ({ excerpt: { text, matches } }) => {
    const letters = [...text];
    for (const { start, end } of matches) {
      letters[start] = `[${letters[start]}`;
      letters[end - 1] += ']';
    }
    return letters.join('').replaceAll('][', '');
  };
  return [...answer.items, ...answer.steady, ...answer.parts, ...answer.near].map(bracketed);
}

async function excerptsOfSite({ engine, files }, query) {
  const answer = await engine.look(query, THOROUGHLY);
  const first = [answer.exact, answer.steady, answer.parts, answer.near].flatMap((hits) => hits.slice(0, EXCERPTS));
  return Promise.all(
    first.map(async (hit) => {
      const { pieces } = search.excerpt(answer, hit, await files.text(hit.document));
      return pieces.map(([text, isMarked]) => (isMarked ? `[${text}]` : text)).join('').replaceAll('][', '');
    }),
  );
}

const EXCERPTS = 5;
const THOROUGHLY = { thorough: true };

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
    '証明書期限',
    'サーバ障害',
    'データーベース',
    '取消',
    'エラーが',
    'の',
    'zzqxvv',
    '!!',
    '2026-03-14 09:02:11 ERROR connection pool exhausted',
  ];
  for (const query of QUERIES) {
    it(`finds the same as the program: ${query}`, async () => {
      const [expected, found] = [ofProgram(root, query), await ofSite(generated, query, THOROUGHLY)];
      assert.deepEqual(found.exact, expected.exact);
      assert.deepEqual(found.steady, expected.steady);
      assert.deepEqual(sorted(found.near), sorted(expected.near));
      if (expected.complete) {
        assert.deepEqual(sorted(found.parts), sorted(expected.parts));
      } else {
        // Of hits that hold some parts, the site looks at the best alone.
        assert.deepEqual(found.parts, expected.parts.slice(0, found.parts.length));
      }
    });
  }

  for (const query of QUERIES) {
    it(`what a page finds at first is no other than what the program finds: ${query}`, async () => {
      const [expected, found] = [ofProgram(root, query), await ofSite(generated, query)];
      const first = expected.exact.filter((path) => found.exact.includes(path));
      assert.deepEqual(found.exact, first);
      const missing = expected.exact.filter((path) => ![...found.exact, ...found.open].includes(path));
      assert.deepEqual(missing, []);
      assert.equal(found.complete, expected.complete);
      const others = found.parts.slice(0, search.SHOWN).filter((path) => !expected.parts.includes(path));
      assert.deepEqual(others, []);
      if (expected.exact.length + expected.parts.length === 0) {
        assert.deepEqual(sorted(found.near), sorted(expected.near));
      }
    });
  }

  it('shows the same words around a hit as the program, in both languages', async () => {
    for (const query of ['connection pool', 'timeout', 'サーバーエラー', '接続', '障害', 'databse', '接続 timeout']) {
      assert.deepEqual(await excerptsOfSite(generated, query), excerptsOfProgram(root, query), query);
    }
  });

  describe('logs', () => {
    const page = (title, text) => `# ${title}\n\n${text}\n`;
    const { root: logs, folder } = buildKnowledgeBase({
      'pages/users.md': page('Missing table', 'It said: `ERROR: relation "users" does not exist`'),
      'pages/apart.md': page('Apart', 'The relation was ERROR prone, users said; exist it does not.'),
      'pages/zebra.md': page('Zoo', 'A zebra and nothing else.'),
      'pages/japanese.md': page('接続', '基盤側で「接続に失敗しました」と表示され、lantern が消えた。'),
      'pages/refused.md': page('Refused', 'gateway-7: connection refused by upstream-blue'),
    });
    const opened = openSearch(folder);
    const usual = (count) =>
      Array.from({ length: count }, (_, at) => `2026-01-01T00:00:00Z INFO GET /v2/bookings/${at} 200\n`).join('');
    const LOGS = {
      'a line with quotes': 'ERROR: relation "users" does not exist',
      'a word in quotes': '"zebra"',
      'a line with a time': '2026-03-14 09:02:11 ERROR: relation "users" does not exist',
      'words of which most are nowhere': 'zebra lantern ostrich gnu heron',
      'a word that goes on': 'ostri gatewa',
      'nothing known': 'quux frobnicated',
      'Japanese': '接続に失敗しました',
      'a fault among thousands of lines': `${usual(1000)}gateway-7: connection refused by upstream-blue\n${usual(1000)}`,
      'a fault in a long line': `${usual(1000)}lantern ${'火'.repeat(400)} zebra\n`,
      'faults of many shapes': `${usual(500)}${Array.from({ length: 300 }, (_, at) =>
        `error ${'abcdefghij'[at % 10]}${'klmnopqrst'[(at / 10) % 10 | 0]}${'uvwxyz'[(at / 100) | 0]} failed\n`.repeat((at * 7) % 13 + 1),
      ).join('')}relation zebra refused\n`,
      'only a line over 20,000 bytes': `zebra ${'lantern '.repeat(3000)}`,
    };
    for (const [what, log] of Object.entries(LOGS)) {
      it(`are looked for as the program does: ${what}`, async () => {
        const expected = ofMatch(logs, log);
        const { answer, lines } = await search.lookForLog(opened.engine, log);
        assert.equal(lines !== null, log.length > 20_000);
        const ids = await Promise.all(
          [...answer.exact, ...answer.steady].map(async ({ document }) => (await opened.files.record(document)).id),
        );
        const found = await paths(opened.files, answer);
        assert.deepEqual(ids, expected.exact);
        assert.deepEqual(found.parts, expected.parts.slice(0, found.parts.length));
        assert.deepEqual(sorted(found.near), sorted(expected.near));
        assert.equal(found.parts.length > 0, expected.parts.length > 0);
      });
    }

    it('find what stands in them, in quotes or far down, and parts of a long one are parts', async () => {
      const exact = await search.lookForLog(opened.engine, LOGS['a line with quotes']);
      assert.equal(exact.answer.exact.length, 1);
      const { answer, lines } = await search.lookForLog(opened.engine, LOGS['a fault among thousands of lines']);
      assert.deepEqual([answer.exact.length, lines], [0, 2]);
      const [best] = (await paths(opened.files, answer)).parts;
      assert.equal(best, 'pages/refused.html');
    });

    it('of words that were typed half at least count', async () => {
      const query = LOGS['words of which most are nowhere'];
      assert.deepEqual(ofProgram(logs, query).parts, []);
      assert.deepEqual((await ofSite(opened, query)).parts, []);
      assert.deepEqual((await ofSite(opened, 'zebra lantern')).parts, ofProgram(logs, 'zebra lantern').parts);
    });
  });

  it('finds every planted string, exactly where it was planted', async () => {
    const plan = JSON.parse(readFileSync(planted, 'utf8'));
    assert.ok(plan.length > 20, `${plan.length} planted strings`);
    for (const { text, ids: expected } of plan) {
      const answer = await generated.engine.look(text, THOROUGHLY);
      const ids = await Promise.all(answer.exact.map(async ({ document }) => (await generated.files.record(document)).id));
      assert.deepEqual(sorted(new Set(ids)), sorted(expected), text);
    }
  });

  describe('lines of logs', () => {
    const { folder, root } = buildKnowledgeBase({
      'pages/a.md': '# Pool\n\nThe database connection pool has a timeout of 3s.\n',
      'pages/b.md': '# 接続\n\n`<時刻>` データベースの接続が（10.0.0.1）から切れました。\n',
      'pages/c.md': '# Apart\n\nThe database is here, the connection there, a pool has a timeout elsewhere.\n',
      'pages/d.md': '# Trace\n\nrequest <id> to {host} was refused by the gate\n\n## Later\n\nrequest 7 to nobody was refused\n',
    });
    const opened = openSearch(folder);
    for (const [line, steady] of [
      ['2026-11-20T10:11:12Z ERROR The database connection pool has a timeout', ['pages/a.html']],
      ['The database connection pool id=77', ['pages/a.html']],
      ['2026/11/20 10:11:12 [error] データベースの接続が 192.0.2.7 から切れました', ['pages/b.html']],
      ['request_id=9f3a request 550e8400-e29b-41d4-a716-446655440000 to 10.0.0.9:80 was refused', ['pages/d.html']],
      ['10:11:12 pool has a timeout in 3s for nobody', []],
      ['10:11:12 a timeout elsewhere, the database is here', []],
      ['10:11:12 timeout', []],
      ['WARN connection pool has a timeout of 3s.', []],
      ['ORA-12541', []],
    ]) {
      it(`are found but for what varies, as the program does: ${line}`, async () => {
        const [expected, found] = [ofProgram(root, line), await ofSite(opened, line)];
        assert.deepEqual([expected.exact, expected.steady], [[], steady]);
        assert.deepEqual([found.exact, found.steady], [[], steady]);
        assert.deepEqual(found.parts, expected.parts);
        assert.deepEqual(await excerptsOfSite(opened, line), excerptsOfProgram(root, line));
      });
    }

    it('of a log that is compared, the level alone is what varies', async () => {
      const log = 'WARN connection pool has a timeout of 3s.\n';
      assert.deepEqual(ofMatch(root, log).exact, ['a']);
      const { answer } = await search.lookForLog(opened.engine, log);
      assert.deepEqual((await paths(opened.files, answer)).steady, ['pages/a.html']);
    });
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
      const answer = await engine.look(text, THOROUGHLY);
      const ids = await Promise.all(answer.exact.map(async ({ document }) => (await files.record(document)).id));
      assert.ok(ids.includes(`case-${number(at)}`), `${JSON.stringify(text)}: ${ids}`);
    }
  });

  it('an excerpt says where the match is and marks it', async () => {
    const document = '---\ntitle: Disk full\n---\n# Disk full\n\nBefore.\n\n## What helped\n\nWe removed old `core.dump` files.\n';
    const { folder } = buildKnowledgeBase({ 'incidents/disk.md': document });
    const { engine, files } = openSearch(folder);
    const answer = await engine.look('CORE.DUMP', THOROUGHLY);
    const excerpt = search.excerpt(answer, answer.exact[0], await files.text(answer.exact[0].document));
    assert.deepEqual(excerpt, {
      anchor: 'what-helped',
      heading: 'What helped',
      label: null,
      pieces: [
        ['We removed old ', false],
        ['core.dump', true],
        [' files.', false],
      ],
    });
  });

  it('an excerpt shows a text as it is written', async () => {
    const text = '接続（上限　８０）が枯渇し、ｶﾞｰﾄﾞが外れた。';
    const { folder, root } = buildKnowledgeBase({ 'pages/a.md': `# 枯渇\n\n${text}\n` });
    const opened = openSearch(folder);
    for (const [query, expected] of [
      ['上限 80)が', '接続（[上限 ８０）が]枯渇し、ｶﾞｰﾄﾞが外れた。'],
      ['ガード', '接続（上限 ８０）が枯渇し、[ｶﾞｰﾄﾞ]が外れた。'],
    ]) {
      assert.deepEqual(await excerptsOfSite(opened, query), [expected]);
      assert.deepEqual(excerptsOfProgram(root, query), [expected]);
    }
  });

  it('a hit in front matter says in which field, in the words of the site', async () => {
    const document = '---\ntitle: 満室\nservices: [quillpost]\ncauses: [lantern]\n---\n\n本文。\n';
    for (const [language, label] of [['en', 'Causes'], ['ja', '発生原因']]) {
      const { folder } = buildKnowledgeBase({ 'incidents/a.md': document }, `language: ${language}\n`);
      const { engine, files } = openSearch(folder);
      const answer = await engine.look('lantern');
      const text = await files.text(answer.exact[0].document);
      assert.equal(search.excerpt(answer, answer.exact[0], text).label, label);
    }
  });

  it('parts are called by whole words, and by as much of them as a document holds', async () => {
    const page = (title, text) => `# ${title}\n\n${text}\n`;
    const { folder, root } = buildKnowledgeBase({
      'pages/a.md': page('期限', '証明書の有効期限切れが続いた。接続の待ち行列。main が落ちた。'),
      'pages/b.md': page('待機', '接続待ち、上限。有効期限切迫の知らせ。'),
    });
    const { engine, files } = openSearch(folder);
    const names = async (query) => {
      const answer = await engine.look(query);
      const held = async (hit) => {
        const { id } = await files.record(hit.document);
        return [id, search.heldNames(answer, hit, await files.text(hit.document))];
      };
      return Object.fromEntries(await Promise.all(answer.parts.map(held)));
    };
    assert.deepEqual(await names('有効期限切れ 未知数'), {
      a: { holds: ['有効期限切れ'], lacks: ['未知数'] },
      b: { holds: ['有効期限切'], lacks: ['未知数'] },
    });
    assert.deepEqual(await names('有効期限切れ 接続待ち 未知数'), {
      b: { holds: ['有効期限切', '接続待ち'], lacks: ['未知数'] },
    });
    // Its words are there, but not side by side.
    const trace = 'goroutine main.main\nmain.main()';
    assert.deepEqual((await engine.look(trace, THOROUGHLY)).parts, []);
    assert.deepEqual(ofProgram(root, trace).parts, []);
    assert.equal((await engine.look('有効期限切れ')).query.leavesOut, true);
    assert.equal((await engine.look('期限 接続')).query.leavesOut, false);
  });

  it('Japanese words that are written otherwise are near, said so, and no others', async () => {
    const page = (title, text) => `# ${title}\n\n${text}\n`;
    const { folder, root } = buildKnowledgeBase({
      'pages/a.md': page('期限', '原因は証明書の期限切れ。問い合わせが増え、予約を取り消した。'),
      'pages/b.md': page('枯渇', '接続が枯渇した。データベースのコネクションプールとサーバ。'),
      'pages/c.md': page('遠い', '期限は証明。書類を取るに足らず消した。サバイバル。問いに合う。'),
    });
    const opened = openSearch(folder);
    for (const [query, near] of [
      ['証明書期限切れ', ['a 証明書期限切れ → 証明書の期限切れ']],
      ['問合せ', ['a 問合せ → 問い合わせ']],
      ['取消', ['a 取消 → 取り消した']],
      ['接続枯渇', ['b 接続枯渇 → 接続が枯渇した']],
      ['データーベース', ['b データーベース → データベース']],
      ['コネクシヨンプール', ['b コネクシヨンプール → コネクションプール']],
      ['サーバー', ['b サーバー → サーバ']],
      ['接続枯渇 データーベース', ['b 接続枯渇 → 接続が枯渇した データーベース → データベース']],
      ['サーバ', []],
      ['予約できない', []],
      ['未知数', []],
    ]) {
      const answer = await opened.engine.look(query);
      const said = async ({ document, near: terms }) =>
        [(await opened.files.record(document)).id, ...terms.map(([bit, term]) => `${answer.names[bit]} → ${term}`)].join(' ');
      assert.deepEqual(await Promise.all((answer.near ?? []).map(said)), near, query);
      const expected = ofProgram(root, query);
      assert.deepEqual((await paths(opened.files, answer)).near, expected.near, query);
      assert.equal(answer.exact.length, query === 'サーバ' ? 1 : 0, query);
    }
  });

  it('a site without documents says so', async () => {
    const { folder } = buildKnowledgeBase({ 'pages/empty.md': '' });
    const { engine } = openSearch(folder);
    const answer = await engine.look('anything', THOROUGHLY);
    assert.deepEqual([answer.exact, answer.parts, answer.near], [[], [], []]);
  });
});
