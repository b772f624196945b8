// Small knowledge bases of a test's own, built and served.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { BASE_PATH } from './build.js';
import { serve } from './server.js';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

const folders = [];
const servers = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  folders.forEach((folder) => rmSync(folder, { recursive: true }));
});

/** A fresh folder that is removed after the tests. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'hansei-search-'));
  folders.push(folder);
  return folder;
}

/** Runs the program, or an example of the repository; gives what it writes. */
export function cargoRun(target, args, { fails = false } = {}) {
  const cargo = ['run', '--locked', '--quiet', ...target, '--', ...args];
  const options = { cwd: REPOSITORY, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] };
  try {
    return execFileSync('cargo', cargo, options);
  } catch (error) {
    if (fails && error.status === 1) {
      return error.stdout;
    }
    throw new Error(`${cargo.join(' ')}: ${error.stderr}`);
  }
}

/** Writes documents, by paths below `content`, and builds their site; gives both folders. */
export function buildKnowledgeBase(documents, settings = 'language: en\n') {
  const root = temporaryFolder();
  writeFileSync(join(root, 'hansei.yaml'), settings);
  for (const [path, text] of Object.entries(documents)) {
    const file = join(root, 'content', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { root, folder: build(root) };
}

/** Builds the site of the knowledge base in `root`; gives its folder. */
export function build(root) {
  const folder = join(root, 'site');
  cargoRun([], ['build', '--quiet', '--root', root, '--output', folder]);
  return folder;
}

/** Serves a site: its addresses on a host and on the disk. */
export async function serveSite(folder) {
  const { url, server } = await serve(folder, BASE_PATH);
  servers.push(server);
  return { http: url, file: pathToFileURL(`${folder}/`).href };
}
