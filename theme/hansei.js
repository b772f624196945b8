/* What makes reading easier where scripts run: a table of contents that follows, links on headings,
   buttons that copy, keys that lead to the search. Pages say the same without it. Their words come with the script element. */

(function () {
  "use strict";

  const words = document.currentScript.dataset;
  // The words are the site's, and what they stand in may be in another language.
  const language = document.documentElement.lang;

  const linkHeadings = () => {
    for (const heading of document.querySelectorAll(".body :is(h2, h3, h4)[id]")) {
      const link = document.createElement("a");
      link.className = "heading-link";
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.textContent = "#";
      link.lang = language;
      const name = heading.textContent.trim();
      link.setAttribute("aria-label", words.headingLink.replace("{heading}", () => name));
      // Beside the heading and not in it: what names the heading also names its section.
      const line = document.createElement("div");
      line.className = "heading";
      heading.replaceWith(line);
      line.append(heading, link);
    }
  };

  /** Marks the line of the table of contents whose heading was passed last. */
  const followContents = () => {
    const lines = new Map();
    for (const line of document.querySelectorAll(".contents a")) {
      const heading = document.getElementById(decodeURIComponent(line.hash.slice(1)));
      if (heading) {
        lines.set(heading, line);
      }
    }
    if (!lines.size) {
      return;
    }
    const headings = [...lines.keys()];
    let current = null;
    const mark = () => {
      const edge = window.innerHeight / 4;
      const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 2;
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < edge);
      const last = atEnd && window.scrollY > 0 ? headings.at(-1) : passed.at(-1);
      const line = lines.get(last ?? headings[0]);
      if (line === current) {
        return;
      }
      current?.removeAttribute("aria-current");
      line.setAttribute("aria-current", "true");
      current = line;
    };
    let waiting = false;
    addEventListener(
      "scroll",
      () => {
        if (!waiting) {
          waiting = true;
          requestAnimationFrame(() => {
            waiting = false;
            mark();
          });
        }
      },
      { passive: true },
    );
    mark();
  };

  const copy = async (text) => {
    if (navigator.clipboard) {
      return navigator.clipboard.writeText(text);
    }
    // Pages from the file system and from plain http have no clipboard.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) {
      throw new Error("not copied");
    }
  };

  const addCopyButtons = () => {
    const status = document.createElement("p");
    status.className = "spoken";
    status.setAttribute("role", "status");
    document.body.append(status);
    const say = (button, text) => {
      button.textContent = text || words.copy;
      status.textContent = text;
    };
    for (const block of document.querySelectorAll(".body pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words.copy;
      button.lang = language;
      button.addEventListener("click", async () => {
        try {
          await copy(block.querySelector("code").textContent);
          say(button, words.copied);
        } catch {
          say(button, words.notCopied);
        }
        button.focus();
        setTimeout(() => say(button, ""), 2000);
      });
      const frame = document.createElement("div");
      frame.className = "code";
      block.replaceWith(frame);
      frame.append(block, button);
    }
  };

  /** `/` and Ctrl-K lead to the search box, Esc out of it. Input methods have the keys to themselves. */
  const reachSearch = () => {
    const box = document.querySelector('input[type="search"]');
    if (!box) {
      return;
    }
    addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey) {
        return;
      }
      const withControl = event.ctrlKey || event.metaKey;
      const fields = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';
      const isTyping = event.target.closest?.(fields);
      const slash = event.key === "/" && !withControl && !isTyping;
      const control = event.key.toLowerCase() === "k" && withControl && !event.shiftKey;
      if (slash || control) {
        event.preventDefault();
        box.focus();
        box.select();
      } else if (event.key === "Escape" && document.activeElement === box) {
        event.preventDefault();
        box.blur();
      }
    });
  };

  reachSearch();
  linkHeadings();
  addCopyButtons();
  followContents();
})();
