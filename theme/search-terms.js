/* Cuts texts into the terms that a search finds them by: the same as the program does, by the
   specification in its module search::terms and the same table of cases. */

(function (search) {
  "use strict";

  const MAX_CHARACTERS = 64;
  const MAX_RESTS = 5;
  const MAX_PARTS = 8;
  const OPAQUE_CHARACTERS = 16;
  const UUID = [8, 4, 4, 4, 12];

  const EAST_ASIAN =
    "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u30FC]";
  const MARK = `(?:(?!${EAST_ASIAN})\\p{M})`;
  const LETTER = `(?:(?!${EAST_ASIAN}|\\p{M})[\\p{Alphabetic}\\p{N}])`;
  const SEPARATOR = "[_\\-.:/@#\\\\]";
  const PICTURE = "\\p{Extended_Pictographic}";

  const RUN = new RegExp(
    `(${EAST_ASIAN}(?:${EAST_ASIAN}|${MARK})*)|(${LETTER}(?:${LETTER}|${MARK}|${SEPARATOR})*)|(${PICTURE})`,
    "gu",
  );
  const WORD = new RegExp(`${LETTER}(?:${LETTER}|${MARK})*`, "gu");
  const MARKED = new RegExp(`${EAST_ASIAN}${MARK}+`, "gu");
  const HUMP =
    /(?<=\p{Lowercase})(?=\p{Uppercase})|(?<=[\p{Uppercase}\p{N}])(?=\p{Uppercase}\p{Lowercase}{2})/gu;

  const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
  const JAPANESE =
    "[\\u2E80-\\u2FDF\\u3001-\\u303F\\u3041-\\u3096\\u309D-\\u309F\\u30A1-\\u30FF\\u31F0-\\u31FF" +
    "\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\uFF01-\\uFF9D\\uFFE0-\\uFFE6\\u{20000}-\\u{323AF}]";
  const NO_GAP = new RegExp(
    `(?<=${JAPANESE})[ \\t\\u3000]*(?:\\r\\n|\\n|\\r)[ \\t\\u3000]*(?=${JAPANESE})`,
    "gu",
  );
  const GAP = /[\p{White_Space}\p{Cc}]+/gu;

  /** What is seen of a text: nothing invisible, no gap between Japanese lines, NFKC, single spaces. */
  const flat = (text) =>
    text
      .replace(IGNORABLE, "")
      .replace(NO_GAP, "")
      .normalize("NFKC")
      .replace(GAP, " ")
      .replace(/^ | $/g, "");

  /** The lower case of a flat text, in which strings are compared. */
  const folded = (flat) => flat.toLowerCase().replaceAll("ς", "σ");

  /** Orders texts by code points, as the index does; the language's own order is by UTF-16. */
  const compare = (one, other) => {
    const length = Math.min(one.length, other.length);
    for (let at = 0; at < length; at += 1) {
      const a = one.charCodeAt(at);
      const b = other.charCodeAt(at);
      if (a !== b) {
        const isSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdfff;
        return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
      }
    }
    return one.length - other.length;
  };

  /** Words of an identifier: `[start, end, opaque]`, in places of the flat text. */
  const wordsOf = (identifier, offset) => {
    const words = [];
    for (const match of identifier.matchAll(WORD)) {
      const [word] = match;
      const start = offset + match.index;
      const digits = word.replace(/[^0-9]/g, "").length;
      const opaque =
        digits >= 2 && word.length >= OPAQUE_CHARACTERS && [...word].length >= OPAQUE_CHARACTERS;
      words.push([start, start + word.length, opaque]);
      joinUuid(words, identifier, offset);
    }
    return words;
  };

  /** Makes one word of the last five if they are a UUID. */
  const joinUuid = (words, identifier, offset) => {
    const last = words.slice(-UUID.length);
    const text = (start, end) => identifier.slice(start - offset, end - offset);
    const isUuid =
      last.length === UUID.length &&
      last.every(([start, end], at) => end - start === UUID[at] && /^[0-9A-Fa-f]+$/.test(text(start, end))) &&
      last.slice(1).every(([start], at) => text(last[at][1], start) === "-");
    if (isUuid) {
      words.splice(-UUID.length, UUID.length, [last[0][0], last.at(-1)[1], true]);
    }
  };

  /** Where a word is cut at camelCase, its start and its end among the places. */
  const cutsOf = (flat, [start, end, opaque]) => {
    const cuts = [start];
    if (!opaque) {
      const word = flat.slice(start, end);
      for (const hump of word.matchAll(HUMP)) {
        cuts.push(start + hump.index);
      }
      if (cuts.length > MAX_PARTS) {
        cuts.length = 1;
      }
    }
    cuts.push(end);
    return cuts;
  };

  const scanEastAsian = (run, start, each) => {
    let at = start;
    let before = -1;
    for (const character of run) {
      const end = at + character.length;
      if (before >= 0) {
        each("pair", before, end);
      }
      before = at;
      at = end;
    }
    each("last", before, at);
  };

  const scanIdentifier = (flat, identifier, offset, each) => {
    const words = wordsOf(identifier, offset);
    for (const word of words) {
      each("word", word[0], word[1]);
      const cuts = cutsOf(flat, word);
      const whole = cuts.length - 1;
      for (let from = 0; from < whole; from += 1) {
        for (let to = from + 1; to <= whole; to += 1) {
          if (to - from < whole) {
            each("part", cuts[from], cuts[to]);
          }
        }
      }
    }
    if (words.length < 2 || words.some(([, , opaque]) => opaque)) {
      return;
    }
    const end = words.at(-1)[1];
    each("identifier", words[0][0], end);
    if (words.every(([start]) => /[0-9]/.test(flat[start]))) {
      return;
    }
    const last = words.length - 1;
    for (let first = Math.max(last - MAX_RESTS, 1); first < last; first += 1) {
      each("identifier", words[first][0], end);
    }
  };

  /** Calls `each(form, start, end)` with every token of a flat text. */
  const scan = (flat, each) => {
    for (const match of flat.matchAll(RUN)) {
      const [run, eastAsian, identifier] = match;
      if (eastAsian) {
        scanEastAsian(run, match.index, each);
      } else if (identifier) {
        scanIdentifier(flat, run, match.index, each);
      } else {
        each("picture", match.index, match.index + run.length);
      }
    }
  };

  /** The term of a place in a flat text. */
  const termAt = (flat, start, end) => {
    const term = folded(flat.slice(start, end));
    if (term.length <= MAX_CHARACTERS) {
      return term;
    }
    return [...term].slice(0, MAX_CHARACTERS).join("");
  };

  /** The tokens of a flat text, each with its term, in the order of its runs. */
  const tokens = (flat) => {
    const found = [];
    scan(flat, (form, start, end) => found.push({ form, start, end, term: termAt(flat, start, end) }));
    return found;
  };

  /** The different terms of a flat text, sorted. */
  const terms = (flat) => [...new Set(tokens(flat).map((token) => token.term))].sort(compare);

  /** The pieces of a flat text that no edge is within, longer than one character, sorted. */
  const pieces = (flat) => {
    const found = [];
    for (const match of flat.matchAll(RUN)) {
      const [run, eastAsian, identifier] = match;
      if (identifier) {
        for (const word of wordsOf(run, match.index)) {
          const cuts = cutsOf(flat, word);
          for (let at = 1; at < cuts.length; at += 1) {
            found.push([cuts[at - 1], cuts[at]]);
          }
        }
      } else if (eastAsian) {
        for (const marked of run.matchAll(MARKED)) {
          const start = match.index + marked.index;
          found.push([start, start + marked[0].length]);
        }
      }
    }
    return found;
  };

  /** Whether no piece reaches over this place. */
  const isEdge = (pieces, at) => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle][1] <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low === pieces.length || pieces[low][0] >= at;
  };

  Object.assign(search, { flat, folded, compare, tokens, terms, pieces, isEdge });
})((globalThis.hanseiSearch ??= {}));
