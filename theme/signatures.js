/* Known errors in a pasted text, by their signatures: the same as `hansei match` finds in a log. The matcher runs
   in a worker that can be ended, so that an expression that takes for ever holds up nothing. */

(function (search) {
  "use strict";

  /** The lines of a text, without carriage returns at their ends and without terminal escapes. It stands alone, too. */
  const plainLines = (table, text) => {
    const escapes = new RegExp(table.escapes.source, table.escapes.flags);
    return text.split("\n").map((line) => line.replace(/\r+$/, "").replace(escapes, ""));
  };

  /**
   * Prepares to compare a text with the signatures of a table. It stands alone: the worker is made from
   * its source.
   */
  const matcher = (table, text, plainLines) => {
    const MAX_PLACES = 3;
    const MAX_SHOWN = 1000;

    const whiteSpace = new RegExp(table.white_space.source, table.white_space.flags);
    const lines = plainLines(table, text);
    const spaced = lines.map((line) => line.replace(whiteSpace, " "));

    /** A line with what was found in it, or the part of a long one around that. */
    const place = (line, number, start, end) => {
      if (line.length <= MAX_SHOWN) {
        return { number: number + 1, text: line, start, end };
      }
      const around = Math.max(MAX_SHOWN - (end - start), 0) >> 1;
      const from = Math.max(Math.min(start - around, line.length - MAX_SHOWN), 0);
      const shown = line.slice(from, from + MAX_SHOWN);
      const before = from > 0 ? "…" : "";
      const after = from + MAX_SHOWN < line.length ? "…" : "";
      const inside = (at) => Math.min(Math.max(at - from, 0), shown.length) + before.length;
      return { number: number + 1, text: before + shown + after, start: inside(start), end: inside(end) };
    };

    /** Where a text stands in a line. */
    const textPlace = (text, number) => {
      const start = spaced[number].indexOf(text);
      return start < 0 ? null : place(spaced[number], number, start, start + text.length);
    };

    const inOneLine = (find) => {
      const hit = { count: 0, lastLine: 0, places: [] };
      for (let number = 0; number < lines.length; number += 1) {
        const found = find(number);
        if (found) {
          hit.count += 1;
          hit.lastLine = number + 1;
          if (hit.places.length < MAX_PLACES) {
            hit.places.push([found]);
          }
        }
      }
      return hit;
    };

    /** Of all ways to have found the first lines only the one that began last is kept. */
    const inOrder = (texts) => {
      const hit = { count: 0, lastLine: 0, places: [] };
      let found = [];
      for (let number = 0; number < lines.length; number += 1) {
        // Each step needs a line of its own, so the later ones come first.
        for (let step = texts.length - 1; step >= 0; step -= 1) {
          const line = textPlace(texts[step], number);
          const before = step === 0 ? [] : found[step - 1];
          const isInReach = step === 0 || (before && number + 1 - before[0].number <= table.window);
          if (!line || !isInReach) {
            continue;
          }
          const all = [...before, line];
          if (step < texts.length - 1) {
            found[step] = all;
            continue;
          }
          found = [];
          hit.count += 1;
          hit.lastLine = number + 1;
          if (hit.places.length < MAX_PLACES) {
            hit.places.push(all);
          }
          break;
        }
      }
      return hit;
    };

    return (row) => {
      if (row.form === "text") {
        return inOneLine((number) => textPlace(row.text, number));
      }
      if (row.form === "lines") {
        return inOrder(row.lines);
      }
      const expression = new RegExp(row.source, row.flags);
      return inOneLine((number) => {
        const found = expression.exec(lines[number]);
        return found && place(lines[number], number, found.index, found.index + found[0].length);
      });
    };
  };

  /** What the worker does: it says which signature it is at, and what it found. */
  const work = (matcher, plainLines) => {
    globalThis.onmessage = ({ data: { table, text, from } }) => {
      const match = matcher(table, text, plainLines);
      for (let position = from; position < table.signatures.length; position += 1) {
        postMessage({ at: position });
        const hit = match(table.signatures[position]);
        if (hit.count > 0) {
          postMessage({ position, hit });
        }
      }
      postMessage({ done: true });
    };
  };

  /** How long an expression may take, in milliseconds. The others take time that grows with the text alone. */
  const PATIENCE = 1000;

  /**
   * Compares a text with all signatures: the hits by position, and the positions of those that took too long.
   * `signal` ends it early.
   */
  const matchSignatures = (table, text, signal, patience = PATIENCE) =>
    new Promise((resolve, reject) => {
      // A signal that was given already is not given again.
      signal?.throwIfAborted();
      const source = `(${work})(${matcher}, ${plainLines})`;
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const hits = [];
      const slow = [];
      let worker;
      let timer;
      const end = (settle, value) => {
        clearTimeout(timer);
        worker.terminate();
        URL.revokeObjectURL(address);
        settle(value);
      };
      const start = (from) => {
        worker = new Worker(address);
        let position = from;
        const giveUp = () => {
          slow.push(position);
          worker.terminate();
          start(position + 1);
        };
        const attend = (row) => {
          clearTimeout(timer);
          if (row.form === "regex") {
            timer = setTimeout(giveUp, patience);
          }
        };
        worker.onmessage = ({ data }) => {
          if (data.done) {
            end(resolve, { hits, slow });
          } else if (data.hit) {
            hits.push(data);
          } else {
            position = data.at;
            attend(table.signatures[position]);
          }
        };
        worker.onerror = (event) => {
          event.preventDefault();
          end(reject, new Error(event.message));
        };
        worker.postMessage({ table, text, from });
      };
      signal?.addEventListener("abort", () => end(reject, signal.reason));
      start(0);
    });

  Object.assign(search, {
    matcher: (table, text) => matcher(table, text, plainLines),
    matchSignatures,
    plainLines,
  });
})((globalThis.hanseiSearch ??= {}));
