/* Of a line from a log, what stands there each time it is written: its pieces without times, levels, ids and addresses, and
   whether they stand together in a text, with nothing else between them than what varies. */

(function (search) {
  "use strict";

  /** How many letters the pieces have together at least, of which East Asian ones count twice. */
  const MIN_LETTERS = 8;
  /** The most characters between two pieces. */
  const MAX_GAP = 64;

  const LEVELS = "trace|debug|info|notice|warn|warning|err|error|crit|critical|alert|emerg|fatal|severe|panic";
  /** The level that a line begins with, behind its time. */
  const LEVEL = new RegExp(
    `^[\\s\\[(<|:\\-]*(?:(?:${LEVELS.toUpperCase()})(?:[\\s\\])>|:]|$)|(?:level=|\\[)(?:${LEVELS})(?:[\\s\\]]|$))`,
  );

  /** What is written instead of something that varies. */
  const PLACEHOLDER = /<[^<>]*>|\{[^{}]*\}|\[[^[\]]*\]/g;

  const SETS_OFF = "[ [\\]()<>{}|:;,.=\"'\\-]*";
  const AROUND = new RegExp(`^${SETS_OFF}|(?<![ [\\]()<>{}|:;,.="'\\-])${SETS_OFF}$`, "g");

  /** A flat text without the marks around it that set off what varies. */
  const trimmed = (flat) => flat.replace(AROUND, "");

  const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30FC]/u;

  const letters = (piece) =>
    (piece.match(/\p{Alphabetic}/gu) ?? []).reduce((count, letter) => count + (EAST_ASIAN.test(letter) ? 2 : 1), 0);

  const piecesOfLine = (line) => {
    const pieces = [];
    for (const fragment of search.fragments(line)) {
      const piece = trimmed(search.flat(pieces.length === 0 ? fragment.replace(LEVEL, "") : fragment));
      if (/[\p{Alphabetic}\p{N}]/u.test(piece)) {
        pieces.push(piece);
      }
    }
    return pieces;
  };

  /** The pieces of a text that do not vary, flat, in their order; none where nothing varies or too little is left. */
  const steadyPieces = (text) => {
    const pieces = text.split(/\r?\n/).flatMap(piecesOfLine);
    const isAll = pieces.length === 1 && pieces[0] === trimmed(search.flat(text));
    const count = pieces.reduce((sum, piece) => sum + letters(piece), 0);
    return isAll || count < MIN_LETTERS ? [] : pieces;
  };

  /** Whether a text between two pieces is nothing but what varies, or stands for it. */
  const isGap = (between) =>
    between.length <= 2 * MAX_GAP &&
    [...between].length <= MAX_GAP &&
    !between.includes("\n") &&
    !search.fragments(between.replace(PLACEHOLDER, " ")).some(search.hasWord);

  /** Whether these pieces, folded, stand in a text one behind the other, with at most what varies between them. */
  const standTogether = (haystack, [first, ...others]) => {
    if (first === undefined) {
      return false;
    }
    let ends = [...haystack.occurrences(first)].map(([, end]) => end);
    for (const piece of others) {
      if (ends.length === 0) {
        break;
      }
      const found = [];
      let before = 0;
      for (const [start, end] of haystack.occurrences(piece)) {
        while (ends[before + 1] <= start) {
          before += 1;
        }
        if (ends[before] <= start && isGap(haystack.between(ends[before], start))) {
          found.push(end);
        }
      }
      ends = found;
    }
    return ends.length > 0;
  };

  /** Documents with all parts that are in the steady pieces of a text from a log. */
  const claimingSteady = ({ query, lookedUp, state }) => {
    const pieces = query.steady.map((piece) => new search.Haystack(piece));
    const isSteady = ({ needle }) => pieces.some((piece) => piece.holds(needle));
    const wanted = lookedUp.reduce((bits, part, bit) => (isSteady(part) ? bits | (1 << bit) : bits), 0);
    return [...state.matched].filter(([, matched]) => (matched & wanted) === wanted).map(([document]) => document);
  };

  Object.assign(search, { steadyPieces, standTogether, claimingSteady });
})((globalThis.hanseiSearch ??= {}));
