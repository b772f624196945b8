// While somebody writes, the open page follows, and says what is wrong until it is mended.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, withPage } from './support/browser.js';
import { withServer } from './support/serve.js';

const PATH = 'content/pages/a.md';
const PAGE = 'pages/a.html';

const document = (words, head = '') =>
  `---\ntitle: A\n${head}---\n\n[Elsewhere](https://example.com/)\n\n${words}\n`;
/** Front matter that cannot be read: the page stays as it was. */
const BROKEN = 'tags: "x\n';
/** Front matter with an error: the page follows. */
const WRONG = 'weather: rain\n';

const LANGUAGES = {
  en: { close: 'Close', findings: '1 finding in what you changed' },
  ja: { close: '閉じる', findings: '変更したファイルの指摘: 1件' },
};

/** A page of a served knowledge base, open, for the time of `use`. */
function withOpenPage(language, use) {
  const files = {
    'hansei.yaml': `title: KB\nlanguage: ${language}\nas_of: 2026-04-01\n`,
    [PATH]: document('First words'),
  };
  return withServer(files, (url, save) =>
    withPage({ viewport: { width: 800, height: 400 } }, async (page) => {
      await page.goto(url + PAGE);
      const saveDocument = (words, head) => save(PATH, document(words, head));
      await use(page, saveDocument, page.locator('hansei-notice section'));
    }),
  );
}

const hasFocus = (locator) =>
  locator.evaluate((element) => element.getRootNode().activeElement === element);

describe('serve', { concurrency }, () => {
  for (const [language, words] of Object.entries(LANGUAGES)) {
    it(`a page reloads where it was scrolled to: ${language}`, async () => {
      await withOpenPage(language, async (page, save) => {
        const long = 'Line\n\n'.repeat(200);
        save(`Second words\n\n${long}`);
        await page.getByText('Second words').waitFor();
        await page.evaluate(() => scrollTo(0, 500));
        save(`Third words\n\n${long}`);
        await page.getByText('Third words').waitFor({ state: 'attached' });
        await page.waitForFunction(() => scrollY === 500);
      });
    });

    it(`what is wrong is shown in its language, until it is mended: ${language}`, async () => {
      await withOpenPage(language, async (page, save, panel) => {
        await page.locator('hansei-notice').waitFor({ state: 'attached' });
        await page.waitForFunction(() =>
          document.querySelector('hansei-notice').shadowRoot.querySelector('section'),
        );
        await page.evaluate(() => {
          const host = document.querySelector('hansei-notice');
          globalThis.changes = [];
          const observer = new MutationObserver((records) =>
            globalThis.changes.push(...records.map((record) => record.type)),
          );
          observer.observe(host, { attributes: true, attributeFilter: ['lang'] });
          const announcement = host.shadowRoot.querySelector('[role=status]');
          observer.observe(announcement, { childList: true });
        });
        save('First words', BROKEN);
        await panel.waitFor();
        assert.ok((await panel.innerText()).includes(PATH));
        // What is read aloud is read in the language that is set by then.
        const changes = await page.evaluate(() => globalThis.changes);
        assert.deepEqual(changes, ['attributes', 'childList']);
        assert.equal(await page.locator('hansei-notice').getAttribute('lang'), language);
        const title = await panel.getByRole('heading').innerText();
        assert.equal(await page.locator('hansei-notice [role=status]').textContent(), title);
        assert.ok(await page.getByText('First words').isVisible());

        save('First words');
        await panel.waitFor({ state: 'hidden' });
      });
    });

    it(`what was closed, mended and comes back is shown again: ${language}`, async () => {
      await withOpenPage(language, async (page, save, panel) => {
        for (const number of [1, 2]) {
          save(`Wrong ${number}`, WRONG);
          await page.getByText(`Wrong ${number}`).waitFor();
          await panel.waitFor();
          assert.equal(await panel.getByRole('heading').innerText(), words.findings);
          await page.keyboard.press('Escape');
          await panel.waitFor({ state: 'hidden' });
          save(`Right ${number}`);
          await page.getByText(`Right ${number}`).waitFor();
        }
      });
    });

    it(`closing gives the focus back: ${language}`, async () => {
      await withOpenPage(language, async (page, save, panel) => {
        const link = page.getByRole('link', { name: 'Elsewhere' });
        const button = panel.getByRole('button', { name: words.close });
        await link.focus();
        save('First words', BROKEN);
        await panel.waitFor();
        // Esc takes no focus from where it is.
        await page.keyboard.press('Escape');
        await panel.waitFor({ state: 'hidden' });
        assert.ok(await hasFocus(link));

        save('First words', `${BROKEN}other: "y\n`);
        await panel.waitFor();
        await button.focus();
        await page.keyboard.press('Enter');
        await panel.waitFor({ state: 'hidden' });
        assert.ok(await hasFocus(link));

        // From the panel the focus goes back when the fault is mended, too.
        save('First words', BROKEN);
        await panel.waitFor();
        await button.focus();
        save('First words');
        await panel.waitFor({ state: 'hidden' });
        assert.ok(await hasFocus(link));
      });
    });
  }
});
