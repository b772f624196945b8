// `hansei serve` of a small knowledge base that a test writes in.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** Serves these files, texts by paths, for the time of `use`; gives it the address and `save`. */
export async function withServer(files, use) {
  const root = mkdtempSync(join(tmpdir(), 'hansei-serve-'));
  // As editors save: beside the old file, then renamed.
  const save = (path, text) => {
    const place = join(root, path);
    const beside = join(dirname(place), '.saved');
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, place);
  };
  for (const [path, text] of Object.entries(files)) {
    save(path, text);
  }
  const command = ['run', '--locked', '--quiet', '--', 'serve', '--port', '0', '--root', root];
  const server = spawn('cargo', command, { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(server, 'exit');
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    await use(/http:\/\/\S+?\//.exec(line)[0], save);
  } finally {
    server.kill();
    await ended;
    rmSync(root, { recursive: true });
  }
}
