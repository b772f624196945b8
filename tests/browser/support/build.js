// Builds the example knowledge base of the repository with the interface in a language of choice.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const TEMPLATES = join(REPOSITORY, 'templates');

/** The path below which the sites are served: not the root, so that no address may rely on it. */
export const BASE_PATH = '/kb/';

const HAS_LANGUAGE = /^language: /m;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Templates that make pieces for scripts to show, and no pages. */
const NO_PAGES = ['known-error-card.html'];

/** The names of all templates that make something visible on pages. */
export function templateNames() {
  const isOfPages = (name) => !holdsOnlyComponents(readTemplate(name)) && !NO_PAGES.includes(name);
  return readdirSync(TEMPLATES).filter(isOfPages);
}

/**
 * Builds the site in `language` below `folder`.
 *
 * Gives its folder, and for each of its pages, by path, the templates that took part in it.
 */
export function buildSite(folder, language) {
  const root = join(folder, `${language}-root`);
  const site = join(folder, language);
  const marked = join(folder, `${language}-marked`);
  writeKnowledgeBase(root, language);
  hanseiBuild(root, site);
  markTemplates(join(root, 'templates'));
  hanseiBuild(root, marked);
  return { folder: site, templates: readMarks(marked) };
}

/** Paths of the files below `folder`, in order. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

function writeKnowledgeBase(root, language) {
  mkdirSync(root, { recursive: true });
  writeContent(join(root, 'content'), language);
  const settings = readFileSync(join(REPOSITORY, 'hansei.yaml'), 'utf8');
  const changed = [
    [/^language: .*$/m, `language: ${language}`],
    [/^base_url: .*$/m, `base_url: https://kb.example.com${BASE_PATH}`],
  ].reduce((text, [line, replacement]) => replaceOnce(text, line, replacement), settings);
  writeFileSync(join(root, 'hansei.yaml'), changed);
}

/** Copies the documents. Outside of an English site, those in English have to say that they are. */
function writeContent(folder, language) {
  cpSync(join(REPOSITORY, 'content'), folder, { recursive: true });
  const documents = listFiles(folder).filter((path) => path.endsWith('.md'));
  for (const path of documents.map((path) => join(folder, path))) {
    const text = readFileSync(path, 'utf8');
    if (language !== 'en' && !HAS_LANGUAGE.test(text) && !KANA.test(text)) {
      writeFileSync(path, replaceOnce(text, /^---\n/, '---\nlanguage: en\n'));
    }
  }
}

function replaceOnce(text, pattern, replacement) {
  if (!pattern.test(text)) {
    throw new Error(`nothing like ${pattern} in:\n${text}`);
  }
  return text.replace(pattern, replacement);
}

function hanseiBuild(root, output) {
  const cargo = ['run', '--locked', '--quiet', '--'];
  const command = ['build', '--quiet', '--root', root, '--output', output];
  execFileSync('cargo', [...cargo, ...command], { cwd: REPOSITORY, stdio: 'inherit' });
}

// Every template is overridden by one that does the same and leaves its name in the page.

const mark = (name) => `<!-- made by ${name} -->`;
const MARK = /<!-- made by (\S+) -->/g;

function markTemplates(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(TEMPLATES)) {
    writeFileSync(join(folder, name), markTemplate(name));
  }
}

function markTemplate(name) {
  const text = readTemplate(name);
  if (holdsOnlyComponents(text)) {
    return text;
  }
  if (text.startsWith('{% extends')) {
    const head = `{% block head %}{{ super() }}${mark(name)}{% endblock head %}`;
    return `{% extends "hansei/${name}" %}\n${head}\n`;
  }
  return text + mark(name);
}

function readMarks(folder) {
  const pages = listFiles(folder).filter((path) => path.endsWith('.html'));
  const marksOf = (path) => readFileSync(join(folder, path), 'utf8').matchAll(MARK);
  return new Map(pages.map((path) => [path, [...marksOf(path)].map((match) => match[1]).sort()]));
}

function readTemplate(name) {
  return readFileSync(join(TEMPLATES, name), 'utf8');
}

function holdsOnlyComponents(text) {
  return text.startsWith('{% component');
}
