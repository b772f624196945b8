/* A checklist is worked through where it is read: its boxes can be ticked, and the ticks stay in this
   browser. Without scripts it is a list with boxes on it. The words come with the script element. */

(function () {
  "use strict";

  const words = document.currentScript.dataset;
  const language = document.documentElement.lang;
  /** Below which name the ticks are kept: several sites may share a host, and all files one place. */
  const key = `hansei-checklist ${new URL(words.root, location.href).pathname}${words.page}`;
  /** What ends the words of an item. */
  const BLOCKS = "ul, ol, dl, p, pre, div, table, blockquote, details, hr, h2, h3, h4, h5, h6";

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const element = (name, properties = {}, children = []) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // The items of the list.

  /** Whether a box is the first thing in an item, and not something that only looks like one. */
  const beginsItem = (box) => {
    const parent = box.parentElement;
    const isFirst = (node) => !node.previousSibling?.textContent.trim() && !node.previousElementSibling;
    return isFirst(box) && (parent.matches("li") || (parent.matches("li > p") && isFirst(parent)));
  };

  /** Puts a real box in the place of a drawn one, with the words behind it as its label. */
  const makeItem = (box) => {
    const input = element("input", { type: "checkbox", id: box.id, autocomplete: "off" });
    const label = element("label", { className: "tick" });
    const asWritten = box.classList.contains("task-done");
    while (box.nextSibling && !(box.nextSibling.matches?.(BLOCKS))) {
      label.append(box.nextSibling);
    }
    const text = label.textContent.trim().replace(/\s+/g, " ");
    label.prepend(input);
    box.replaceWith(label);
    return { input, text, asWritten };
  };

  /** Items by their words: when the words change, it is another item. Equal ones are numbered. */
  const nameItems = (items) => {
    const counts = new Map();
    const named = new Map();
    for (const item of items) {
      const count = (counts.get(item.text) ?? 0) + 1;
      counts.set(item.text, count);
      named.set(count === 1 ? item.text : `${item.text}\n${count}`, item);
    }
    return named;
  };

  const boxes = [...document.querySelectorAll(".body .prose .task")].filter(beginsItem);
  if (!boxes.length) {
    return;
  }
  const items = nameItems(boxes.map(makeItem));

  // What was ticked: items that are not as they are written, and what there was before a reset.

  let isKept = true;
  let state = { ticks: new Map(), changed: 0, before: null };

  const readTicks = (written) => {
    const pairs = Array.isArray(written?.ticks) ? written.ticks : [];
    const known = pairs.filter((pair) => Array.isArray(pair) && items.has(pair[0]));
    const ticks = new Map(known.map(([name, ticked]) => [name, ticked === true]));
    return { ticks, changed: Number(written?.changed) || 0 };
  };

  const load = () => {
    let text = null;
    try {
      text = localStorage.getItem(key);
    } catch {
      isKept = false;
    }
    let written = null;
    try {
      written = JSON.parse(text);
    } catch {
      // What cannot be read was not written by this page.
    }
    state = { ...readTicks(written), before: written?.before ? readTicks(written.before) : null };
  };

  const written = ({ ticks, changed }) => ({ ticks: [...ticks], changed });

  const save = () => {
    try {
      if (state.ticks.size || state.before) {
        const before = state.before && written(state.before);
        localStorage.setItem(key, JSON.stringify({ ...written(state), before }));
      } else {
        localStorage.removeItem(key);
      }
      isKept = true;
    } catch {
      isKept = false;
    }
  };

  // What stands above the list.

  const button = (text, act) => {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  };
  const done = element("span", { id: "hansei-done" });
  done.setAttribute("role", "status");
  const bar = element("progress", { max: items.size });
  bar.setAttribute("aria-labelledby", done.id);
  const changed = element("span", { className: "count" });
  const said = element("p", { className: "spoken" });
  const warning = element("p", { className: "worklist-warning" });
  for (const live of [said, warning]) {
    live.setAttribute("role", "status");
  }

  const show = () => {
    let count = 0;
    for (const [name, { input, asWritten }] of items) {
      input.checked = state.ticks.get(name) ?? asWritten;
      count += input.checked ? 1 : 0;
    }
    bar.value = count;
    done.textContent = fill(words.progress, { done: count, all: items.size });
    const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    const isChanged = state.ticks.size > 0 && state.changed > 0;
    changed.textContent = isChanged ? fill(words.changed, { time: time.format(state.changed) }) : "";
    reset.disabled = state.ticks.size === 0;
    undo.hidden = state.before === null;
    warning.textContent = isKept ? "" : words.notKept;
  };

  const change = (next, saying) => {
    state = next;
    save();
    show();
    said.textContent = saying;
  };

  const tick = (name, { input, asWritten }) => {
    const ticks = new Map(state.ticks);
    if (input.checked === asWritten) {
      ticks.delete(name);
    } else {
      ticks.set(name, input.checked);
    }
    // Who goes on after a reset meant it.
    change({ ticks, changed: Date.now(), before: null }, "");
  };

  const reset = button(words.reset, () => {
    const before = { ticks: state.ticks, changed: state.changed };
    change({ ticks: new Map(), changed: 0, before }, words.wasReset);
    undo.focus();
  });
  const undo = button(words.undo, () => {
    change({ ...state.before, before: null }, words.wasUndone);
    reset.focus();
  });
  const printEmpty = () => {
    const page = document.documentElement;
    page.classList.add("empty-form");
    addEventListener("afterprint", () => page.classList.remove("empty-form"), { once: true });
    print();
  };

  for (const [name, item] of items) {
    item.input.addEventListener("change", () => tick(name, item));
  }
  // The same list may be open in another tab.
  addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) {
      load();
      show();
    }
  });

  const panel = element("section", { className: "worklist", lang: language }, [
    element("p", { className: "worklist-progress" }, [bar, done, changed]),
    element("p", { className: "worklist-buttons" }, [
      reset,
      undo,
      button(words.print, () => print()),
      button(words.printEmpty, printEmpty),
    ]),
    element("p", { className: "line-note", textContent: words.private }),
    warning,
    said,
  ]);
  panel.setAttribute("aria-label", words.work);
  load();
  show();
  document.querySelector(".body").prepend(panel);
})();
