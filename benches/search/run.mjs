// How much a search of a built site sends over the wire, and how long it takes until its results are shown.
//
//   cargo run --release --example generate -- --reports 10000 --plant PLAN.json KB
//   cargo run --release -- build --root KB --output SITE
//   node benches/search/run.mjs SITE PLAN.json
//
// The site is served with gzip, as hosts do, to headless Chromium on a line of 10 Mbit/s with 60 ms. Each query is
// asked first, with nothing in the cache, and later, on a page that has answered another one.
// Needs the packages of tests/browser/install.

import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { chromium } from '../../tests/browser/node_modules/playwright-core/index.mjs';

const LATENCY = 60;
const BYTES_A_SECOND = 10_000_000 / 8;
/** How many strings of each planted kind are asked for. */
const OF_EACH_KIND = 3;
/** What is asked before a later query. */
const OPENING = 'retry budget';

/** Queries that no plan has: words, phrases, slips, single characters. */
const OTHERS = [
  ['word', 'timeout'],
  ['word', 'database'],
  ['phrase', 'connection pool'],
  ['phrase', 'refused connections'],
  ['slip', 'databse'],
  ['beginning', 'conn'],
  ['one character', '障'],
  ['two characters', '障害'],
  ['Japanese phrase', '証明書の期限'],
  ['Japanese phrase', '接続エラーが発生'],
];

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

/** Serves a folder with gzip; gives the address. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'Content-Type': `${TYPES[extname(path)] ?? 'text/plain'}; charset=utf-8` };
    response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', 'Cache-Control': 'max-age=600' });
    response.end(gzipSync(readFileSync(path)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

/** In the page: notes when an answer is shown. */
function watchAnswers() {
  globalThis.answers = [];
  new MutationObserver(() => {
    const results = document.getElementById('hansei-results');
    const heading = document.getElementById('hansei-exact');
    if (results && heading && heading !== globalThis.lastHeading) {
      globalThis.lastHeading = heading;
      globalThis.answers.push(performance.now());
    }
  }).observe(document, { childList: true, subtree: true });
}

/** In the page: asks a query as if it had been typed; gives the milliseconds until its answer is shown. */
async function ask(query) {
  const before = globalThis.answers.length;
  const box = document.getElementById('hansei-query');
  const start = performance.now();
  box.value = query;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  while (globalThis.answers.length === before) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return globalThis.answers.at(-1) - start;
}

/** In the page: the counts of the answer that is shown. */
function counts() {
  const count = (list) => document.querySelector(`#hansei-${list} .count`)?.textContent.trim() ?? '-';
  return ['exact', 'parts', 'near'].map(count).join(' / ');
}

/** A page of a fresh profile on the slow line, which counts what it receives. */
async function openPage(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watchAnswers);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const throughput = { downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND };
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: LATENCY, ...throughput });
  const wire = { bytes: 0, files: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    wire.bytes += encodedDataLength;
    wire.files += encodedDataLength > 0 ? 1 : 0;
  });
  return { context, page, wire };
}

const settled = async (page) => {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(100);
};

async function measureFirst(browser, url, query) {
  const { context, page, wire } = await openPage(browser);
  await page.goto(`${url}search.html?q=${encodeURIComponent(query)}`);
  await page.waitForFunction(() => globalThis.answers.length > 0);
  const time = await page.evaluate(() => globalThis.answers[0]);
  await settled(page);
  const shown = await page.evaluate(counts);
  await context.close();
  return { time, shown, ...wire };
}

async function measureLater(browser, url, query) {
  const { context, page, wire } = await openPage(browser);
  await page.goto(`${url}search.html?q=${encodeURIComponent(OPENING)}`);
  await page.waitForFunction(() => globalThis.answers.length > 0);
  await settled(page);
  const before = { ...wire };
  const time = await page.evaluate(ask, query);
  await settled(page);
  await context.close();
  return { time, bytes: wire.bytes - before.bytes, files: wire.files - before.files };
}

const [folder, plan] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node benches/search/run.mjs SITE [PLAN.json]');
  process.exit(2);
}
const planted = plan ? JSON.parse(readFileSync(plan, 'utf8')) : [];
const kinds = [...new Set(planted.map(({ kind }) => kind))];
const ofPlan = kinds.flatMap((kind) =>
  planted.filter((one) => one.kind === kind).slice(0, OF_EACH_KIND).map(({ text }) => [kind, text]),
);

const { server, url } = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const ms = (time) => time.toFixed(0).padStart(6);
const rows = [];
console.log('sort, query, exact / parts / near | first: kB, files, ms | later: kB, files, ms');
for (const [sort, query] of [...ofPlan, ...OTHERS]) {
  const first = await measureFirst(browser, url, query);
  const later = await measureLater(browser, url, query);
  rows.push({ first, later });
  const written = `${sort}: ${query}`.padEnd(44);
  console.log(
    `${written} ${first.shown.padEnd(22)} | ${kB(first.bytes)} ${String(first.files).padStart(4)} ${ms(first.time)} ` +
      `| ${kB(later.bytes)} ${String(later.files).padStart(4)} ${ms(later.time)}`,
  );
}
const summary = (name, pick) => {
  const sorted = rows.map(pick).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)].toFixed(1);
  console.log(`${name.padEnd(12)} median ${at(0.5)}, nine of ten up to ${at(0.9)}, most ${at(1)}`);
};
summary('first, kB', ({ first }) => first.bytes / 1000);
summary('first, ms', ({ first }) => first.time);
summary('later, kB', ({ later }) => later.bytes / 1000);
summary('later, ms', ({ later }) => later.time);
await browser.close();
server.closeAllConnections();
server.close();
