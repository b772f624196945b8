/* Lists of documents with what occurs there, and how much a document has to do with a query: BM25 with the weights of the
   program. */

(function (search) {
  "use strict";

  const SATURATION = 1.2;
  const LENGTH = 0.5;
  const TITLE = 4;
  const HEADING = 1.5;
  const RECENCY = 0.2;
  const LANGUAGE = 0.2;

  const IN_TITLE = 1;
  const IN_HEADING = 2;

  /** What a whole identifier, a near word and two neighbouring parts are worth. */
  const WORTH = { identifier: 2, near: 0.5, adjacent: 0.2 };

  // Lists of documents, each `{documents, how}` in the order of documents.

  /** The documents of both; what is rarer and narrower counts. */
  const both = (left, right) => {
    const documents = [];
    const how = [];
    let at = 0;
    for (const [number, document] of left.documents.entries()) {
      while (at < right.documents.length && right.documents[at] < document) {
        at += 1;
      }
      if (right.documents[at] === document) {
        const [one, other] = [left.how[number], right.how[at]];
        documents.push(document);
        how.push((Math.min(one >> 4, other >> 4) << 4) | (one & other & 15));
      }
    }
    return { documents, how };
  };

  /** The documents of any; the greatest frequency counts, and every field. */
  const any = (lists) => {
    const found = new Map();
    for (const { documents, how } of lists) {
      for (const [number, document] of documents.entries()) {
        const before = found.get(document) ?? 0;
        const frequency = Math.max(before >> 4, how[number] >> 4);
        found.set(document, (frequency << 4) | ((before | how[number]) & 15));
      }
    }
    const documents = [...found.keys()].sort((one, other) => one - other);
    return { documents, how: documents.map((document) => found.get(document)) };
  };

  /** What all weights go by: the index, the measures of its documents, the reader's language. */
  class Weights {
    #index;
    #measures;
    #language;

    constructor(index, measures, language) {
      this.#index = index;
      this.#measures = measures;
      this.#language = language;
    }

    /** How telling something is that occurs in so many documents. */
    rarity(documents) {
      return Math.log(1 + (this.#index.documents - documents + 0.5) / (documents + 0.5));
    }

    /** What a part is worth in a document that has it. */
    weight(document, how, rarity) {
      const frequency = 2 ** (how >> 4);
      const length = this.#measures.lengths[document] / this.#measures.average;
      const heldBack = SATURATION * (1 - LENGTH + LENGTH * length);
      const field = how & IN_TITLE ? TITLE : how & IN_HEADING ? HEADING : 1;
      return (rarity * field * frequency * (SATURATION + 1)) / (frequency + heldBack);
    }

    /** What a document is worth whatever is looked for. */
    favour(document) {
      const { documents, undated, languages } = this.#index;
      const age = document < undated ? 0.5 : document / Math.max(documents, 1);
      const isTheirs = languages[this.#measures.language[document]] === this.#language;
      return (1 + RECENCY * age) * (1 + (isTheirs ? LANGUAGE : 0));
    }
  }

  Object.assign(search, { WORTH, Weights, any, both });
})((globalThis.hanseiSearch ??= {}));
