/* Of a long log, the lines that are worth looking for in documents: those that the program takes. A line's shape is its
   words without those that have digits; lines that speak of a fault come first, then those of rare shapes. */

(function (search) {
  "use strict";

  /** The longest text that is looked for as it is, and the most that is kept of a line, in bytes of UTF-8. */
  const MAX_TEXT = 20_000;
  const MAX_LINE = 1000;
  /** The most lines that are taken, and how many of these are the most frequent faults. */
  const MAX_LINES = 40;
  const FREQUENT_FAULTS = 10;
  /** How many lines are kept until the less telling half is dropped. */
  const MAX_KEPT = 2048;

  const encoder = new TextEncoder();
  const bytes = (text) => encoder.encode(text).length;

  /** The beginning of a line, in whole characters. */
  const beginning = (line) => {
    let [end, length] = [0, 0];
    for (const character of line.slice(0, MAX_LINE)) {
      length += bytes(character);
      if (length > MAX_LINE) {
        break;
      }
      end += character.length;
    }
    return line.slice(0, end);
  };

  /** The words of a line without those that have digits. */
  const shapeOf = (line) =>
    (line.match(/[0-9A-Za-z\u0080-\uFFFF]+/g) ?? []).filter((word) => !/[0-9]/.test(word)).join(" ");

  /** Sorts by keys, the first that differs first. */
  const byKeys = (keysOf) => (one, other) => {
    const others = keysOf(other);
    return keysOf(one).map((key, at) => key - others[at]).find((difference) => difference !== 0) ?? 0;
  };

  /** The most telling lines first: the most frequent faults, then faults and other lines by how rare they are. */
  const inOrder = (kept, counts) => {
    const count = ({ shape }) => counts.get(shape);
    const most = [...kept].sort(byKeys((line) => [line.isFault ? 0 : 1, -count(line), line.number]));
    const faults = kept.filter(({ isFault }) => isFault).length;
    const frequent = most.splice(0, Math.min(faults, FREQUENT_FAULTS));
    return [...frequent, ...most.sort(byKeys((line) => [line.isFault ? 0 : 1, count(line), line.number]))];
  };

  /** What of a text is looked for: `{text, lines}`; no number of lines where it is all of it. */
  const sample = (text) => {
    if (bytes(text.replace(/\n$/, "")) < MAX_TEXT) {
      return { text, lines: null };
    }
    const counts = new Map();
    let kept = [];
    for (const [number, line] of text.split("\n").entries()) {
      const shape = shapeOf(line);
      const seen = counts.get(shape) ?? 0;
      if (shape === "") {
        continue;
      }
      counts.set(shape, seen + 1);
      if (seen > 0) {
        continue;
      }
      if (kept.length >= MAX_KEPT) {
        kept = inOrder(kept, counts).slice(0, MAX_KEPT / 2);
      }
      const begun = beginning(line);
      kept.push({ number, shape, isFault: search.speaksOfFault(begun), text: begun });
    }
    const taken = [];
    let length = 0;
    for (const line of inOrder(kept, counts)) {
      const own = bytes(line.text);
      if (length + own < MAX_TEXT && taken.length < MAX_LINES) {
        length += own + 1;
        taken.push(line);
      }
    }
    const lines = taken.sort((one, other) => one.number - other.number).map((line) => line.text);
    return { text: lines.map((line) => `${line}\n`).join(""), lines: lines.length };
  };

  /**
   * Looks for a log, of plain lines, as it is written: `{answer, lines}`. Of a long one so many lines are looked for; what
   * holds these holds a part of it. `options` are those of a search.
   */
  const lookForLog = async (engine, log, options) => {
    const { text, lines } = sample(log);
    const answer = await engine.look(text, { ...options, verbatim: true });
    if (lines !== null) {
      answer.parts.unshift(...answer.exact.splice(0), ...answer.steady.splice(0));
    }
    return { answer, lines };
  };

  Object.assign(search, { lookForLog });
})((globalThis.hanseiSearch ??= {}));
