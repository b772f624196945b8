/* From a query to hits: exact ones, those that hold its parts, and those near to it, each told apart. The
   weights are those of the program; of texts only those of the best candidates are loaded. */

(function (search) {
  "use strict";

  /** The most parts of a query that are looked for, and of pasted text, which is long. */
  const MAX_PARTS = 30;
  const MAX_PASTED_PARTS = 16;
  /** The most parts of a long query that are looked up, and of its other terms, to tell which are rare. */
  const MAX_LOOKED_UP = 60;
  /** Above so many candidates for an exact hit, more of their terms are looked up before texts are loaded. */
  const FEW_CANDIDATES = 64;
  /**
   * How many of their terms the candidates are narrowed by at a time. So few are looked up in advance, too; what has
   * more is a longer phrase, which seldom has many candidates.
   */
  const NARROWED_BY = 2;
  /** How many of the documents that hold some parts are looked at. */
  const MOST_PARTS = 20;
  /** How many documents are looked at for a word that may be written otherwise in them. */
  const MAX_LOOSE = 30;

  /** How many texts are compared at first, and at a time later: browsers ask a host for six files at a time. */
  const COMPARED_FIRST = 12;
  const COMPARED = 26;
  /** So many candidates are all compared until one is exact; of more, a few, and others if somebody asks. */
  const MAX_COMPARED = 64;
  const FEW_COMPARED = 18;
  /** How many hits are shown at a time. */
  const SHOWN = 10;

  const { WORTH, any, both } = search;

  /** The terms that every wanted text has and that are in no part of the query, the long ones first. */
  const otherTerms = (query) => {
    const known = new Set(query.parts.flatMap((part) => part.required.map(({ term }) => term)));
    const required = query.steady.length > 0 ? query.steadyRequired : query.required;
    const others = required.filter(({ term, beginning }) => !beginning && !known.has(term));
    return others.map(({ term }) => term).sort((one, other) => other.length - one.length);
  };

  class Search {
    #files;
    #language;

    /** Searches the index of `files` for a reader of `language`. */
    constructor(files, language) {
      this.#files = files;
      this.#language = language;
    }

    /**
     * Looks for a query, in the steps of a page: as many texts are compared as its answer needs; if `thorough`, all,
     * as the program does. `isPresent` says whether the answer is still wanted; `options` are those of `find`.
     */
    async look(text, { isPresent = () => true, thorough = false, ...options } = {}) {
      const answer = await this.find(text, options);
      const most = answer.open.length > MAX_COMPARED ? FEW_COMPARED : MAX_COMPARED;
      await this.compare(answer, thorough ? Infinity : most, { isPresent, oneIsEnough: !thorough });
      if (isPresent()) {
        await this.#complete(answer, isPresent, thorough);
      }
      return answer;
    }

    /** Where exact hits leave room: parts of the query, and words like it. */
    async #complete(answer, isPresent, thorough) {
      if (answer.query.required.length === 0) {
        answer.complete = false;
        return;
      }
      answer.parts = await this.prove(answer, answer.parts, thorough ? Infinity : SHOWN);
      const none = answer.exact.length + answer.steady.length === 0;
      const hasRoom = none && answer.parts.length < SHOWN;
      if (isPresent() && (thorough || hasRoom)) {
        await this.lookNear(answer, thorough ? Infinity : SHOWN);
      }
      const needsMore = (none && answer.open.length === 0) || answer.query.pasted;
      if (isPresent() && needsMore && answer.parts.length === 0) {
        await this.#mostParts(answer);
      }
    }

    /**
     * Looks up a query. `verbatim` takes it as it is, quotes and all; `filter` has for each facet the values of which one will do, `sort` is
     * `relevance` or `date`.
     */
    async find(text, { filter = new Map(), sort = "relevance", verbatim = false } = {}) {
      const query = search.parse(text, verbatim);
      const answer = new search.Answer(query);
      answer.sort = sort;
      if (query.required.length === 0) {
        return answer;
      }
      this.#askAhead(query);
      const [index, measures, takes] = await Promise.all([
        this.#files.index(),
        this.#files.measures(),
        this.takes(filter),
      ]);
      const weights = new search.Weights(index, measures, this.#language);
      answer.state = { weights, takes, all: 0, scores: new Map(), matched: new Map() };
      const parts = await this.#parts(query);
      answer.lookedUp = parts;
      answer.lookedFor = parts.map(({ needle }) => needle);
      answer.names = parts.map(({ name }) => name);
      answer.leftOut = query.parts.length > parts.length;
      answer.state.all = 2 ** parts.length - 1;
      await this.#tally(answer, parts);
      await this.#candidates(answer);
      return answer;
    }

    /** Asks for what is needed later already, so that one answer need not wait for another. */
    #askAhead(query) {
      const { identifiers, parts, pasted } = query;
      if (pasted) {
        return;
      }
      const files = this.#files;
      const required = parts.slice(0, MAX_PARTS).flatMap((part) => part.required);
      const whole = identifiers.map((term) => ({ term, beginning: false }));
      const others = otherTerms(query);
      const asked = [
        ...[...required, ...whole].map((one) => this.#lists(one)),
        ...(others.length <= NARROWED_BY ? others : []).map((term) => files.term(term)),
        ...(parts.length === 1 && parts[0].word ? [search.askForLonger(files, parts[0].needle)] : []),
      ];
      asked.forEach((file) => file.catch(() => {})); // Whoever needs it will hear of it.
    }

    /** The postings of a term, or of all that begin so. */
    async #lists({ term, beginning }) {
      const terms = beginning ? await this.#files.beginning(term) : [await this.#files.term(term)];
      return Promise.all(terms.map((one) => one.postings()));
    }

    /** Whether documents are among those that are wanted. */
    async takes(filter) {
      const key = (value) => value.normalize("NFC").toLowerCase();
      const wanted = [...filter].filter(([, values]) => values.size > 0);
      const columns = await Promise.all(
        wanted.map(async ([name, values]) => {
          const column = await this.#files.facet(name);
          const keys = new Set([...values].map(key));
          const positions = new Set();
          column.values.forEach(({ value }, position) => {
            if (keys.has(key(value))) {
              positions.add(position);
            }
          });
          return (document) => column.of(document).some((position) => positions.has(position));
        }),
      );
      return (document) => columns.every((takes) => takes(document));
    }

    /** The documents that have all of these among their terms. */
    async #places(required) {
      const lists = await Promise.all(
        required.map(async (one) => {
          const found = await this.#lists(one);
          return one.beginning ? any(found) : found[0];
        }),
      );
      lists.sort((one, other) => one.documents.length - other.documents.length);
      return lists.reduce(both);
    }

    /** The parts that are looked for, each with where it is. */
    async #parts(query) {
      let parts = query.parts;
      const most = query.pasted ? MAX_PASTED_PARTS : MAX_LOOKED_UP;
      if (parts.length > most) {
        // Long identifiers are rare, and tell the most.
        const telling = (part) => (part.identifier ? 100 : 0) + Math.min(part.needle.length, 99);
        const kept = new Set([...parts].sort((a, b) => telling(b) - telling(a)).slice(0, most));
        parts = parts.filter((part) => kept.has(part));
      }
      const found = await Promise.all(
        parts.map(async (part) => {
          const whole = part.identifier ? await this.#files.term(part.identifier) : { count: 0 };
          const isKnown = whole.count > 0;
          const places = isKnown ? await whole.postings() : await this.#places(part.required);
          return { ...part, needsProof: part.needsProof && !isKnown, places };
        }),
      );
      if (found.length <= MAX_PARTS) {
        return found;
      }
      const rank = ({ places: { documents } }) => documents.length || Infinity;
      const kept = new Set([...found].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_PARTS));
      return found.filter((part) => kept.has(part));
    }

    #add(answer, { documents, how }, factor, bit) {
      const { state } = answer;
      const rarity = state.weights.rarity(documents.length);
      for (const [number, document] of documents.entries()) {
        const weight = factor * state.weights.weight(document, how[number], rarity);
        state.scores.set(document, (state.scores.get(document) ?? 0) + weight);
        if (bit !== undefined) {
          state.matched.set(document, (state.matched.get(document) ?? 0) | (1 << bit));
        }
      }
    }

    async #tally(answer, parts) {
      parts.forEach(({ places }, bit) => this.#add(answer, places, 1, bit));
      const identifiers = answer.query.identifiers.slice(0, MAX_PASTED_PARTS);
      const terms = await Promise.all(identifiers.map((identifier) => this.#files.term(identifier)));
      for (const term of terms) {
        this.#add(answer, await term.postings(), WORTH.identifier);
      }
    }

    #hit(answer, document) {
      const { state } = answer;
      const score = (state.scores.get(document) ?? 0) * state.weights.favour(document);
      return { document, score, matched: state.matched.get(document) ?? 0, near: [] };
    }

    #sort(answer, hits) {
      const byDate = (a, b) => b.document - a.document;
      return hits.sort(answer.sort === "date" ? byDate : (a, b) => b.score - a.score || byDate(a, b));
    }

    /** Tells apart what is exact for certain, what may be, and what only holds the parts. */
    async #candidates(answer) {
      const { query, state } = answer;
      const claiming = [...state.matched.keys()].filter(
        (document) => state.matched.get(document) === state.all,
      );
      const isLookUp = (string) => {
        const [first, ...others] = search.parse(`"${string}"`).required;
        return others.length === 0 && first?.term === string;
      };
      const certain = new Set(await this.#certain(query));
      let candidates = query.steady.length > 0 ? search.claimingSteady(answer) : claiming;
      if (query.strings.every(isLookUp)) {
        claiming.forEach((document) => certain.add(document));
      } else if (candidates.length > FEW_CANDIDATES) {
        candidates = await this.#narrowed(query, candidates);
      }
      const isCandidate = new Set([...candidates, ...certain]);
      const hits = (documents) =>
        this.#sort(answer, documents.filter(state.takes).map((document) => this.#hit(answer, document)));
      answer.exact = hits([...certain]);
      answer.open = hits([...isCandidate].filter((document) => !certain.has(document)));
      const isWhole = !answer.leftOut && !(query.pasted && answer.lookedFor.length > 1);
      answer.isWhole = isWhole;
      answer.parts = isWhole ? hits(claiming.filter((document) => !isCandidate.has(document))) : [];
      answer.found = isWhole ? [...new Set([...claiming, ...isCandidate])] : [...isCandidate];
    }

    /**
     * Documents that have the whole query as a term, an identifier, or as the beginning of a longer one up to
     * a separator.
     */
    async #certain({ strings, identifiers }) {
      if (strings.length !== 1 || identifiers[0] !== strings[0]) {
        return [];
      }
      const [identifier] = identifiers;
      const terms = await this.#files.beginning(identifier);
      const ends = terms.filter(({ term }) => /^(?:[_\-.:/@#\\]|$)/.test(term.slice(identifier.length)));
      const lists = await Promise.all(ends.map((term) => term.postings()));
      return any(lists).documents;
    }

    /** Those of many candidates that have the other terms of the query too, the rare ones first. */
    async #narrowed(query, candidates) {
      const others = otherTerms(query).slice(0, MAX_LOOKED_UP);
      const terms = await Promise.all(others.map((term) => this.#files.term(term)));
      terms.sort((one, other) => one.count - other.count);
      let left = new Set(candidates);
      while (left.size > FEW_CANDIDATES && terms.length > 0) {
        const lists = await Promise.all(terms.splice(0, NARROWED_BY).map((term) => term.postings()));
        for (const { documents } of lists) {
          left = new Set(documents.filter((document) => left.has(document)));
        }
      }
      return [...left];
    }

    async #haystack(document) {
      const { flat } = await this.#files.text(document);
      return new search.Haystack(flat);
    }

    /** The parts that really occur, of those whose terms do. */
    #proven(answer, claimed, haystack) {
      return answer.lookedUp.reduce((bits, part, bit) => {
        const isClaimed = (claimed >> bit) & 1;
        return part.needsProof && isClaimed && !haystack.holds(part.needle) ? bits & ~(1 << bit) : bits;
      }, claimed);
    }

    #favourNeighbours(answer, hit, haystack) {
      const together = answer.query.neighbours.slice(0, MAX_PARTS).filter((pair) => haystack.holds(pair));
      hit.score *= (1 + WORTH.adjacent) ** together.length;
    }

    /** Compares the texts of open candidates, the best first, up to `most` in all or until one is exact. */
    async compare(answer, most = answer.compared + MAX_COMPARED, { isPresent = () => true, oneIsEnough = false } = {}) {
      const isEnough = () => oneIsEnough && answer.compared > 0 && answer.exact.length > 0;
      while (isPresent() && answer.open.length > 0 && answer.compared < most && !isEnough()) {
        const next = answer.compared === 0 ? COMPARED_FIRST : COMPARED;
        await this.#compareNext(answer, Math.min(next, most - answer.compared));
      }
    }

    async #compareNext(answer, count) {
      const batch = answer.open.slice(0, count);
      const haystacks = await Promise.all(batch.map((hit) => this.#haystack(hit.document)));
      answer.open = answer.open.slice(batch.length);
      answer.compared += batch.length;
      for (const [number, hit] of batch.entries()) {
        const haystack = haystacks[number];
        if (answer.query.strings.every((string) => haystack.holds(string))) {
          answer.exact.push(hit);
        } else if (search.standTogether(haystack, answer.query.steady)) {
          answer.steady.push({ ...hit, proven: true });
        } else if (answer.isWhole && this.#proven(answer, hit.matched, haystack) === answer.state.all) {
          this.#favourNeighbours(answer, hit, haystack);
          answer.parts.push({ ...hit, proven: true });
        }
      }
      this.#sort(answer, answer.exact);
      this.#sort(answer, answer.steady);
      this.#sort(answer, answer.parts);
    }

    /** Makes sure that the first of these hits hold what their terms promise; drops those that do not. */
    async prove(answer, hits, count) {
      if (!answer.lookedUp.some((part) => part.needsProof)) {
        return hits;
      }
      const left = [...hits];
      for (let at = 0; at < Math.min(count, left.length); ) {
        const batch = left.slice(at, count).filter((hit) => !hit.proven);
        const haystacks = await Promise.all(batch.map((hit) => this.#haystack(hit.document)));
        const holds = (hit, haystack) => this.#proven(answer, hit.matched, haystack) === hit.matched;
        const failed = new Set(batch.filter((hit, number) => !holds(hit, haystacks[number])));
        batch.forEach((hit) => {
          hit.proven = true;
        });
        if (failed.size === 0) {
          break;
        }
        left.splice(0, left.length, ...left.filter((hit) => !failed.has(hit)));
        at = left.findIndex((hit) => !hit.proven);
        if (at < 0) {
          break;
        }
      }
      return left;
    }

    /** Where nothing holds all parts: the documents, but near ones, that hold the most telling ones. */
    async #mostParts(answer) {
      const { state } = answer;
      answer.complete = false;
      const near = new Set(answer.near?.map((hit) => hit.document));
      const taken = new Set([...answer.exact, ...answer.steady, ...answer.open].map((hit) => hit.document));
      const isOpen = (document) => state.takes(document) && !near.has(document) && !taken.has(document);
      const candidates = [...state.matched.keys()].filter(isOpen);
      const hits = candidates.map((document) => this.#hit(answer, document));
      hits.sort((a, b) => b.score - a.score || b.document - a.document);
      const best = hits.slice(0, MOST_PARTS);
      const haystacks = await Promise.all(best.map((hit) => this.#haystack(hit.document)));
      const count = (bits) => bits.toString(2).replaceAll("0", "").length;
      for (const [number, hit] of best.entries()) {
        const proven = this.#proven(answer, hit.matched, haystacks[number]);
        hit.score *= count(proven) / count(hit.matched);
        hit.matched = proven;
        hit.proven = true;
        this.#favourNeighbours(answer, hit, haystacks[number]);
      }
      // Half of what was typed says something, and any part of what was pasted.
      const least = answer.query.pasted ? 1 : answer.lookedUp.length / 2;
      const telling = best.filter((hit) => hit.matched !== 0 && count(hit.matched) >= least);
      const most = Math.max(0, ...telling.map((hit) => hit.score));
      answer.parts = this.#sort(answer, telling.filter((hit) => hit.score * 2 >= most));
      answer.found = [...taken, ...near, ...answer.parts.map((hit) => hit.document)];
    }

    /** Documents that hold every part, some of them only nearly. Of so many it is made sure that they do. */
    async lookNear(answer, shown = SHOWN) {
      const { query, state } = answer;
      answer.near = [];
      if (query.pasted || answer.leftOut) {
        return;
      }
      const { exact, steady, open, parts } = answer;
      const withSlips = exact.length + steady.length === 0;
      const taken = new Set([...exact, ...steady, ...open, ...parts].map((hit) => hit.document));
      const tallies = new Map();
      const words = new Map();
      const otherwise = new Map();
      // What occurs nowhere first: without a word near to it there is nothing to find.
      const bits = answer.lookedUp.map((_, bit) => bit);
      const count = (bit) => answer.lookedUp[bit].places.documents.length;
      for (const bit of bits.sort((one, other) => count(one) - count(other))) {
        words.set(bit, await search.nearWords(this.#files, answer.lookedUp[bit], withSlips));
        otherwise.set(bit, withSlips ? await this.#writtenOtherwise(answer, bit, taken) : []);
        if (words.get(bit).length + otherwise.get(bit).length + count(bit) === 0) {
          return;
        }
      }
      for (const bit of answer.lookedUp.keys()) {
        const nearest = await this.#nearest(answer, words.get(bit));
        for (const { document, weight, term } of [...nearest, ...otherwise.get(bit)]) {
          const tally = tallies.get(document) ?? { score: 0, matched: 0, terms: [] };
          tally.score += weight;
          tally.matched |= 1 << bit;
          tally.terms.push([bit, term]);
          tallies.set(document, tally);
        }
      }
      const hits = [];
      for (const [document, tally] of tallies) {
        const own = state.matched.get(document) ?? 0;
        const near = tally.terms.filter(([bit]) => !((own >> bit) & 1));
        const holdsAll = (own | tally.matched) === state.all;
        if (holdsAll && near.length > 0 && state.takes(document) && !taken.has(document)) {
          const score = ((state.scores.get(document) ?? 0) + tally.score) * state.weights.favour(document);
          hits.push({ document, score, matched: own, near });
        }
      }
      answer.near = await this.prove(answer, this.#sort(answer, hits), shown);
    }

    /** Documents that hold a Japanese part written otherwise, of those that hold most pieces of it. */
    async #writtenOtherwise({ lookedUp, state }, bit, taken) {
      const loose = lookedUp[bit].word ? null : search.loose(lookedUp[bit].needle);
      if (!loose) {
        return [];
      }
      const counts = new Map();
      const lists = await Promise.all(loose.pieces.map((term) => this.#lists({ term, beginning: true })));
      for (const { documents } of lists.map(any)) {
        documents.forEach((document) => counts.set(document, (counts.get(document) ?? 0) + 1));
      }
      const isNew = (document) => !(((state.matched.get(document) ?? 0) >> bit) & 1) && !taken.has(document);
      const candidates = [...counts]
        .filter(([document, count]) => count >= loose.atLeast && state.takes(document) && isNew(document))
        .sort((one, other) => other[1] - one[1] || other[0] - one[0])
        .slice(0, MAX_LOOSE);
      const written = await Promise.all(
        candidates.map(async ([document]) => [document, loose.find((await this.#files.text(document)).flat)]),
      );
      const found = written.filter(([, term]) => term !== null);
      const weight = WORTH.near * state.weights.rarity(found.length);
      return found.map(([document, term]) => ({ document, weight, term }));
    }

    /** Of each document with one of these words, the best of them. */
    async #nearest({ state: { weights } }, words) {
      const best = new Map();
      const lists = await Promise.all(words.map((word) => word.postings()));
      for (const [number, { documents, how }] of lists.entries()) {
        const rarity = weights.rarity(documents.length);
        for (const [at, document] of documents.entries()) {
          const weight = WORTH.near * weights.weight(document, how[at], rarity);
          if (weight > (best.get(document)?.weight ?? 0)) {
            best.set(document, { document, weight, term: words[number].term });
          }
        }
      }
      return [...best.values()];
    }

    /**
     * Of a facet, the values that documents found have, with how many have them: under all filters but
     * those of the facet itself.
     */
    async counts(answer, name, filter) {
      const others = new Map([...filter].filter(([other]) => other !== name));
      const [column, takes] = await Promise.all([this.#files.facet(name), this.takes(others)]);
      const counts = new Array(column.values.length).fill(0);
      for (const document of answer.found.filter(takes)) {
        for (const position of column.of(document)) {
          counts[position] += 1;
        }
      }
      return column.values.map(({ value, label }, position) => ({ value, label, count: counts[position] }));
    }
  }

  Object.assign(search, { SHOWN, Search });
})((globalThis.hanseiSearch ??= {}));
