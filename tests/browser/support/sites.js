// The sites under test, built and served once for all tests.

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { BASE_PATH, buildSite, listFiles } from './build.js';
import { serve } from './server.js';

const LANGUAGES = ['en', 'ja'];

class Site {
  constructor(language, { folder, templates }, url) {
    /** The language of the interface. */
    this.language = language;
    this.folder = folder;
    /** Where it is served. */
    this.http = url;
    /** Where it lies on the disk, as an address. */
    this.file = pathToFileURL(`${folder}/`).href;
    /** The templates that took part in each page. */
    this.templates = templates;
    this.files = listFiles(folder);
    /** The paths of all pages. */
    this.pages = this.files.filter((path) => path.endsWith('.html'));
  }

  /** Whether a page only leads on to another. */
  isRedirect(page) {
    return this.templates.get(page).includes('redirect.html');
  }

  /** The largest page that a template takes part in, in the language of the site if there is one. */
  largest(template) {
    const pages = this.#bySize(this.pages.filter((page) => this.templates.get(page).includes(template)));
    const isJapanese = (page) => page.endsWith('.ja.html');
    return pages.find((page) => isJapanese(page) === (this.language === 'ja')) ?? pages[0];
  }

  /** For each folder and each set of templates that makes pages there, the largest page. */
  sample({ redirects = false } = {}) {
    const pages = this.pages.filter((page) => redirects || !this.isRedirect(page));
    const sort = (page) => `${dirname(page)}: ${this.templates.get(page).join(' ')}`;
    const largest = new Map();
    for (const page of this.#bySize(pages).reverse()) {
      largest.set(sort(page), page);
    }
    return [...largest.values()].sort();
  }

  /** The largest first. */
  #bySize(pages) {
    const size = (page) => statSync(join(this.folder, page)).size;
    return pages.sort((one, other) => size(other) - size(one));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hansei-browser-'));
const servers = [];

async function makeSite(language) {
  const built = buildSite(folder, language);
  const { url, server } = await serve(built.folder, BASE_PATH);
  servers.push(server);
  return new Site(language, built, url);
}

/** The example knowledge base with its interface in English and in Japanese. */
export const sites = await Promise.all(LANGUAGES.map(makeSite));

after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});
