// Large text and small windows lose nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { concurrency, visitAll, withContext } from './support/browser.js';
import { assertNone } from './support/faults.js';
import { cutTexts, horizontalOverflow, visibleTexts } from './support/in-page.js';
import { sites } from './support/sites.js';

const DESKTOP = { width: 1280, height: 1024 };
// The same window at 400 %.
const ZOOMED = { width: 320, height: 256 };
/** How much of the window may be taken by what stays in place while the page scrolls. */
const MOST_COVERED = 1 / 3;

/** What is wrong with how a page fits into the window, against the texts that it should show. */
async function misfits(page, texts) {
  const { wider, elements } = await page.evaluate(horizontalOverflow);
  const shown = new Set(await page.evaluate(visibleTexts, 'main'));
  const cut = await page.evaluate(cutTexts);
  const lost = texts.filter((text) => !shown.has(text));
  return [
    ...(wider > 0 ? [`wider than the window by ${wider}`] : []),
    ...elements.map((element) => `sticks out: ${element}`),
    ...cut.map((element) => `is cut off: ${element}`),
    ...lost.map((text) => `is not shown any more: ${text}`),
  ];
}

/** The part of the window's height that fixed and sticky elements take in the middle of a page. */
function coveredHeight() {
  document.scrollingElement.scrollTo({ top: document.scrollingElement.scrollHeight / 2 });
  const staysInPlace = (element) => {
    const { position, top, bottom } = getComputedStyle(element);
    const isSticky = position === 'sticky' && (top !== 'auto' || bottom !== 'auto');
    return (position === 'fixed' || isSticky) && element.checkVisibility();
  };
  const heightInWindow = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
  };
  const elements = [...document.body.querySelectorAll('*')].filter(staysInPlace);
  const heights = elements.map(heightInWindow);
  return heights.reduce((sum, height) => sum + height, 0) / innerHeight;
}

/** Collects what `look` finds wrong on each page of the sample, after it was seen as usual. */
async function lookAtSample(site, look) {
  const faults = [];
  await withContext({ viewport: DESKTOP }, (context) =>
    visitAll(context, site.sample(), async (page, path) => {
      await page.setViewportSize(DESKTOP);
      await page.goto(site.http + path);
      const texts = await page.evaluate(visibleTexts, 'main');
      const found = await look(page, texts);
      faults.push(...found.map((fault) => `${path}: ${fault}`));
    }),
  );
  return faults;
}

describe('zoom', { concurrency }, () => {
  for (const site of sites) {
    it(`400 %: nothing is lost, and pages scroll one way only: ${site.language}`, async () => {
      const faults = await lookAtSample(site, async (page, texts) => {
        await page.setViewportSize(ZOOMED);
        const found = await misfits(page, texts);
        const covered = await page.evaluate(coveredHeight);
        if (covered > MOST_COVERED) {
          found.push(`${Math.round(covered * 100)} % of the window is covered while reading`);
        }
        return found;
      });
      assertNone(faults);
    });

    it(`text twice as large: nothing is lost: ${site.language}`, async () => {
      const fontSize = () => parseFloat(getComputedStyle(document.querySelector('main')).fontSize);
      const faults = await lookAtSample(site, async (page, texts) => {
        const before = await page.evaluate(fontSize);
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
        const after = await page.evaluate(fontSize);
        const found = await misfits(page, texts);
        await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
        await devtools.detach();
        if (after !== 2 * before) {
          found.push(`text grew from ${before} to ${after} px only`);
        }
        return found;
      });
      assertNone(faults);
    });
  }
});
