// A checklist is worked through in the browser: ticks are kept there and nowhere else, nothing is
// lost by a slip, and what is printed can be filled in with a pen.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { extractText, getDocumentProxy } from 'unpdf';

import { concurrency, withContext, withPage } from './support/browser.js';
import { build, buildKnowledgeBase, serveSite } from './support/knowledge-base.js';
import { sites } from './support/sites.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const checklist = (id, body) => `---\nid: ${id}\ntitle: ${id} list\n---\n\n${body}\n`;

const DEPLOY = `Before you begin.

- [ ] **DEP-1** — Read [the plan](https://example.com/plan) and \`run it\`
  - [ ] Nested item

    \`\`\`sh
    make plan
    \`\`\`
- [x] Done as written
- Plain item

1. [ ] One

   More about it.

2. [ ] Two with [[INC-9]]
`;

const HOSTILE = `- [ ] __proto__
- [ ] constructor
- [ ] <img src=x onerror=alert(1)> &lt;script&gt;alert(1)&lt;/script&gt;
- [ ] same
- [ ] same
- [ ]
- [ ] {done} of {all} ${'長'.repeat(300)}
- Not <span class="task task-open"></span> an item

<span class="task task-open"></span> nor this
`;

const documents = {
  'checklists/deploy.md': checklist('DEPLOY', DEPLOY),
  'checklists/other.md': checklist('OTHER', '- [ ] Nested item\n- [ ] Two with INC-9'),
  'checklists/hostile.md': checklist('HOSTILE', HOSTILE),
  'checklists/japanese.md': checklist('JA', '- [ ] **EXP-1** — 期限を見る'),
  'checklists/empty.md': checklist('EMPTY', 'No boxes here.'),
  'pages/page.md': '# Page\n\n- [ ] A box on a page\n',
};
const { root, folder } = buildKnowledgeBase(documents);
const site = await serveSite(folder);

const boxes = (page) => page.getByRole('checkbox');
const states = (page) => boxes(page).evaluateAll((all) => all.map((box) => box.checked));
const named = (page, name) => page.getByRole('button', { name, exact: true });
const progress = (page) => page.locator('#hansei-done').innerText();

/** A page on which nothing may be thrown and no dialog open. */
function withQuietPage(settings, use) {
  return withPage(settings, async (page) => {
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.stack));
    page.on('dialog', (dialog) => faults.push(dialog.message()));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await use(page);
    assert.deepEqual(faults, []);
  });
}

