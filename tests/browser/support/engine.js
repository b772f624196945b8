// The search of a site without a browser: its scripts in this process, its files from the disk.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import '../../../theme/search-terms.js';
import '../../../theme/search-query.js';
import '../../../theme/search-steady.js';
import '../../../theme/search-files.js';
import '../../../theme/search-near.js';
import '../../../theme/search-rank.js';
import '../../../theme/search-answer.js';
import '../../../theme/search.js';
import '../../../theme/search-excerpt.js';
import '../../../theme/search-sample.js';

export const search = globalThis.hanseiSearch;

/** The search of the site in `folder`: `engine`, `files`, and the names and weights of what was `loaded`. */
export function openSearch(folder, language = 'en') {
  const loaded = new Map();
  const load = async (name) => {
    const script = readFileSync(join(folder, 'search', `${name}.js`), 'utf8');
    loaded.set(name, gzipSync(script).length);
    return contentOf(script, name);
  };
  const files = new search.Files(load);
  return { engine: new search.Search(files, language), files, loaded };
}

/** What a file of the index hands over. */
function contentOf(script, name) {
  let content;
  const take = (taken, payload) => {
    if (taken !== name) {
      throw new Error(`search/${name}.js says that it is ${taken}`);
    }
    content = payload;
  };
  new Function('hanseiSearch', script)({ take });
  return content;
}
