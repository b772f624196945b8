/* What was found, told apart by how certain it is. */

(function (search) {
  "use strict";

  /** A search under way: what was found so far, and what can still be compared. */
  class Answer {
    constructor(query) {
      this.query = query;
      /** Documents in which every string of the query occurs: `{document, score, matched, near}`. */
      this.exact = [];
      /** Documents that hold a text from a log as it is written but for its times, level, ids and addresses. */
      this.steady = [];
      /** Documents that may be exact hits; their texts were not compared yet. The best first. */
      this.open = [];
      /** Documents that hold the parts of the query, but not as it is written. */
      this.parts = [];
      /** Whether these hold all parts; else the most telling of them. */
      this.complete = true;
      /** Documents with longer words, or words that may have been meant; null until looked for. */
      this.near = null;
      /** The parts that were looked for, as strings and with where they are. */
      this.lookedFor = [];
      this.lookedUp = [];
      /** What these are called. */
      this.names = [];
      /** All documents that facets are counted over. */
      this.found = [];
      /** How many texts were compared. */
      this.compared = 0;
    }
  }

  Object.assign(search, { Answer });
})((globalThis.hanseiSearch ??= {}));
