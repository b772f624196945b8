/* The search page: what is typed, chosen and shown. The whole state stands in the address. Its words come with the
   script element. */

(function (search) {
  "use strict";

  const words = document.currentScript.dataset;
  const { element, button, fill } = search;

  /** How long typing rests before it is searched for, in milliseconds. */
  const REST = 150;
  /** The longest address that a state is kept in. */
  const MAX_QUERY = 1000;
  /** How many values of a facet are shown at first, and which facets are open then. */
  const MAX_VALUES = 10;
  const OPEN_FACETS = ["kind", "year", "language"];

  const byId = (id) => document.getElementById(`hansei-${id}`);
  const box = byId("query");
  const form = box.form;
  const status = byId("search-status");
  const side = byId("search-side");
  const sort = byId("sort");
  const facetList = byId("facet-list");
  const clear = byId("clear");
  const results = byId("results");

  const files = new search.Files(search.loadByScript(words.root));
  const engine = new search.Search(files, words.language);
  const shown = new search.Results({
    words,
    files,
    engine,
    during: (act) => during(act),
    changed: () => showStatus(),
  });

  // The state: what is looked for, under which filters, in which order.

  const state = { query: "", filter: new Map(), sort: "relevance" };

  const readAddress = () => {
    const parameters = new URLSearchParams(location.search);
    state.query = parameters.get("q") ?? "";
    state.sort = parameters.get("sort") === "date" ? "date" : "relevance";
    state.filter = new Map();
    for (const [name, value] of parameters) {
      if (name !== "q" && name !== "sort" && value !== "") {
        state.filter.set(name, (state.filter.get(name) ?? new Set()).add(value));
      }
    }
    box.value = state.query;
    sort.value = state.sort;
  };

  const writeAddress = (isStep) => {
    const parameters = new URLSearchParams();
    // What is pasted stays in the browser: the address is sent to the host when the page is loaded again.
    if (state.query !== "" && state.query.length <= MAX_QUERY && !search.isPasted(state.query)) {
      parameters.set("q", state.query);
    }
    for (const [name, values] of state.filter) {
      values.forEach((value) => parameters.append(name, value));
    }
    if (state.sort !== "relevance") {
      parameters.set("sort", state.sort);
    }
    const written = parameters.toString();
    const address = location.pathname + (written && `?${written}`);
    try {
      if (isStep && address !== location.pathname + location.search) {
        history.pushState(null, "", address);
      } else {
        history.replaceState(null, "", address);
      }
    } catch {
      // Some browsers allow no other address for a file; the search works all the same.
    }
  };

  // Searching.

  let run = 0;
  let answer = null;

  /** Runs a step of the present search; what an older search gives is dropped. */
  const during = async (act) => {
    run += 1;
    const mine = run;
    const isPresent = () => mine === run;
    try {
      await act(isPresent);
    } catch (error) {
      if (!(error instanceof search.MissingFile)) {
        throw error;
      }
      if (isPresent()) {
        showMissing(error);
      }
    } finally {
      if (isPresent()) {
        results.removeAttribute("aria-busy");
      }
    }
  };

  const look = () =>
    during(async (isPresent) => {
      if (state.query.trim() === "") {
        answer = null;
        status.textContent = "";
        results.replaceChildren();
        side.hidden = true;
        return;
      }
      status.textContent = words.loading;
      results.setAttribute("aria-busy", "true");
      askAheadForFacets();
      prepare();
      await forgetUnknownFacets();
      const found = await engine.look(state.query, { filter: state.filter, sort: state.sort, isPresent });
      if (isPresent()) {
        answer = found;
        await showAnswer(isPresent);
      }
    });

  /** What an address says beside our own, as those that count visits do, narrows nothing down. */
  const forgetUnknownFacets = async () => {
    const known = new Set((await files.facets()).map(({ name }) => name));
    const unknown = [...state.filter.keys()].filter((name) => !known.has(name));
    unknown.forEach((name) => state.filter.delete(name));
  };

  // Showing.

  const showMissing = (error) => {
    status.textContent = "";
    results.replaceChildren(shown.missing(error, look));
  };

  /** What the parts are that hits hold: all, all but particles and endings, or some. */
  const sortOfParts = () => {
    if (!answer.complete) {
      return "Some";
    }
    return answer.query.leavesOut ? "Main" : "Parts";
  };

  const showStatus = () => {
    const counts = [shown.counted("statusExact", answer.exact.length)];
    if (answer.steady.length > 0) {
      counts.push(shown.counted("statusSteady", answer.steady.length));
    }
    if (answer.parts.length > 0) {
      counts.push(shown.counted(`status${sortOfParts()}`, answer.parts.length));
    }
    if (answer.near?.length > 0) {
      counts.push(shown.counted("statusNear", answer.near.length));
    } else if (answer.near && answer.exact.length > 0) {
      counts.push(words.noNear);
    }
    status.textContent = answer.query.required.length === 0 ? words.noTerms : counts.join(words.separator);
  };

  /** What the exact hits begin with: that there are none, or that there may be more. */
  const exactNotes = () => {
    const found = [];
    if (answer.exact.length === 0) {
      const text = state.filter.size > 0 ? words.noneFiltered : words.none;
      if (answer.open.length === 0) {
        found.push(element("p", { class: "none" }, fill(text, { query: state.query.trim().slice(0, 200) })));
      }
    }
    if (answer.open.length > 0) {
      found.push(
        element(
          "p",
          { class: "line-note" },
          `${shown.counted("open", answer.open.length)} `,
          button(words.compare, () =>
            during(async (isPresent) => {
              results.setAttribute("aria-busy", "true");
              await engine.compare(answer, undefined, { isPresent });
              await showAnswer(isPresent);
            }),
          ),
        ),
      );
    }
    const others = answer.steady.length + answer.parts.length + (answer.near?.length ?? 0);
    if (answer.exact.length === 0 && answer.open.length === 0 && !partsComeFirst()) {
      found.push(element("p", {}, others > 0 ? words.offered : words.nothing));
    }
    return found;
  };

  /** Several words that nobody wrote side by side were hardly meant as one string. */
  const partsComeFirst = () => {
    const { complete, exact, open, parts, query } = answer;
    const isOneString = query.pasted || !/\s/.test(state.query.trim()) || state.query.includes('"');
    return complete && parts.length > 0 && exact.length + open.length === 0 && !isOneString;
  };

  /** What looks like an error is better compared with signatures. */
  const errorNote = () => {
    const link = element("a", { href: `${words.root}seen-before.html` }, words.seenBefore);
    // What is pasted is handed on without being sent anywhere.
    link.addEventListener("click", () => {
      // Half of a pair of surrogates cannot be written in an address.
      link.hash = encodeURIComponent(state.query.replace(/\p{Surrogate}/gu, "\uFFFD"));
    });
    const { pasted } = answer.query;
    const told = pasted ? `${words.pasted} ${answer.names.join(words.separator)} ` : `${words.message} `;
    return element("p", { class: "callout callout-note" }, told, link);
  };

  const showAnswer = async (isPresent) => {
    if (!isPresent()) {
      return;
    }
    if (answer.query.required.length === 0) {
      side.hidden = true;
      results.replaceChildren();
      showStatus();
      return;
    }
    const most = shown.number(answer.exact.length + answer.open.length);
    const exact = shown.number(answer.exact.length);
    const count = answer.open.length > 0 ? fill(words.upTo, { count: exact, most }) : exact;
    const sections = [shown.section(answer, "exact", words.exact, count, ...exactNotes())];
    const add = (list, title) => {
      if (answer[list]?.length > 0) {
        sections.push(shown.section(answer, list, title, shown.number(answer[list].length)));
      }
    };
    add("steady", words.steady);
    add("parts", { Some: words.someParts, Main: words.mainParts, Parts: words.parts }[sortOfParts()]);
    if (partsComeFirst()) {
      sections.reverse();
    }
    add("near", words.near);
    const [made, facets] = await Promise.all([Promise.all(sections), makeFacets()]);
    if (!isPresent()) {
      return;
    }
    showFacets(facets);
    results.replaceChildren(
      ...(answer.query.pasted || search.isMessage(state.query) ? [errorNote()] : []),
      ...made,
      ...(answer.near === null && !answer.query.pasted ? [nearButton()] : []),
    );
    showStatus();
  };

  const nearButton = () =>
    element(
      "p",
      { class: "search-more" },
      button(words.lookNear, () =>
        during(async (isPresent) => {
          await engine.lookNear(answer);
          await showAnswer(isPresent);
        }),
      ),
    );

  // Facets.

  const opened = new Set(OPEN_FACETS);
  const whole = new Set();

  /** Asks for the columns that will be counted, so that they are there when the hits are. */
  const askAheadForFacets = () => {
    const all = [...new Set([...opened, ...state.filter.keys()])].map((name) => files.facet(name));
    Promise.all(all).catch(() => {}); // Whoever counts them will hear of it.
  };

  /** Uses the time in which files are on their way. */
  const prepare = () => files.index().then(() => setTimeout(() => shown.prepare()), () => {});

  const makeFacets = async () => {
    const known = (await files.facets()).filter(({ hasValues }) => hasValues);
    return Promise.all(known.map((facet) => facetOf(facet)));
  };

  const showFacets = (made) => {
    const focused = document.activeElement?.closest("#hansei-facet-list") ? document.activeElement.id : null;
    facetList.replaceChildren(...made);
    (focused && document.getElementById(focused))?.focus();
    clear.hidden = state.filter.size === 0;
    side.hidden = answer.found.length === 0 && state.filter.size === 0;
  };

  /** A facet; its values are loaded when it is opened. */
  const facetOf = async ({ name, label }) => {
    const isOpen = opened.has(name) || state.filter.has(name);
    const made = element("details", { open: isOpen }, element("summary", {}, label));
    const values = element("ul", {});
    made.append(values);
    if (isOpen) {
      values.append(...(await facetValues(name)));
    }
    made.addEventListener("toggle", () => {
      if (made.open === opened.has(name)) {
        return;
      }
      opened[made.open ? "add" : "delete"](name);
      if (made.open && !values.hasChildNodes()) {
        const present = answer;
        facetValues(name).then(
          (items) => present === answer && values.replaceChildren(...items),
          showMissing,
        );
      }
    });
    return made;
  };

  const facetValues = async (name) => {
    const chosen = state.filter.get(name) ?? new Set();
    const all = await engine.counts(answer, name, state.filter);
    const order = name === "year" ? (a, b) => b.value.localeCompare(a.value) : (a, b) => b.count - a.count;
    const present = all.filter(({ value, count }) => count > 0 || chosen.has(value)).sort(order);
    const first = present.filter(({ value }, at) => whole.has(name) || at < MAX_VALUES || chosen.has(value));
    const items = first.map((value) => facetValue(name, value, chosen.has(value.value)));
    if (first.length < present.length) {
      const all = button(words.allValues, async () => {
        whole.add(name);
        all.closest("ul").replaceChildren(...(await facetValues(name)));
      });
      items.push(element("li", {}, all));
    }
    return items;
  };

  const facetValue = (name, { value, label, count }, isChosen) => {
    const id = `hansei-facet-${name}-${value}`;
    const check = element("input", { type: "checkbox", id, name, value, checked: isChosen });
    check.addEventListener("change", () => {
      const values = state.filter.get(name) ?? new Set();
      values[check.checked ? "add" : "delete"](value);
      if (values.size > 0) {
        state.filter.set(name, values);
      } else {
        state.filter.delete(name);
      }
      writeAddress(true);
      look();
    });
    const number = element("span", { class: "count" }, shown.number(count));
    return element("li", {}, element("label", { for: id }, check, " ", element("span", {}, label), " ", number));
  };

  // What somebody does.

  let rest = 0;
  const takeQuery = (isStep) => {
    clearTimeout(rest);
    state.query = box.value;
    writeAddress(isStep);
    look();
  };

  box.addEventListener("input", (event) => {
    // What an input method is still composing is not yet meant.
    if (event.isComposing) {
      return;
    }
    clearTimeout(rest);
    rest = setTimeout(takeQuery, REST, false);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(rest);
    rest = setTimeout(takeQuery, REST, false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    takeQuery(true);
  });
  sort.addEventListener("change", () => {
    state.sort = sort.value;
    writeAddress(true);
    look();
  });
  clear.addEventListener("click", () => {
    state.filter.clear();
    writeAddress(true);
    box.focus();
    look();
  });
  addEventListener("popstate", () => {
    readAddress();
    look();
  });

  /** Arrows lead from the box through the results and back, Esc back to the box. */
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const links = [...results.querySelectorAll(".hits .line-title a")];
    const at = links.indexOf(document.activeElement);
    const isInBox = document.activeElement === box;
    const isInResults = results.contains(document.activeElement);
    if (event.key === "Escape" && isInResults) {
      event.preventDefault();
      box.focus();
    } else if (event.key === "ArrowDown" && (isInBox || at >= 0) && links.length > 0) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? box).focus();
    }
  });

  // Where there is room for them the facets stand beside the results, and cannot be closed.
  const isWide = matchMedia("(min-width: 62rem)");
  const fold = () => {
    byId("facets").open = isWide.matches;
  };
  isWide.addEventListener("change", fold);
  fold();

  readAddress();
  if (state.query === "") {
    box.focus();
    // So that the first letters typed find the way prepared.
    Promise.all([files.index(), files.measures()]).catch(() => {});
  } else {
    look();
  }
})(globalThis.hanseiSearch);
