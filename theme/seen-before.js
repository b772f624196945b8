/* The page that a log, an alert or a stack trace is pasted into: known errors by their signatures first, then
   documents with the same words. Nothing of it is kept in the address or sent anywhere. Its words come with the script
   element. */

(function (search) {
  "use strict";

  const words = document.currentScript.dataset;
  const { element, fill } = search;

  /** How long typing rests before it is compared, in milliseconds. */
  const REST = 300;
  /** The most that is compared, in characters; `hansei match` reads logs of any length. */
  const MAX_TEXT = 2_000_000;
  const byId = (id) => document.getElementById(`hansei-${id}`);
  const box = byId("paste");
  const form = byId("paste-form");
  const status = byId("paste-status");
  const known = byId("known");
  const results = byId("results");

  const load = search.loadByScript(words.root);
  const files = new search.Files(load);
  const engine = new search.Search(files, words.language);

  let controller = new AbortController();

  /** Runs a step of the present comparison; what an older one gives is dropped. */
  const during = async (act) => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const isPresent = () => !signal.aborted;
    try {
      await act(isPresent, signal);
    } catch (error) {
      if (!isPresent()) {
        return;
      }
      if (!(error instanceof search.MissingFile)) {
        throw error;
      }
      status.textContent = "";
      results.replaceChildren(shown.missing(error, compare));
    }
  };

  const shown = new search.Results({ words, files, engine, during });

  // Known errors.

  /** The line that was found, with its number and the match in it. */
  const foundLine = ({ number, text, start, end }) =>
    element(
      "li",
      {},
      element("span", { class: "line-note" }, fill(words.line, { number: shown.number(number) })),
      " ",
      element(
        "code",
        {},
        ...search.marked([
          [text.slice(0, start), false],
          [text.slice(start, end), true],
          [text.slice(end), false],
        ]),
      ),
    );

  const patternsOf = (row, written) => {
    const isRow = ([id, position]) => id === row.id && position === row.position;
    const patterns = { text: [row.text], lines: row.lines, regex: [written.find(isRow)?.[2] ?? row.source] };
    return patterns[row.form];
  };

  /** Which signature was found, and where. */
  const foundSignature = (row, { count, lastLine, places }, written) => {
    const form = { text: words.formText, regex: words.formRegex, lines: words.formLines }[row.form];
    const patterns = patternsOf(row, written).flatMap((pattern) => [element("code", {}, pattern), " "]);
    const times = fill(shown.counted("times", count), { line: shown.number(lastLine) });
    return element(
      "li",
      {},
      element("p", {}, element("span", { class: "badge" }, form), " ", ...patterns),
      element("ul", { class: "found-lines" }, ...places.flat().map(foundLine)),
      count > places.length ? element("p", { class: "line-note" }, times) : null,
    );
  };

  /** A known error: what matched, and its card, which is HTML of the site's own making. */
  const knownError = (hits, card, written) => {
    const template = document.createElement("template");
    template.innerHTML = card;
    const [header, ...rest] = template.content.children;
    return element(
      "article",
      { class: "card found" },
      header,
      element("h4", {}, words.foundIn),
      element("ul", { class: "found-signatures" }, ...hits.map(({ row, hit }) => foundSignature(row, hit, written))),
      ...rest,
    );
  };

  const note = (text) => element("p", { class: "line-note" }, text);

  /** Shows the known errors that a text is recognised as; says how many. */
  const recognise = async (text, isPresent, signal) => {
    const { table, cards, written } = await files.signatures();
    const { hits, slow } = await search.matchSignatures(table, text, signal);
    const found = new Map();
    for (const { position, hit } of hits) {
      const row = table.signatures[position];
      found.set(row.id, [...(found.get(row.id) ?? []), { row, hit }]);
    }
    const hashes = new Map(cards);
    const made = await Promise.all(
      [...found].map(async ([id, of]) => knownError(of, await files.card(hashes.get(id)), written)),
    );
    if (!isPresent()) {
      return;
    }
    const none = table.signatures.length === 0 ? words.noSignatures : words.none;
    const ids = (list) => list.join(words.separator);
    const slowIds = [...new Set(slow.map((position) => table.signatures[position].id))];
    known.replaceChildren(
      element(
        "section",
        { "aria-labelledby": "hansei-known-heading" },
        element(
          "h2",
          { id: "hansei-known-heading" },
          `${words.known} `,
          element("span", { class: "count" }, shown.number(found.size)),
        ),
        ...(found.size === 0 ? [element("p", { class: "none" }, none)] : []),
        ...made,
        ...(slowIds.length > 0 ? [note(fill(words.slow, { ids: ids(slowIds) }))] : []),
        ...(table.left_out.length > 0 ? [note(fill(words.leftOut, { ids: ids(table.left_out) }))] : []),
      ),
    );
    const counted = () => (found.size === 0 ? words.foundNone : shown.counted("found", found.size));
    status.textContent = table.signatures.length === 0 ? none : counted();
  };

  // Documents.

  /** Looks for all of a short text as it is written, of a long one for the lines that tell the most. */
  const searchFor = async (text, isPresent) => {
    const { table } = await files.signatures();
    const log = search.plainLines(table, text).join("\n");
    const { answer, lines } = await search.lookForLog(engine, log, { isPresent });
    const sections = [];
    const add = (list, title, ...before) =>
      sections.push(shown.section(answer, list, title, shown.number(answer[list].length), ...before));
    if (answer.exact.length > 0) {
      add("exact", words.exact);
    }
    if (answer.steady.length > 0) {
      add("steady", words.steady);
    }
    const found = answer.exact.length + answer.steady.length + answer.parts.length + (answer.near?.length ?? 0);
    if (answer.parts.length > 0 || found === 0) {
      add("parts", words.search, ...(found === 0 ? [element("p", {}, words.noSearch)] : []));
    }
    if (answer.near?.length > 0) {
      add("near", words.near);
    }
    const made = await Promise.all(sections);
    if (isPresent()) {
      results.replaceChildren(...(lines === null ? [] : [note(shown.counted("sampled", lines))]), ...made);
    }
  };

  // What somebody does.

  const compare = () =>
    during(async (isPresent, signal) => {
      const text = box.value.slice(0, MAX_TEXT);
      known.replaceChildren();
      results.replaceChildren();
      status.textContent = "";
      if (text.trim() === "") {
        return;
      }
      status.textContent = words.working;
      await recognise(text, isPresent, signal);
      await searchFor(text, isPresent);
      if (isPresent() && box.value.length > MAX_TEXT) {
        known.append(note(fill(words.tooLong, { count: shown.number(MAX_TEXT) })));
      }
    });

  let rest = 0;
  const compareSoon = (event) => {
    if (event.isComposing) {
      return;
    }
    clearTimeout(rest);
    rest = setTimeout(compare, REST);
  };
  box.addEventListener("input", compareSoon);
  box.addEventListener("compositionend", compareSoon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(rest);
    compare();
  });

  // What the search page hands on comes behind `#`, which no browser sends.
  const handedOn = location.hash.slice(1);
  if (handedOn !== "" && !document.getElementById(handedOn)) {
    try {
      box.value = decodeURIComponent(handedOn);
    } catch {
      box.value = handedOn;
    }
    history.replaceState(null, "", location.pathname);
    compare();
  } else {
    box.focus();
    // So that what is pasted finds the way prepared.
    Promise.all([files.index(), files.signatures()]).catch(() => {});
  }
})(globalThis.hanseiSearch);
