/* Hits on a page: what a result shows of a document, under headings of their own with counts of their own.
   Texts of documents come onto the page as text and never as HTML. */

(function (search) {
  "use strict";

  const { SHOWN } = search;

  /** Fills `{name}`. */
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

  /** An element: its attributes, and what is in it. */
  const element = (name, attributes, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) {
        made.setAttribute(key, "");
      } else if (value !== undefined && value !== null && value !== false) {
        made.setAttribute(key, value);
      }
    }
    made.append(...content.filter((part) => part !== null && part !== undefined));
    return made;
  };

  const button = (text, act) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };

  const marked = (pieces) =>
    pieces.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));

  const badge = ([kind, text]) => element("span", { class: `badge ${kind}` }, text);

  /** Writes the hits of answers. `words` are those of the page's script, `during` runs what may take a while. */
  class Results {
    constructor({ words, files, engine, during, changed = () => {} }) {
      Object.assign(this, { words, files, engine, during, changed });
    }

    /** Makes what writes numbers and days, which takes long at first. */
    prepare() {
      const { language } = this.words;
      this.numbers ??= new Intl.NumberFormat(language);
      this.days ??= new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", {
        dateStyle: "long",
        timeZone: "UTC",
      });
    }

    number(number) {
      this.prepare();
      return this.numbers.format(number);
    }

    /** A text that depends on a number. */
    counted(key, count) {
      const text = this.words[key + (count === 1 ? "One" : "Other")];
      return fill(text, { count: this.number(count) });
    }

    #day(day) {
      const [year, month, date] = day.split("-").map(Number);
      this.prepare();
      return element("time", { datetime: day }, this.days.format(Date.UTC(year, month - 1, date)));
    }

    /** What a hit has of the query where it has not all of it as it is written. */
    #notes(answer, list, hit, text) {
      const { holds, lacks, separator } = this.words;
      const near = hit.near.map(([bit, term]) =>
        element("p", { class: "line-note" }, element("b", {}, `${answer.names[bit]} → ${term}`)),
      );
      if (list !== "parts" || answer.complete) {
        return near;
      }
      const names = search.heldNames(answer, hit, text);
      return [
        element("p", { class: "line-note" }, `${holds} `, element("b", {}, names.holds.join(separator))),
        names.lacks.length > 0 ? element("p", { class: "line-note" }, `${lacks} ${names.lacks.join(separator)}`) : null,
      ];
    }

    /** A result: a link to the document, what it is, and the words around the match with a link to their section. */
    async #line(answer, list, hit) {
      const [record, text] = await Promise.all([
        this.files.record(hit.document),
        this.files.text(hit.document),
      ]);
      const { anchor, heading, label, pieces } = search.excerpt(answer, hit, text);
      const href = this.words.root + record.path.split("/").map(encodeURIComponent).join("/");
      const section = `${href}#${encodeURIComponent(anchor)}`;
      return element(
        "li",
        {},
        element(
          "p",
          { class: "line-title" },
          element("a", { href, lang: record.language }, ...marked(search.markedTitle(answer, hit, record.title))),
        ),
        element(
          "p",
          { class: "line-facts" },
          element("span", {}, record.kind),
          " ",
          element("span", { class: "id" }, record.id),
          " ",
          record.day ? this.#day(record.day) : null,
          ...record.badges.flatMap((one) => [" ", badge(one)]),
        ),
        element(
          "p",
          { class: "excerpt", lang: record.language },
          heading ? element("a", { href: section, class: "excerpt-heading" }, heading) : null,
          label ? element("span", { class: "excerpt-field", lang: this.words.language }, label) : null,
          heading || label ? " " : null,
          ...marked(pieces),
        ),
        ...this.#notes(answer, list, hit, text),
      );
    }

    /** The hits of a list (`exact`, `parts`, `near`) under a heading, with what goes before them. */
    async section(answer, list, title, count, ...before) {
      const hits = answer[list];
      const lines = await Promise.all(hits.slice(0, SHOWN).map((hit) => this.#line(answer, list, hit)));
      const shown = element("ol", { class: "lines hits" }, ...lines);
      const id = `hansei-${list}`;
      const heading = element("h2", { id }, `${title} `, element("span", { class: "count" }, count));
      const made = element("section", { "aria-labelledby": id }, heading, ...before);
      if (lines.length > 0) {
        made.append(shown);
      }
      if (hits.length > SHOWN) {
        made.append(this.#more(answer, list, shown, SHOWN));
      }
      return made;
    }

    #more(answer, list, shown, from) {
      const made = element("p", { class: "search-more" });
      const show = async (isPresent) => {
        if (list !== "exact") {
          answer[list] = await this.engine.prove(answer, answer[list], from + SHOWN);
        }
        const hits = answer[list].slice(from, from + SHOWN);
        const lines = await Promise.all(hits.map((hit) => this.#line(answer, list, hit)));
        if (!isPresent()) {
          return;
        }
        shown.append(...lines);
        lines[0]?.querySelector("a").focus();
        this.changed();
        const next = from + SHOWN;
        made.replaceWith(...(answer[list].length > next ? [this.#more(answer, list, shown, next)] : []));
      };
      made.append(button(this.words.more, () => this.during(show)));
      return made;
    }

    /** What to say, and to offer, where a file of the index could not be loaded. */
    missing(error, again) {
      const text = fill(this.words.missingFile, { file: `search/${error.file}.js` });
      const retry = button(this.words.retry, () => {
        this.files.retry();
        again();
      });
      return element("div", { class: "callout callout-caution", role: "alert" }, element("p", {}, text), retry);
    }
  }

  Object.assign(search, { Results, element, button, fill, marked });
})(globalThis.hanseiSearch);
