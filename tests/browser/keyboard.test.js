// Everything can be reached and used with the keyboard alone, and the reader sees where they are.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext, withPage } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { sites } from './support/sites.js';

const READERS = [
  { viewport: { width: 1280, height: 800 } },
  { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 800 }, forcedColors: 'active' },
  // 1280 × 1024 at 400 %.
  { viewport: { width: 320, height: 256 } },
];

/**
 * Notes what the keyboard should reach, in the order of the document, and how it looks without
 * focus; gives a description of each. Keeps the list in the page.
 */
function expectStops() {
  const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex], iframe';
  const isStop = (element) =>
    element.tabIndex >= 0 &&
    !element.disabled &&
    !element.closest('[inert]') &&
    element.checkVisibility({ visibilityProperty: true });
  const look = (element) => {
    const style = getComputedStyle(element);
    const parts = [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor];
    return [...parts, style.backgroundColor, style.textDecoration].join(' ');
  };
  const elements = [...document.querySelectorAll(FOCUSABLE)].filter(isStop);
  globalThis.stops = { elements, look, looks: elements.map(look) };
  return elements.map((element) => element.outerHTML.slice(0, 100));
}

/** Where the focus is: the number of the stop (-1: at none), and what is wrong with how it shows. */
function lookAtFocus() {
  const { elements, look, looks } = globalThis.stops;
  const focused = document.activeElement;
  const stop = elements.indexOf(focused);
  if (stop < 0) {
    const other = focused === document.body ? undefined : focused.outerHTML.slice(0, 100);
    return { stop, other, faults: [] };
  }
  const boxes = [...focused.getClientRects()];
  const isInWindow = ({ left, right, top, bottom }) =>
    right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const isOnTop = ({ left, right, top, bottom }) => {
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const found = document.elementFromPoint(x, y);
    return found !== null && (focused.contains(found) || found.contains(focused));
  };
  const faults = [
    look(focused) === looks[stop] && 'looks the same with and without focus',
    !boxes.some(isInWindow) && 'is not in the window',
    boxes.some(isInWindow) && !boxes.filter(isInWindow).some(isOnTop) && 'is covered',
  ];
  return { stop, faults: faults.filter(Boolean) };
}

/** Presses `key` once for each stop; gives the numbers of those it came to, and the faults. */
async function walk(page, key, names) {
  const visited = [];
  const faults = [];
  for (let presses = 0; presses < names.length; presses += 1) {
    await page.keyboard.press(key);
    const { stop, other, faults: found } = await page.evaluate(lookAtFocus);
    faults.push(...found.map((fault) => `${names[stop]} ${fault}`));
    if (other) {
      faults.push(`nobody expects the focus at ${other}`);
    }
    visited.push(stop);
  }
  return { visited, faults };
}

/** Elements that can be scrolled but not by keyboard. */
function unreachableScrollers() {
  const scrolls = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const wide = element.scrollWidth > element.clientWidth && /auto|scroll/.test(overflowX);
    const high = element.scrollHeight > element.clientHeight && /auto|scroll/.test(overflowY);
    return wide || high;
  };
  // Not every browser lets the keyboard reach what scrolls and does not ask for it.
  const isReachable = (element) =>
    element.hasAttribute('tabindex') || element.querySelector('a[href], button, input, summary');
  const elements = [...document.body.querySelectorAll('*')].filter(scrolls);
  const unreachable = elements.filter((element) => !isReachable(element));
  const cut = (element) => element.outerHTML.slice(0, 100);
  return { count: elements.length, unreachable: unreachable.map(cut) };
}

/** Presses Tab until the focus is at an element that `selector` matches. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 500; presses += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
    if (found) {
      return;
    }
  }
  assert.fail(`Tab does not reach ${selector}`);
}

describe('keyboard', { concurrency }, () => {
  for (const site of sites) {
    const report = site.largest('incident.html');

    for (const path of ['index.html', report]) {
      for (const { viewport, ...colours } of READERS) {
        const reader = [viewport.width, ...Object.values(colours)].join(', ');
        it(`Tab goes through ${path}, there and back: ${site.language}, ${reader}`, async () => {
          await withPage({ viewport, ...colours }, async (page) => {
            await page.goto(site.http + path);
            const names = await page.evaluate(expectStops);
            const order = names.map((_, stop) => stop);
            assert.match(names[0], /href="#/, 'the first stop is the skip link');

            const there = await walk(page, 'Tab', names);
            assertNone(there.faults);
            assert.deepEqual(there.visited, order);

            await page.keyboard.press('Tab');
            const after = await page.evaluate(lookAtFocus);
            assert.ok(after.stop < 0 && !after.other, 'the last stop lets go of the focus');

            const back = await walk(page, 'Shift+Tab', names);
            assertNone(back.faults);
            assert.deepEqual(back.visited, order.reverse());
          });
        });
      }

      it(`the skip link of ${path} leads past the navigation: ${site.language}`, async () => {
        await withPage({}, async (page) => {
          await page.goto(site.http + path);
          await page.keyboard.press('Tab');
          await page.keyboard.press('Enter');
          await page.keyboard.press('Tab');
          const isInMain = await page.evaluate(() => {
            const focused = document.activeElement;
            return focused.closest('main') !== null && focused.matches('a, button, [tabindex]');
          });
          assert.ok(isInMain);
        });
      });
    }

    it(`Enter follows links, from the home page into a report: ${site.language}`, async () => {
      await withPage({}, async (page) => {
        await page.goto(`${site.http}index.html`);
        await tabTo(page, 'main a[href^="incidents/inc-"]');
        const target = await page.evaluate(() => document.activeElement.href);
        await page.keyboard.press('Enter');
        await page.waitForURL(target);

        await page.goto(site.http + report);
        await tabTo(page, 'nav a[href^="#"]:not([href="#hansei-main"])');
        await page.keyboard.press('Enter');
        const isSeen = await page.evaluate(() => {
          const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
          const { left, top, height } = place.getBoundingClientRect();
          return place.contains(document.elementFromPoint(left + 5, top + height / 2));
        });
        assert.ok(isSeen, `${page.url()} is out of the window or covered`);
      });
    });

    it(`whatever scrolls can be scrolled by keyboard: ${site.language}`, async () => {
      const faults = [];
      let scrollers = 0;
      await withContext({ viewport: { width: 320, height: 256 } }, (context) =>
        visitAll(context, site.sample(), async (page, path) => {
          await page.goto(site.http + path);
          const { count, unreachable } = await page.evaluate(unreachableScrollers);
          scrollers += count;
          faults.push(...unreachable.map((element) => `${path}: ${element}`));
        }),
      );
      assert.ok(scrollers > 0, 'the example has something that scrolls');
      assertNone(faults);
    });
  }
});
