// Documents can be printed: everything they say, and nothing that only leads elsewhere.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { concurrency, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** Letters and digits alone: how text is broken into lines and pieces says nothing. */
const letters = (text) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

async function print(page, format = 'A4') {
  const file = new Uint8Array(await page.pdf({ format }));
  const { text } = await extractText(await getDocumentProxy(file), { mergePages: false });
  return text.map(letters);
}

describe('print', { concurrency }, () => {
  for (const site of sites) {
    for (const template of ['incident.html', 'checklist.html', 'known-error.html']) {
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

    for (const format of ['A4', 'Letter']) {
      it(`every vendor prints as a card on one sheet of ${format}: ${site.language}`, async () => {
        const vendors = site.pages.filter((page) => site.templates.get(page).includes('vendor.html'));
        assert.ok(vendors.length >= 4, vendors.join(' '));
        const faults = [];
        for (const vendor of vendors) {
          await withPage({ colorScheme: 'dark' }, async (page) => {
            await page.goto(site.http + vendor);
            const title = await page.locator('h1').innerText();
            const addresses = await page.locator('.addresses a').allInnerTexts();
            const sheets = await print(page, format);
            const text = sheets.join('');
            if (sheets.length !== 1) {
              faults.push(`${vendor}: ${sheets.length} sheets`);
            }
            const wanted = [title, ...addresses];
            const missing = wanted.filter((part) => !text.includes(letters(part)));
            faults.push(...missing.map((part) => `${vendor}: ${part} is missing`));
          });
        }
        assertNone(faults);
      });
    }

    it(`a report for customers prints whole: ${site.language}`, async () => {
      await withPage({ colorScheme: 'dark' }, async (page) => {
        await page.goto(site.http + site.largest('incident-report.html'));
        // What its author has to mend is told on the screen alone.
        const note = page.locator('.report-author');
        const notes = await note.locator('p, li').allInnerTexts();
        const parts = await page.locator('main :is(h1, h2, h3, dd, li)').allInnerTexts();
        const letter = parts.filter((part) => !notes.includes(part));
        const text = (await print(page)).join('');
        assert.ok(letter.length > 10 && notes.length > 0);
        assertNone(letter.filter((part) => !text.includes(letters(part))));
        assertNone(notes.filter((part) => text.includes(letters(part))));
      });
    });
  }
});
