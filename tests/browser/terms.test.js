// The table of cases that the program's tests run too: text → terms.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';

import '../../theme/search-terms.js';
import '../../theme/search-query.js';
import '../../theme/search-steady.js';

const search = globalThis.hanseiSearch;
const cases = JSON.parse(readFileSync(new URL('../search/terms.json', import.meta.url), 'utf8'));

it('every case of the table gives its terms', () => {
  assert.ok(cases.length >= 60, `${cases.length} cases`);
  for (const { text, terms } of cases) {
    assert.deepEqual(search.terms(search.flat(text)), terms, JSON.stringify(text));
  }
});

it('parts are called by whole words', () => {
  const table = JSON.parse(readFileSync(new URL('../search/names.json', import.meta.url), 'utf8'));
  assert.ok(table.length >= 9, `${table.length} cases`);
  for (const { text, names, leaves_out: leavesOut } of table) {
    const query = search.parse(text);
    assert.deepEqual(query.parts.map(({ name }) => name), names, text);
    assert.equal(query.leavesOut, leavesOut, text);
  }
});

it('what is flat stays flat, without gaps between Japanese lines', () => {
  const table = [
    ['  a \t\r\n b\u00a0c  ', 'a b c'],
    ['接続\nエラー', '接続エラー'],
    ['接続 \r\n　エラー', '接続エラー'],
    ['接続\n\nエラー', '接続 エラー'],
    ['接続\nError', '接続 Error'],
    ['ｶﾞｰﾄﾞ　ＡＢＣ', 'ガード ABC'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['', ''],
  ];
  for (const [text, expected] of table) {
    assert.equal(search.flat(text), expected, JSON.stringify(text));
    assert.equal(search.flat(expected), expected);
  }
});

it('case is folded character by character', () => {
  assert.equal(search.folded('ΌΣΟΣ Σς İß ẞ'), 'όσοσ σσ i\u0307ß ß');
});

it('edges are between words and parts and East Asian characters', () => {
  const flat = 'getHttp_x 漢字か\u309aABC';
  const pieces = search.pieces(flat);
  const marked = [...flat].map((character, at) => (search.isEdge(pieces, at) ? '|' : '') + character);
  assert.equal(marked.join(''), '|get|Http|_|x| |漢|字|か\u309a|ABC');
  assert.ok(search.isEdge(pieces, flat.length));
});
