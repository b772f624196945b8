/* The files of the index, each loaded when it is first needed, by a script element: that works from a
   disk too. Every file hands its name and its content to `hanseiSearch.take`. */

(function (search) {
  "use strict";

  const VERSION = 4;

  /** The files whose names do not change with what is in them. */
  const FIXED = ["index", "signatures"];

  /** Takes what a file holds. */
  const waiting = new Map();
  search.take = (name, content) => waiting.get(name)?.(content);

  /** A file that could not be loaded. */
  class MissingFile extends Error {
    constructor(name) {
      super(`search/${name}.js could not be loaded`);
      this.name = "MissingFile";
      this.file = name;
    }
  }

  /** Loads a file of the index below `root` in a browser. */
  const loadByScript = (root) => (name, fresh) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      let content;
      waiting.set(name, (taken) => {
        content = taken;
      });
      const end = () => {
        waiting.delete(name);
        script.remove();
        if (content === undefined) {
          reject(new MissingFile(name));
        } else {
          resolve(content);
        }
      };
      script.addEventListener("load", end);
      script.addEventListener("error", end);
      script.src = `${root}search/${name}.js${fresh ? `?${fresh}` : ""}`;
      document.head.append(script);
    });

  // Numbers as letters.

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => {
    VALUES[digit.charCodeAt(0)] = value;
  });

  /** Reads numbers and words out of a text, from left to right. */
  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    get isAtEnd() {
      return this.at >= this.text.length;
    }

    number() {
      let number = 0;
      let unit = 1;
      for (;;) {
        const value = VALUES[this.text.charCodeAt(this.at)];
        this.at += 1;
        number += (value & 31) * unit;
        if (value < 32) {
          return number;
        }
        unit *= 32;
      }
    }

    /** Up to the next space, which is passed over. */
    word() {
      const end = this.text.indexOf(" ", this.at);
      const word = this.text.slice(this.at, end);
      this.at = end + 1;
      return word;
    }

    /** Postings: `documents`, and `how` each holds the term: the frequency in the upper bits, the fields below. */
    postings(count) {
      const documents = new Int32Array(count);
      const how = new Uint8Array(count);
      let next = 0;
      for (let number = 0; number < count; number += 1) {
        const step = this.number();
        documents[number] = next + (step >> 1);
        how[number] = step & 1 ? this.number() : USUAL;
        next = documents[number] + 1;
      }
      return { documents, how };
    }
  }

  /** The field of facts; those behind it are facts of certain fields. */
  const FACTS = 3;

  /** Once, in the text. */
  const USUAL = 4;

  const NOTHING = { documents: new Int32Array(0), how: new Uint8Array(0) };

  /** Pieces of equal length. */
  const cut = (text, length) => text.match(new RegExp(`.{${length}}`, "g")) ?? [];

  /** The last of sorted texts that is not behind `text`; -1 if all are. */
  const lastUpTo = (sorted, text) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (search.compare(sorted[middle], text) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  };

  /** The index of a site. */
  class Files {
    #load;
    #made = new Map();
    #index = null;

    /** `load(name, fresh)` gives the content of a file; `fresh` asks for it past any cache. */
    constructor(load) {
      this.#load = load;
    }

    /** Forgets what could not be loaded, and the list of files, which may be older than they are. */
    retry() {
      this.#index = null;
      this.#made.clear();
      this.fresh = (this.fresh ?? 0) + 1;
    }

    /** What `make` gives: made once, and again if that failed. */
    #once(key, make) {
      let made = this.#made.get(key);
      if (!made) {
        made = make();
        this.#made.set(key, made);
        made.catch(() => this.#made.delete(key));
      }
      return made;
    }

    /** The content of a file as `read` understands it. */
    #file(name, read = (content) => content) {
      const fresh = FIXED.includes(name) ? this.fresh : undefined;
      return this.#once(name, () => this.#load(name, fresh).then(read));
    }

    /** What the index says about itself. */
    async index() {
      if (!this.#index) {
        const index = await this.#file("index");
        if (index.version !== VERSION) {
          throw new MissingFile("index");
        }
        this.#index = { ...index, groups: cut(index.groups, index.hash_letters) };
      }
      return this.#index;
    }

    /** The length, as a number of tokens, and the language of every document. */
    measures() {
      return this.#once("measures", async () => {
        const { documents, columns, languages } = await this.index();
        const { measures } = await this.#file(`columns-${columns}`);
        const reader = new Reader(measures);
        const lengths = new Float32Array(documents);
        const language = new Uint8Array(documents);
        for (let document = 0; document < documents; document += 1) {
          const number = reader.number();
          const length = Math.floor(number / languages.length);
          language[document] = number % languages.length;
          lengths[document] = 2 ** (length >> 2) * (1 + (length & 3) / 4);
        }
        const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(documents, 1);
        return { lengths, language, average };
      });
    }

    // Terms.

    #directory(written, letters) {
      const firsts = written.firsts === "" ? [] : written.firsts.split(" ");
      return { firsts, hashes: cut(written.hashes, letters), parts: written.parts };
    }

    /** The names of the shards that may hold terms from `first` to `last`, in order. */
    async #shardNames(first, last) {
      const { directory, hash_letters: letters } = await this.index();
      let names = [this.#directory(directory, letters)];
      if (names[0].parts) {
        const parts = this.#between(names[0], first, last, "directory");
        names = await Promise.all(
          parts.map((name) => this.#file(name, (part) => this.#directory(part, letters))),
        );
      }
      return names.flatMap((part) => this.#between(part, first, last, "terms"));
    }

    #between({ firsts, hashes }, first, last, sort) {
      const from = Math.max(lastUpTo(firsts, first), 0);
      return hashes.slice(from, lastUpTo(firsts, last) + 1).map((hash) => `${sort}-${hash}`);
    }

    async #shard(name) {
      const { block_letters: blockLetters, inline_postings: inline, hash_letters: letters } = await this.index();
      return this.#file(name, (content) => {
        const reader = new Reader(content.terms);
        const shard = { terms: [], counts: [], places: [], blocks: cut(content.blocks, letters) };
        let term = "";
        let block = 0;
        let at = 0;
        while (!reader.isAtEnd) {
          term = term.slice(0, reader.number()) + reader.word();
          const count = reader.number();
          shard.terms.push(term);
          shard.counts.push(count);
          if (count <= inline) {
            shard.places.push(reader.postings(count));
          } else {
            if (at >= blockLetters) {
              block += 1;
              at = 0;
            }
            shard.places.push({ block, at });
            at += reader.number();
          }
        }
        return shard;
      });
    }

    /** A term of a shard: how many documents have it, and `postings()`. */
    #entry(shard, number) {
      const count = shard.counts[number];
      const place = shard.places[number];
      return {
        term: shard.terms[number],
        count,
        postings: async () => (place.documents ? place : this.#postings(shard.blocks, place, count)),
      };
    }

    /** The postings at a place of one of these blocks. */
    async #postings(blocks, { block, at }, count) {
      const reader = new Reader(await this.#file(`postings-${blocks[block]}`));
      reader.at = at;
      return reader.postings(count);
    }

    /** A term; one that no document has counts none. */
    async term(term) {
      const [name] = await this.#shardNames(term, term);
      const shard = name && (await this.#shard(name));
      const number = shard ? lastUpTo(shard.terms, term) : -1;
      return number >= 0 && shard.terms[number] === term
        ? this.#entry(shard, number)
        : { term, count: 0, postings: async () => NOTHING };
    }

    /** Whether there are so many shards that their directory is in parts. */
    async isLarge() {
      return (await this.index()).directory.parts;
    }

    /** In how many shards terms are that begin so. */
    async spread(beginning) {
      return (await this.#shardNames(beginning, `${beginning}\u{10FFFF}`)).length;
    }

    /** The terms that begin so. */
    async beginning(beginning) {
      const names = await this.#shardNames(beginning, `${beginning}\u{10FFFF}`);
      const shards = await Promise.all(names.map((name) => this.#shard(name)));
      return shards.flatMap((shard) => {
        const entries = [];
        for (let number = Math.max(lastUpTo(shard.terms, beginning), 0); number < shard.terms.length; number += 1) {
          const term = shard.terms[number];
          if (term.startsWith(beginning)) {
            entries.push(this.#entry(shard, number));
          } else if (search.compare(term, beginning) > 0) {
            break;
          }
        }
        return entries;
      });
    }

    #ofRareWord(word) {
      return async () => (await this.term(word)).postings();
    }

    /**
     * The words of Latin letters that begin with this letter, each with how many documents have it, and
     * `postings()`.
     */
    async words(letter) {
      const { words, inline_postings: inline, hash_letters: letters } = await this.index();
      const named = words.find(([first]) => first === letter);
      if (!named) {
        return [];
      }
      return this.#file(`words-${named[1]}`, (content) => {
        const reader = new Reader(content.words);
        const blocks = cut(content.blocks, letters);
        const found = [];
        let term = "";
        let block = -1;
        while (!reader.isAtEnd) {
          term = term.slice(0, reader.number()) + reader.word();
          const count = reader.number();
          found.push({ term, count, postings: this.#ofRareWord(term) });
          if (count > inline) {
            block += reader.number();
            const place = { block, at: reader.number() };
            found.at(-1).postings = () => this.#postings(blocks, place, count);
          }
        }
        return found;
      });
    }

    // Documents.

    async #document(document) {
      const { group, groups, each } = await this.index();
      const number = Math.floor((document % group) / each);
      const content = await this.#file(`documents-${groups[Math.floor(document / group)]}-${number}`);
      return content[(document % group) % each];
    }

    /** What a result shows of a document. */
    async record(document) {
      const [[path, title, id, day, kind, language, badges]] = await this.#document(document);
      return { path, title, id, day, kind, language, badges };
    }

    /** The text of a document: `flat`, and its passages with field, label of a fact, anchor, start, end and as written. */
    async text(document) {
      const { fields: labels } = await this.index();
      const [, [text, fields, anchors]] = await this.#document(document);
      const lines = text.split("\n");
      const flats = lines.map(search.flat);
      const changes = new Map(anchors);
      const passages = [];
      let start = 0;
      let anchor = "";
      for (const [number, field] of [...fields].entries()) {
        const end = start + flats[number].length;
        anchor = changes.get(number) ?? anchor;
        const code = field.charCodeAt(0) - 48;
        passages.push({ field: Math.min(code, FACTS), label: labels[code - FACTS] ?? null, anchor, start, end, written: lines[number] });
        start = end + 1;
      }
      return { flat: flats.join("\n"), passages };
    }

    // Known errors.

    /** The table of signatures, and the hashes of known errors' cards by id. */
    signatures() {
      return this.#file("signatures");
    }

    /** The card of a known error, as HTML. */
    card(hash) {
      return this.#file(`known-error-${hash}`);
    }

    // Facets.

    /** The facets, in the order in which they are shown: names, labels, and whether any document has a value. */
    async facets() {
      return (await this.index()).facets.map(([name, hash, label]) => ({ name, label, hasValues: hash !== "" }));
    }

    /** A facet: its `values` with names and labels, and `of(document)`, the positions of a document's values. */
    async facet(name) {
      const { facets, documents } = await this.index();
      const [, hash] = facets.find(([known]) => known === name) ?? [];
      if (!hash) {
        return { values: [], of: () => [] };
      }
      return this.#once(`facet ${name}`, async () => {
        const content = (await this.#file(`columns-${hash}`)).facets[name];
        const reader = new Reader(content.documents);
        const starts = new Int32Array(documents + 1);
        const flat = [];
        for (let document = 0; document < documents; document += 1) {
          starts[document] = flat.length;
          let number;
          do {
            number = reader.number();
            if (number >> 1 > 0) {
              flat.push((number >> 1) - 1);
            }
          } while (number & 1);
        }
        starts[documents] = flat.length;
        const of = (document) => flat.slice(starts[document], starts[document + 1]);
        return { values: content.values.map(([value, label]) => ({ value, label })), of };
      });
    }
  }

  Object.assign(search, { Files, MissingFile, loadByScript });
})((globalThis.hanseiSearch ??= {}));
