// The browser, started once for all tests.

import { availableParallelism } from 'node:os';
import { after } from 'node:test';

import { chromium } from 'playwright-core';

/** How long a busy machine may take for one step, in milliseconds. */
const PATIENCE = 120_000;

/** How many things the tests do at the same time. */
export const concurrency = availableParallelism();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
    '--no-sandbox',
  ],
});
after(() => browser.close());

/**
 * A fresh profile with the settings of a reader (`viewport`, `colorScheme`, …) for the time of `use`.
 *
 * Nothing moves by itself in it, so that what is measured does not depend on when it is measured.
 */
export async function withContext(settings, use) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...settings });
  context.setDefaultTimeout(PATIENCE);
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}

/** A fresh page in a fresh profile for the time of `use`. */
export function withPage(settings, use) {
  return withContext(settings, async (context) => use(await context.newPage()));
}

/** Gives every item to `visit(page, item)`, with several pages of the profile. */
export async function visitAll(context, items, visit) {
  const rest = [...items];
  const work = async () => {
    const page = await context.newPage();
    while (rest.length > 0) {
      await visit(page, rest.shift());
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}
