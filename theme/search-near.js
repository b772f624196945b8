/* Words that are near to a word: longer ones that begin with it, and those it may be a slip of. */

(function (search) {
  "use strict";

  /** The most longer words that are tried for one word, and the most words that it can be a slip of. */
  const MAX_LONGER = 16;
  const MAX_MEANT = 16;
  /** The shortest word that longer ones are looked for. */
  const MIN_BEGINNING = 3;
  /** Over so many shards longer words are looked for in the list of words alone. */
  const MAX_SPREAD = 2;

  /** One letter more, less, other, or two changed for each other: how many such slips at least. */
  const slips = (one, other) => {
    const [a, b] = [[...one], [...other]];
    let [before, last] = [null, b.map((_, at) => at)];
    last.push(b.length);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (before && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  const isLatin = (word) => /^\p{Alphabetic}+$/u.test(word) && !/[^\0-\u024F]/.test(word);
  const isWord = (term) => /^[\p{Alphabetic}\p{N}\p{M}]+$/u.test(term);

  const mostFrequent = (terms, most) =>
    terms
      .sort((a, b) => a.slips - b.slips || b.count - a.count || search.compare(a.term, b.term))
      .slice(0, most);

  /** Whether longer words are looked for in the list of words. */
  const isSpread = async (files, word) =>
    [...word].length >= MIN_BEGINNING && (await files.spread(word)) > MAX_SPREAD;

  /**
   * Asks for the list of words where a word is likely to be the beginning of longer ones. Of a large index the
   * lists are too long to ask for in vain.
   */
  const askForLonger = async (files, word) => {
    if (!(await files.isLarge()) && (await isSpread(files, word))) {
      await files.words([...word][0]);
    }
  };

  /** The most frequent words that begin with a word and are longer. */
  const longer = async (files, word) => {
    if ([...word].length < MIN_BEGINNING) {
      return [];
    }
    const terms = (await isSpread(files, word)) ? await files.words([...word][0]) : await files.beginning(word);
    const found = terms.filter(({ term }) => term.startsWith(word) && term !== word && isWord(term));
    return mostFrequent(found.map((word) => ({ ...word, slips: 0 })), MAX_LONGER);
  };

  /** The words that a word is likely to be a slip of; its first letter is taken to be right. */
  const meant = async (files, word) => {
    const letters = [...word].length;
    const most = letters < 4 ? 0 : letters < 8 ? 1 : 2;
    if (most === 0 || !isLatin(word)) {
      return [];
    }
    const words = await files.words([...word][0]);
    const near = words
      .filter(({ term }) => Math.abs([...term].length - letters) <= most && !term.startsWith(word))
      .map((one) => ({ ...one, slips: slips(word, one.term) }));
    return mostFrequent(near.filter((one) => one.slips <= most), MAX_MEANT);
  };

  /** The words near to a part of a query; slips are thought of where nobody wrote the word. */
  const nearWords = async (files, { word, needle, places }, withSlips) => {
    if (!word) {
      return [];
    }
    const found = await longer(files, needle);
    const isSlip = withSlips && places.documents.length === 0;
    return isSlip ? [...found, ...(await meant(files, needle))] : found;
  };

  // Japanese words that are written otherwise: 取消 and 取り消し, 接続枯渇 and 接続が枯渇, サーバー and サーバ.

  const MAX_CHARACTERS = 32;
  const MAX_ENDING = 3;
  const KATAKANA = /^[\u30A0-\u30FF\u31F0-\u31FF]+$/;
  const HAN = /^\p{Script=Han}+$/u;
  const KATAKANA_LETTER = /[\u30A1-\u30FAー]/;
  const SIZES = ["アァ", "イィ", "ウゥ", "エェ", "オォ", "ツッ", "ヤャ", "ユュ", "ヨョ", "ワヮ"];

  const sizes = (character) => {
    const both = SIZES.find((one) => one.includes(character));
    return both ? `[${both}]` : character;
  };

  /**
   * A word that can be written otherwise, all of it Han or katakana: the `pieces` of which a text holds `atLeast` so many
   * in which it can be, and `find(flat)`, how it is written there; null for other words.
   */
  const loose = (word) => {
    const characters = [...word];
    const letters = characters.filter((character) => character !== "ー");
    const isKatakana = KATAKANA.test(word);
    if (letters.length < 2 || characters.length > MAX_CHARACTERS || !(isKatakana || HAN.test(word))) {
      return null;
    }
    const source = isKatakana
      ? letters.map((character) => `${sizes(character)}ー?`).join("")
      : letters.join("[ぁ-ゖ]?");
    const pairs = characters.slice(1).map((character, at) => characters[at] + character);
    const isApart = (character) => !isKatakana || !character || !KATAKANA_LETTER.test(character);
    const find = (flat) => {
      for (const { 0: found, index } of flat.matchAll(new RegExp(source, "gu"))) {
        const end = index + found.length;
        if (isApart(flat[index - 1]) && isApart(flat[end])) {
          const ending = isKatakana ? "" : search.endingOf(flat.slice(end, end + 100));
          return found + (ending.length > MAX_ENDING ? "" : ending);
        }
      }
      return null;
    };
    return characters.length === 2
      ? { pieces: characters, atLeast: 2, find }
      : { pieces: pairs, atLeast: Math.ceil(pairs.length / 2), find };
  };

  Object.assign(search, { nearWords, askForLonger, loose });
})((globalThis.hanseiSearch ??= {}));
