// Documents can be printed: everything they say, and nothing that only leads elsewhere.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { concurrency, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** Letters and digits alone: how text is broken into lines and pieces says nothing. */
const letters = (text) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

async function print(page) {
  const file = new Uint8Array(await page.pdf({ format: 'A4' }));
  const { text } = await extractText(await getDocumentProxy(file), { mergePages: false });
  return text.map(letters);
}

describe('print', { concurrency }, () => {
  for (const site of sites) {
    for (const template of ['incident.html', 'vendor.html', 'checklist.html', 'known-error.html']) {
      it(`a page of ${template} prints whole and without navigation: ${site.language}`, async () => {
        await withPage({ colorScheme: 'dark' }, async (page) => {
          await page.goto(site.http + site.largest(template));
          const title = await page.locator('h1').innerText();
          const headings = await page.locator('main article h2').allInnerTexts();
          const contents = await page.locator('main nav h2').allInnerTexts();
          const [skip] = await page.locator('body > a').allTextContents();
          const navigation = await page.locator('body > header nav').allInnerTexts();
          const sheets = await print(page);
          const text = sheets.join('');

          assert.ok(sheets.every((sheet) => sheet.length > 0), 'no sheet is empty');
          assert.ok(text.includes(letters(title)), title);
          const expected = headings.filter((heading) => !contents.includes(heading));
          const missing = expected.filter((heading) => !text.includes(letters(heading)));
          assertNone(missing);
          assert.ok(expected.length > 1 && skip && navigation.length === 1);
          const unwanted = [skip, ...navigation].filter((part) => text.includes(letters(part)));
          assertNone(unwanted);
        });
      });
    }
  }
});
