/* Where in a document a hit is, and the words around it. */

(function (search) {
  "use strict";

  /** How wide an excerpt is, and how much of it is before the match, in columns: East Asian letters take two. */
  const COLUMNS = 150;
  const BEFORE = 40;
  const MAX_MATCHES = 200;

  const IN_TITLE = 0;
  const IN_HEADING = 1;
  const IN_BODY = 2;
  const IN_FACTS = 3;

  const NARROW = /[^\u1100-\u{10FFFF}]|[\uFF61-\uFFDC\uFFE8-\uFFEE]/u;
  const WIDE =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Emoji_Presentation}\u3000-\u303E\u30FC\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u;
  const UNSEEN = /[\p{M}\p{Cf}]/u;

  /** How many columns of a terminal a character takes; the same here, so that both cut at one place. */
  const width = (character) => {
    if (character < "\u0300") {
      return 1;
    }
    return UNSEEN.test(character) ? 0 : !NARROW.test(character) && WIDE.test(character) ? 2 : 1;
  };

  const columns = (text) => {
    let count = 0;
    for (const character of text) {
      count += width(character);
    }
    return count;
  };

  /** How many columns of a text are before each of these places. */
  const columnsBefore = (text, places) => {
    const found = new Map();
    let [from, count] = [0, 0];
    for (const place of [...places].sort((one, other) => one - other)) {
      count += columns(text.slice(from, place));
      from = place;
      found.set(place, count);
    }
    return found;
  };

  /** What is marked: the strings of an exact hit, or those of one but for what varies, else the parts that it holds, nearly or not. */
  const needles = (answer, hit) => {
    if (answer.exact.includes(hit)) {
      return answer.query.strings;
    }
    if (answer.steady.includes(hit)) {
      return answer.query.steady;
    }
    const matched = answer.lookedFor.filter((_, bit) => (hit.matched >> bit) & 1);
    return [...matched, ...hit.near.map(([, term]) => term)];
  };

  /** All occurrences of these strings, from left to right, of those that begin at one place the longest first. */
  const occurrences = (flat, wanted) => {
    const haystack = new search.Haystack(flat);
    const found = [];
    for (const [number, needle] of wanted.entries()) {
      let count = 0;
      for (const [start, end] of haystack.occurrences(needle)) {
        found.push({ start, end, number });
        count += 1;
        if (count === MAX_MATCHES) {
          break;
        }
      }
    }
    return found.sort((one, other) => one.start - other.start || other.end - one.end);
  };

  /** The number of the passage that a place of a text is in. */
  const passageAt = (passages, place) => {
    let [low, high] = [0, passages.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      [low, high] = passages[middle].start <= place ? [middle, high] : [low, middle];
    }
    return low;
  };

  /** The match from which on the most different strings are within one excerpt of one passage. */
  const richest = (flat, found) => {
    const column = columnsBefore(flat, found.flatMap(({ start, end }) => [start, end]));
    let best = null;
    let most = 0;
    for (const [number, match] of found.entries()) {
      const last = column.get(match.start) + COLUMNS - BEFORE;
      const strings = new Set();
      for (let at = number; at < found.length; at += 1) {
        const other = found[at];
        if (column.get(other.end) > last || other.passage !== match.passage) {
          break;
        }
        strings.add(other.number);
      }
      if (strings.size > most) {
        [best, most] = [match, strings.size];
      }
    }
    return best;
  };

  /** Where an excerpt around a place of a passage begins and ends, at words where they are near. */
  const bounds = (passage, at) => {
    let from = at;
    let columns = 0;
    while (from > 0) {
      const isPair = /\p{Surrogate}/u.test(passage[from - 1]) && from > 1;
      const character = passage.slice(from - (isPair ? 2 : 1), from);
      columns += width(character);
      if (columns > BEFORE) {
        const space = passage.slice(from, at).indexOf(" ");
        from = space >= 0 && space < 20 && passage[from - 1] !== " " ? from + space + 1 : from;
        break;
      }
      from -= character.length;
    }
    let to = from;
    columns = 0;
    while (to < passage.length) {
      const character = String.fromCodePoint(passage.codePointAt(to));
      columns += width(character);
      if (columns > COLUMNS) {
        const space = passage.lastIndexOf(" ", to);
        to = space > at && to - space <= 20 ? space : to;
        break;
      }
      to += character.length;
    }
    return [from, to];
  };

  /** Characters with the marks that belong to them. */
  const CLUSTER = /[^](?:\p{M}|[\uFF9E\uFF9F])*/gu;

  /** Slices of a flat text as it is written; as they are where that cannot be told. */
  const slicesAsWritten = (flat, written) => {
    const plain = (from, to) => flat.slice(from, to);
    if (flat === written) {
      return plain;
    }
    const others = [];
    let at = 0;
    for (const [cluster] of written.matchAll(CLUSTER)) {
      const text = cluster.normalize("NFKC");
      if (!flat.startsWith(text, at)) {
        return plain;
      }
      if (text !== cluster) {
        others.push({ start: at, end: at + text.length, cluster });
      }
      at += text.length;
    }
    return (from, to) => {
      let [text, next] = ["", from];
      for (const { start, end, cluster } of others) {
        if (start >= from && end <= to) {
          text += flat.slice(next, start) + cluster;
          next = end;
        }
      }
      return text + flat.slice(next, to);
    };
  };

  /** The pieces of a text between `from` and `to`, of which `slice` gives slices: `[words, marked]`. */
  const pieces = (slice, from, to, matches) => {
    const found = [];
    let at = from;
    for (const { start, end } of matches) {
      const begin = Math.max(start, at);
      const stop = Math.min(end, to);
      if (begin >= stop) {
        continue;
      }
      if (begin > at) {
        found.push([slice(at, begin), false]);
      }
      found.push([slice(begin, stop), true]);
      at = stop;
    }
    if (at < to) {
      found.push([slice(at, to), false]);
    }
    return found;
  };

  /** The words of the heading that a passage is under. */
  const headingOf = ({ flat, passages }, number) => {
    const { anchor, field } = passages[number];
    if (field === IN_FACTS || field === IN_TITLE) {
      return null;
    }
    const above = passages.slice(0, number + 1);
    const heading = above.findLast((one) => one.field === IN_HEADING && one.anchor === anchor);
    return heading ? flat.slice(heading.start, heading.end) : null;
  };

  /**
   * The piece of a document that shows best why it is a hit: `{anchor, heading, label, pieces}`, the label of a fact,
   * the pieces as `[words, marked]`.
   */
  const excerpt = (answer, hit, text) => {
    const { flat, passages } = text;
    const all = occurrences(flat, needles(answer, hit));
    const placed = all.map((match) => ({ ...match, passage: passageAt(passages, match.start) }));
    const found = placed.filter((match) => passages[match.passage].field !== IN_TITLE);
    const best = richest(flat, found);
    const body = Math.max(passages.findIndex(({ field }) => field === IN_BODY), 0);
    const number = best ? best.passage : body;
    const { start, end, anchor, written } = passages[number];
    const passage = flat.slice(start, end);
    const [from, to] = bounds(passage, best ? best.start - start : 0);
    const inPassage = found.map((match) => ({ start: match.start - start, end: match.end - start }));
    const cut = pieces(slicesAsWritten(passage, written), from, to, best ? inPassage.filter((match) => match.start >= from) : []);
    return {
      anchor: best ? anchor : "",
      heading: best ? headingOf(text, number) : null,
      label: best ? passages[number].label : null,
      pieces: [
        ...(from > 0 ? [["…", false]] : []),
        ...cut,
        ...(to < passage.length ? [["…", false]] : []),
      ],
    };
  };

  /** The pieces of a title, where it is shown as it is compared; else the title as one piece. */
  const markedTitle = (answer, hit, title) => {
    if (search.flat(title) !== title) {
      return [[title, false]];
    }
    const slice = (from, to) => title.slice(from, to);
    return pieces(slice, 0, title.length, occurrences(title, needles(answer, hit)));
  };

  /** What the parts are called that a hit holds: as much of their names as stands in its text; and those that it lacks. */
  const heldNames = (answer, hit, { flat }) => {
    const haystack = new search.Haystack(flat);
    const held = (name, part) => {
      const letters = [...name];
      const ends = letters.map((_, at) => letters.slice(0, letters.length - at).join(""));
      return ends.find((beginning) => beginning.length <= part.length || haystack.holds(beginning)) ?? part;
    };
    const [holds, lacks] = [[], []];
    for (const [bit, name] of answer.names.entries()) {
      const isHeld = (hit.matched >> bit) & 1;
      (isHeld ? holds : lacks).push(isHeld ? held(name, answer.lookedFor[bit]) : name);
    }
    return { holds, lacks };
  };

  Object.assign(search, { excerpt, heldNames, markedTitle });
})((globalThis.hanseiSearch ??= {}));
