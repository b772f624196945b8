/* What somebody looks for: strings that have to occur, the parts that are worth finding by themselves, and
   whether and where a string occurs in a text. The program reads queries the same way. */

(function (search) {
  "use strict";

  const MAX_CHARACTERS = 64;

  /** What every text in which a flat text occurs has among its terms: terms, and beginnings of terms. */
  const required = (flat) => {
    const found = new Map();
    let pairEnd = -1;
    for (const { form, end, term } of search.tokens(flat)) {
      if (form === "word" || form === "picture" || form === "pair") {
        found.set(`=${term}`, { term, beginning: false });
        if (form === "pair") {
          pairEnd = end;
        }
      } else if (form === "last" && pairEnd !== end) {
        // The last of several is in the pair before it.
        found.set(`^${term}`, { term, beginning: true });
      }
    }
    return [...found.values()];
  };

  // Strings in texts.

  /** A text that strings are looked for in. */
  class Haystack {
    #flat;
    #folded;
    #places = null;
    #pieces = null;

    constructor(flat) {
      this.#flat = flat;
      this.#folded = search.folded(flat);
      if (this.#folded.length !== flat.length) {
        this.#places = [];
        let at = 0;
        for (const character of flat) {
          this.#places.push(...Array(search.folded(character).length).fill(at));
          at += character.length;
        }
        this.#places.push(at);
      }
    }

    holds(needle) {
      return !this.occurrences(needle).next().done;
    }

    /** Where a folded string occurs, as `[start, end]` in the flat text, from left to right. */
    *occurrences(needle) {
      let from = 0;
      while (needle.length > 0) {
        const start = this.#folded.indexOf(needle, from);
        if (start < 0) {
          return;
        }
        const range = [this.#place(start), this.#place(start + needle.length)];
        const occurs = range.every((at) => this.#isEdge(at));
        if (occurs) {
          yield range;
        }
        from = start + (occurs ? needle.length : 1);
      }
    }

    /** The flat text between two places. */
    between(from, to) {
      return this.#flat.slice(from, to);
    }

    #place(at) {
      return this.#places ? this.#places[at] : at;
    }

    #isEdge(at) {
      this.#pieces ??= search.pieces(this.#flat);
      return search.isEdge(this.#pieces, at);
    }
  }

  // Text that was pasted from a log.

  const WORD = "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]";
  const EDGE = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;

  /**
   * An expression of pieces; `\b` and `\d` know every script, as they do in the program. It is made when it is
   * first asked for: that takes longer than all else of reading a query.
   */
  const expression = (pieces, flags) => {
    let made;
    return () => {
      made ??= new RegExp(pieces.join("|").replaceAll("\\b", EDGE).replaceAll("\\d", "\\p{Nd}"), flags);
      return made;
    };
  };

  const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  const WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)";

  /** What varies from time to time: times, ids, addresses, amounts. */
  const VOLATILE = expression(
    [
      "\\b\\d{4}[-/]\\d\\d[-/]\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?)?(?:Z\\b|\\s?[+\\-]\\d\\d:?\\d\\d\\b)?",
      `\\b(?:${WEEKDAY},?\\s+)?${MONTH}\\s+\\d{1,2}\\s+(?:\\d{4}\\s+)?\\d\\d:\\d\\d:\\d\\d(?:\\s\\d{4}\\b)?`,
      "\\b\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b",
      "\\b[a-z_]*id=[\"']?[a-z0-9_.\\-]*\\d[a-z0-9_.\\-]*",
      "\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b",
      "\\b0x[0-9a-f]{4,}\\b",
      "\\b[0-9a-f]{12,}\\b",
      "\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+|/\\d+)?\\b",
      "(?:\\b[0-9a-f]{1,4})?(?::[0-9a-f]{0,4}){3,8}\\b",
      "\\b\\d+(?:[.,]\\d+)*\\s?(?:[nuμm]?s|sec|secs|seconds|minutes|[kmgt]i?b|bytes)\\b",
      "\\b\\d{4,}\\b",
    ],
    "giu",
  );

  /** What nobody types: it makes a text of one line a pasted one. */
  const TELLING = expression(
    [
      "\\b\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d",
      "\\b\\d\\d:\\d\\d:\\d\\d\\b",
      "\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b",
      "\\b0x[0-9a-f]{6,}\\b",
      "\\b[a-z_]*id=[\"']?[a-z0-9_.\\-]*\\d",
      "\\u001B\\[",
    ],
    "iu",
  );

  /** What all of those have. */
  const MAY_TELL = /[\p{Nd}\u001B-]/u;

  const COLOUR = /\u001B\[[0-9;]*[A-Za-z]/g;

  /** A number within an identifier is part of its name, and what has no digit is a word. */
  const isVolatile = (line, { 0: text, index }) =>
    /[0-9]/.test(text) && !(/^[0-9]+$/.test(text) && /[-_.#/\\@]$/.test(line.slice(0, index)));

  /** What of a pasted text does not vary, piece by piece. */
  const fragments = (text) => {
    const found = [];
    for (const raw of text.split(/\r?\n/)) {
      const line = raw.replace(COLOUR, " ");
      let from = 0;
      for (const match of line.matchAll(VOLATILE())) {
        if (isVolatile(line, match)) {
          found.push(line.slice(from, match.index));
          from = match.index + match[0].length;
        }
      }
      found.push(line.slice(from));
    }
    return found;
  };

  const hasWord = (fragment) => (fragment.match(/\p{Alphabetic}/gu) ?? []).length > 1;

  /** Whether a text looks as if it were pasted: several lines, or a line with a time or an id in it. */
  const isPasted = (text) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    const isTelling = MAY_TELL.test(text) && TELLING().test(text);
    return lines.length > 1 || (isTelling && fragments(text).some(hasWord));
  };

  /** Words, and beginnings of words, that speak of a fault. */
  const FAULT = new RegExp(
    [
      "error|exception|fatal|fail|panic|critical|severe|emerg|traceback|caused by|abort|refused|denied|reject",
      "timeout|timed out|unreachable|unavailable|exhausted|corrupt|invalid|no space|out of memory|deadlock",
      "エラー|失敗|異常|例外|障害|拒否|タイムアウト|致命",
    ].join("|"),
    "i",
  );

  const speaksOfFault = (line) => FAULT.test(line);

  /** Whether a text looks like what a program says of a fault, and not like words that somebody thinks of. */
  const isMessage = (text) =>
    speaksOfFault(text) && (text.trim().split(/\s+/).length > 3 || [...text.trim()].length > 24);

  // Queries.

  /** The quoted phrases and what is between them, flat. A quote without a partner is a character. */
  const phrases = (text) => {
    const pieces = text.replace(/[“”„‟＂]/g, '"').split('"');
    const paired = pieces.length % 2 === 0 ? pieces.length - 2 : pieces.length;
    return [...pieces.slice(0, paired), pieces.slice(paired).join('"')]
      .map(search.flat)
      .filter((phrase) => phrase !== "");
  };

  const EAST_ASIAN =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30FC]/u;
  const MARK = /\p{M}/u;

  /** The script of an East Asian character; none for the mark of a long vowel. */
  const scriptOf = (character) => {
    if (character === "ー") {
      return null;
    }
    if (/[\u3041-\u309F]/.test(character)) {
      return "hiragana";
    }
    if (/[\u30A0-\u30FF\u31F0-\u31FF]/.test(character)) {
      return "katakana";
    }
    return /[\u1100-\u11FF\u3130-\u318F\uA960-\uA97F\uAC00-\uD7FF]/.test(character)
      ? "hangul"
      : "han";
  };

  /** The pieces of one script in East Asian runs: `{script, start, end}`. */
  const eastAsianPieces = (flat) => {
    const pieces = [];
    let at = 0;
    for (const character of flat) {
      const end = at + character.length;
      const open = pieces.at(-1)?.end === at ? pieces.at(-1) : undefined;
      if (EAST_ASIAN.test(character)) {
        const script = scriptOf(character);
        if (open && (script === null || script === open.script)) {
          open.end = end;
        } else {
          pieces.push({ script: script ?? "katakana", start: at, end });
        }
      } else if (open && MARK.test(character)) {
        open.end = end;
      }
      at = end;
    }
    return pieces;
  };

  /** The ranges of the parts of a flat text; pieces in hiragana are set aside. `whole` keeps identifiers. */
  const partRanges = (flat, whole, aside, identifiers) => {
    const tokens = search.tokens(flat);
    const ranges = [];
    let identifierEnd = 0;
    for (const { form, start, end, term } of tokens) {
      if (form === "identifier" && start >= identifierEnd) {
        identifierEnd = end;
        identifiers.push(term);
        if (whole) {
          ranges.push({ start, end, word: false, identifier: term });
        }
      }
    }
    // Identifiers stand in order and apart, so the last that has begun is the only one that can hold a word.
    const held = [...ranges];
    const isHeld = (start, end) => {
      let [low, high] = [0, held.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        [low, high] = held[middle].start <= start ? [middle + 1, high] : [low, middle];
      }
      return low > 0 && end <= held[low - 1].end;
    };
    for (const { form, start, end } of tokens) {
      const isPart = form === "word" || form === "picture";
      if (isPart && !isHeld(start, end)) {
        ranges.push({ start, end, word: form === "word" });
      }
    }
    for (const { script, start, end } of eastAsianPieces(flat)) {
      if (script === "hiragana") {
        aside.push(flat.slice(start, end));
      } else {
        ranges.push({ start, end, word: false });
      }
    }
    return ranges.sort((one, other) => one.start - other.start);
  };

  const ENDS_IN_HAN = /\p{Script=Han}$/u;
  /** Hiragana up to the first particle: what makes a word of `切` in `切れ`. */
  const ENDING =
    /^(?:[がも](?=[らりるれろっ])|や(?=[さしすせそ])|(?![をへのはにとでがもや])[\u3041-\u309F])*/;

  const endingOf = (text) => ENDING.exec(text)[0];

  const part = (text, word, identifier, ending = "") => {
    const terms = required(text);
    const needle = search.folded(text);
    return {
      needle,
      /** How it is called: with the ending that makes it a word. */
      name: search.folded(text + ending),
      required: terms,
      word,
      identifier,
      // One term that is all of it tells that it occurs.
      needsProof: terms.length !== 1 || terms[0].term !== needle || [...text].length > MAX_CHARACTERS,
    };
  };

  /**
   * Reads a query, or takes it `verbatim`, where a quote is a character: `strings` that all have to occur, what they have among their `required` terms, `parts`,
   * whole `identifiers`, `neighbours` side by side, of a text from a log the `steady` pieces and what texts have that hold
   * these (`steadyRequired`), whether it was `pasted`, and whether its parts leave something out,
   * particles and endings.
   */
  const parse = (text, verbatim = false) => {
    const pasted = isPasted(text);
    const asItIs = pasted || verbatim;
    const strings = asItIs ? [search.flat(text)].filter((string) => string !== "") : phrases(text);
    const sources = pasted ? fragments(text).map(search.flat) : strings;
    const aside = [];
    const identifiers = [];
    const neighbours = [];
    const parts = new Map();
    for (const flat of sources) {
      const ranges = partRanges(flat, pasted, aside, identifiers);
      for (const { start, end, word, identifier } of ranges) {
        const needle = search.folded(flat.slice(start, end));
        if (!parts.has(needle)) {
          const text = flat.slice(start, end);
          const ending = ENDS_IN_HAN.test(text) ? endingOf(flat.slice(end)) : "";
          parts.set(needle, part(text, word, identifier, ending));
        }
      }
      for (let at = 1; at < ranges.length; at += 1) {
        neighbours.push(search.folded(flat.slice(ranges[at - 1].start, ranges[at].end)));
      }
    }
    const leavesOut = parts.size > 0 && aside.length > 0;
    if (parts.size === 0) {
      for (const piece of aside) {
        parts.set(search.folded(piece), part(piece, false));
      }
    }
    const terms = new Map();
    for (const one of strings.flatMap(required)) {
      terms.set(`${one.beginning}${one.term}`, one);
    }
    const steady = asItIs ? search.steadyPieces(text) : [];
    return {
      strings: strings.map(search.folded),
      required: [...terms.values()],
      steady: steady.map(search.folded),
      steadyRequired: steady.flatMap(required),
      parts: [...parts.values()],
      identifiers: [...new Set(identifiers)],
      neighbours,
      pasted,
      leavesOut,
    };
  };

  Object.assign(search, { Haystack, parse, isPasted, isMessage, speaksOfFault, fragments, hasWord, endingOf });
})((globalThis.hanseiSearch ??= {}));
