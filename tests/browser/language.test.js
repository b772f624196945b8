// Every text is marked with its language, and readers come from one to the other.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

/** Texts whose letters do not fit the language that they are marked with. */
function mismarkedTexts() {
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    const language = element.closest('[lang]').lang;
    const isCode = element.closest('code, pre, script, style') !== null;
    // Names and terms of one language are at home in the other; sentences are not.
    const hasKana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
    const isJapanese = hasKana && text.replace(/[^\p{Letter}]/gu, '').length > 12;
    const isEnglish = !hasKana && /([A-Za-z]+[ ,]+){6}/.test(text);
    if (!isCode && ((isJapanese && language !== 'ja') || (isEnglish && language !== 'en'))) {
      faults.push(`${language}: ${text.slice(0, 80)}`);
    }
  }
  return faults;
}

/** How elements that browsers slant by themselves look in a text of the page's own. */
function slants(language) {
  const main = document.querySelector('main');
  const look = (name) => {
    const element = document.createElement(name);
    element.lang = language;
    main.append(element);
    const { fontStyle, fontWeight, fontSynthesisStyle } = getComputedStyle(element);
    element.remove();
    return { name, fontStyle, fontWeight: Number(fontWeight), fontSynthesisStyle };
  };
  return ['em', 'i', 'cite', 'dfn', 'var', 'address'].map(look);
}

describe('language', { concurrency }, () => {
  for (const site of sites) {
    const versions = site.pages.filter((path) => path.endsWith('.ja.html'));

    it(`every page and every text says its language: ${site.language}`, async () => {
      const faults = [];
      await withContext({}, (context) =>
        visitAll(context, site.pages.filter((path) => !site.isRedirect(path)), async (page, path) => {
          await page.goto(site.http + path);
          const language = await page.locator('html').getAttribute('lang');
          // A report for customers is in the language of its document throughout.
          if (language !== site.language && !path.endsWith('.report.html')) {
            faults.push(`${path}: the page is marked ${language}`);
          }
          const found = await page.evaluate(mismarkedTexts);
          faults.push(...found.map((fault) => `${path}: ${fault}`));
        }),
      );
      assertNone(faults);
    });

    it(`readers go to the other language of a document and back: ${site.language}`, async () => {
      assert.ok(versions.length >= 2, `${versions}`);
      for (const base of [site.http, site.file]) {
        await withPage({}, async (page) => {
          for (const path of versions) {
            const original = path.replace('.ja.html', '.html');
            const shown = async () => [
              page.url(),
              await page.locator('article').getAttribute('lang'),
              await page.locator('main nav a[aria-current="page"][hreflang]').getAttribute('lang'),
            ];
            await page.goto(base + original);
            assert.deepEqual(await shown(), [base + original, 'en', 'en']);
            const title = await page.locator('h1').innerText();
            await page.getByRole('link', { name: '日本語', exact: true }).click();
            assert.deepEqual(await shown(), [base + path, 'ja', 'ja']);
            assert.notEqual(await page.locator('h1').innerText(), title);
            await page.getByRole('link', { name: 'English', exact: true }).click();
            assert.deepEqual(await shown(), [base + original, 'en', 'en']);
          }
        });
      }
    });

    it(`Japanese is stressed by weight, not slanted: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(site.http + versions[0]);
        const japanese = await page.evaluate(slants, 'ja');
        const [em] = japanese;
        assert.equal(em.fontStyle, 'normal');
        assert.ok(em.fontWeight >= 600, `${em.fontWeight}`);
        const slanted = japanese.filter(
          ({ fontStyle, fontSynthesisStyle }) => fontStyle !== 'normal' && fontSynthesisStyle !== 'none',
        );
        assertNone(slanted);
        const [english] = await page.evaluate(slants, 'en');
        assert.equal(english.fontStyle, 'italic');
      });
    });
  }
});
