// A static web server as hosts have it: the files of a folder, below a path, with the headers that
// the folder's `_headers` asks for.

import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ics': 'text/calendar; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** Serves `folder` below `basePath` on a free port of this machine. */
export async function serve(folder, basePath) {
  const headers = headersForAllPaths(readFileSync(join(folder, '_headers'), 'utf8'));
  const server = createServer(async (request, response) => {
    const path = pathInSite(request.url, basePath);
    const found = path !== undefined && (await readFile(join(folder, path)).catch(() => undefined));
    const status = found ? 200 : 404;
    const type = found ? CONTENT_TYPES[extname(path)] : CONTENT_TYPES['.html'];
    const body = found || (await readFile(join(folder, '404.html')));
    response.writeHead(status, { ...headers, 'Content-Type': type ?? 'application/octet-stream' });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}${basePath}`, server };
}

/** The file that an address asks for; undefined if it is outside of the site. */
function pathInSite(address, basePath) {
  const { pathname } = new URL(address, 'http://localhost');
  if (!pathname.startsWith(basePath)) {
    return undefined;
  }
  const path = decodeURIComponent(pathname.slice(basePath.length));
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

/** The headers of the one section `/*`. */
function headersForAllPaths(text) {
  const [section, ...lines] = text.trimEnd().split('\n');
  if (section !== '/*' || lines.some((line) => !/^ {2}[\w-]+: /.test(line))) {
    throw new Error(`_headers has more than this server knows:\n${text}`);
  }
  const pairs = lines.map((line) => line.trim().split(/: (.*)/s, 2));
  return Object.fromEntries(pairs);
}