describe('checklist', { concurrency }, () => {
  for (const where of ['http', 'file']) {
    const address = `${site[where]}checklists/deploy.html`;

    it(`ticks are counted and kept: ${where}`, () =>
      withQuietPage({}, async (page) => {
        await page.goto(address);
        assert.deepEqual(await states(page), [false, false, true, false, false]);
        assert.equal(await progress(page), '1 of 5 done');
        await page.getByRole('checkbox', { name: 'Nested item' }).check();
        await page.getByText('Two with').click();
        await page.getByRole('checkbox', { name: 'Done as written' }).uncheck();
        assert.equal(await progress(page), '2 of 5 done');
        const bar = page.getByRole('progressbar', { name: '2 of 5 done' });
        assert.equal(await bar.evaluate(({ value, max }) => `${value}/${max}`), '2/5');
        await page.reload();
        assert.deepEqual(await states(page), [false, true, false, false, true]);
        assert.match(await page.locator('.worklist-progress').innerText(), /last changed .*20\d\d/);
        await page.goto(`${site[where]}checklists/other.html`);
        assert.deepEqual(await states(page), [false, false], 'another list has its own ticks');
      }));
  }

  it('reset takes all ticks away, and undo brings them back, also after the page was closed', () =>
    withQuietPage({}, async (page) => {
      await page.goto(`${site.http}checklists/deploy.html`);
      assert.ok(await named(page, 'Reset').isDisabled());
      assert.ok(await named(page, 'Undo reset').isHidden());
      await boxes(page).nth(0).check();
      await boxes(page).nth(2).uncheck();
      await named(page, 'Reset').click();
      assert.deepEqual(await states(page), [false, false, true, false, false]);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Undo reset');
      await page.reload();
      await named(page, 'Undo reset').press('Enter');
      assert.deepEqual(await states(page), [true, false, false, false, false]);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Reset');
      await page.reload();
      assert.deepEqual(await states(page), [true, false, false, false, false]);
      await named(page, 'Reset').click();
      await boxes(page).nth(1).check();
      assert.ok(await named(page, 'Undo reset').isHidden(), 'who goes on meant it');
      assert.equal(await progress(page), '2 of 5 done');
    }));

  it('an item whose words have changed is open again, the others stay', async () => {
    const own = buildKnowledgeBase({ 'checklists/a.md': checklist('A', '- [ ] one\n- [ ] two\n- [ ] three') });
    const served = await serveSite(own.folder);
    await withQuietPage({}, async (page) => {
      await page.goto(`${served.http}checklists/a.html`);
      for (const at of [0, 1, 2]) {
        await boxes(page).nth(at).check();
      }
      const text = checklist('A', '- [ ] new\n- [ ] three\n- [ ] two, and more\n- [ ] one');
      writeFileSync(join(own.root, 'content/checklists/a.md'), text);
      build(own.root);
      await page.reload();
      assert.deepEqual(await states(page), [false, true, false, true]);
    });
  });

  it('two tabs of a list show the same', () =>
    withContext({}, async (context) => {
      const [one, other] = [await context.newPage(), await context.newPage()];
      for (const page of [one, other]) {
        await page.goto(`${site.http}checklists/deploy.html`);
      }
      await boxes(one).nth(0).check();
      await other.locator('#hansei-done', { hasText: '2 of 5 done' }).waitFor();
      await boxes(other).nth(1).check();
      await one.locator('#hansei-done', { hasText: '3 of 5 done' }).waitFor();
      assert.deepEqual(await states(one), [true, true, true, false, false]);
    }));

  const failures = {
    denied: () =>
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      }),
    full: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
    missing: () => Object.defineProperty(globalThis, 'localStorage', { value: null }),
  };
  for (const [name, fail] of Object.entries(failures)) {
    it(`storage that is ${name} is survived, and said`, () =>
      withQuietPage({}, async (page) => {
        await page.addInitScript(fail);
        await page.goto(`${site.http}checklists/deploy.html`);
        await boxes(page).nth(0).check();
        await boxes(page).nth(1).check();
        assert.equal(await progress(page), '3 of 5 done');
        await page.getByText('This browser does not let the page keep ticks.').waitFor();
        await named(page, 'Reset').click();
        await named(page, 'Undo reset').click();
        assert.deepEqual(await states(page), [true, true, true, false, false]);
      }));
  }

  it('what somebody else has stored is no harm', () =>
    withQuietPage({}, async (page) => {
      const address = `${site.http}checklists/deploy.html`;
      await page.goto(address);
      await boxes(page).nth(0).check();
      const key = await page.evaluate(() => Object.keys(localStorage)[0]);
      for (const value of ['', '{', 'null', '[]', '7', '{"ticks":7}', '{"ticks":[null,[],[{}],["x"]],"before":{}}']) {
        await page.evaluate((pair) => localStorage.setItem(...pair), [key, value]);
        await page.reload();
        assert.deepEqual(await states(page), [false, false, true, false, false], value);
      }
    }));

  it('hostile words are words', () =>
    withQuietPage({}, async (page) => {
      const address = `${site.http}checklists/hostile.html`;
      await page.goto(address);
      const count = await boxes(page).count();
      assert.equal(count, 7);
      for (const at of [0, 2, 4, 6]) {
        await boxes(page).nth(at).check();
      }
      await page.reload();
      assert.deepEqual(await states(page), [true, false, true, false, true, false, true]);
      assert.equal(await progress(page), '4 of 7 done');
    }));

  it('a link in an item leads on and does not tick', () =>
    withQuietPage({}, async (page) => {
      await page.route('https://example.com/**', (route) => route.fulfill({ status: 204 }));
      await page.goto(`${site.http}checklists/deploy.html`);
      const asked = page.waitForRequest('https://example.com/plan');
      await page.getByRole('link', { name: 'the plan' }).click();
      await asked;
      assert.equal(await progress(page), '1 of 5 done');
      await page.getByText('run it').click();
      assert.equal(await progress(page), '2 of 5 done');
    }));

  it('works by keyboard, and boxes are large enough to hit', () =>
    withQuietPage({}, async (page) => {
      await page.goto(`${site.http}checklists/deploy.html`);
      await named(page, 'Print an empty form').focus();
      await page.keyboard.press('Tab');
      const name = () => page.evaluate(() => document.activeElement.labels?.[0].textContent.trim());
      assert.match(await name(), /^DEP-1 — Read the plan/);
      await page.keyboard.press('Space');
      assert.equal(await progress(page), '2 of 5 done');
      const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
      assert.notEqual(ring, '0px');
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
      const sizes = await boxes(page).evaluateAll((all) =>
        all.map((box) => Math.min(box.offsetWidth, box.offsetHeight)),
      );
      assert.ok(Math.min(...sizes) >= 24, sizes.join(' '));
    }));

  it('addresses of items lead to their boxes', () =>
    withQuietPage({}, async (page) => {
      await page.goto(`${site.http}checklists/deploy.html`);
      const id = await boxes(page).nth(0).getAttribute('id');
      assert.equal(id, 'dep-1');
      await page.goto(`${site.http}checklists/deploy.html#${id}`);
      const coloured = await page.evaluate(() => document.querySelector('li:has(:target)') !== null);
      assert.ok(coloured);
    }));

  it('other pages and lists without boxes have none of it', () =>
    withQuietPage({}, async (page) => {
      for (const path of ['checklists/empty.html', 'pages/page.html']) {
        await page.goto(site.http + path);
        assert.equal(await boxes(page).count() + (await page.locator('.worklist').count()), 0, path);
      }
      const scripts = await page.locator('script[src*="checklist"]').count();
      assert.equal(scripts, 0);
    }));

  it('without scripts it is a list with boxes, and has no dead controls', () =>
    withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${site.http}checklists/deploy.html`);
      assert.equal(await page.getByRole('img', { name: 'to do' }).count(), 4);
      assert.equal(await page.locator('main :is(input, button, progress)').count(), 0);
    }));

  for (const { language, http, pages, templates } of sites) {
    const list = pages.find((path) => path === 'checklists/deploy.html');

    it(`axe finds nothing, ticked or not: ${language}`, async () => {
      assert.ok(templates.get(list).includes('checklist.html'));
      await withPage({ viewport: { width: 360, height: 800 } }, async (page) => {
        await page.addInitScript({ path: AXE });
        await page.goto(http + list);
        const violations = () =>
          page.evaluate(async () => {
            const found = await globalThis.axe.run({ resultTypes: ['violations'] });
            return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
          });
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await violations(), []);
          await boxes(page).nth(0).click();
          assert.deepEqual(await violations(), []);
          await page.locator('.worklist button').nth(0).click();
          assert.deepEqual(await violations(), []);
        }
      });
    });

    it(`prints as it stands, or as an empty form: ${language}`, () =>
      withQuietPage({}, async (page) => {
        await page.addInitScript(() => {
          globalThis.print = () => (globalThis.printed = (globalThis.printed ?? 0) + 1);
        });
        await page.goto(http + list);
        await boxes(page).nth(0).check();
        const [done, note] = await page.locator('#hansei-done, .worklist .line-note').allInnerTexts();
        const provenance = await page.locator('#hansei-provenance').innerText();
        const [name] = await page.locator('.form-lines span').allTextContents();
        const buttons = page.locator('.worklist button');
        const printed = async () => {
          const file = new Uint8Array(await page.pdf({ format: 'A4' }));
          const { text } = await extractText(await getDocumentProxy(file), { mergePages: true });
          return text.normalize('NFKC').replace(/\s+/g, '');
        };
        const holds = (text, part) => text.includes(part.normalize('NFKC').replace(/\s+/g, ''));

        await buttons.nth(2).click();
        assert.equal(await page.evaluate(() => globalThis.printed), 1);
        const asItStands = await printed();
        assert.ok([done, provenance, name].every((part) => holds(asItStands, part)), asItStands);
        assert.ok(!holds(asItStands, note));

        await buttons.nth(3).click();
        assert.equal(await page.evaluate(() => globalThis.printed), 2);
        await page.emulateMedia({ media: 'print' });
        const box = boxes(page).nth(0);
        assert.equal(await box.evaluate((one) => getComputedStyle(one).appearance), 'none');
        const empty = await printed();
        assert.ok(holds(empty, name) && holds(empty, 'DEP-03-002'), empty);
        assert.ok(![done, note, provenance].some((part) => holds(empty, part)), empty);
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        assert.equal(await box.evaluate((one) => getComputedStyle(one).appearance), 'auto');
        assert.ok(await box.isChecked(), 'an empty form empties nothing');
      }));
  }
});
