/* What makes reading easier where scripts run: a table of contents that follows, links on headings,
   buttons that copy, keys that lead to the search. Pages say the same without it. Their words come with the script element. */

(function () {
  "use strict";

  const words = document.currentScript.dataset;

  const linkHeadings = () => {
    for (const heading of document.querySelectorAll(".body :is(h2, h3, h4)[id]")) {
      const link = document.createElement("a");
      link.className = "heading-link";
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.textContent = "#";
      link.setAttribute("aria-label", `${words.headingLink}: ${heading.textContent}`);
      heading.append(" ", link);
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
    for (const block of document.querySelectorAll(".body pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = words.copy;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        try {
          await copy(block.querySelector("code").textContent);
          button.textContent = words.copied;
        } catch {
          button.textContent = words.notCopied;
        }
        button.focus();
        setTimeout(() => {
          button.textContent = words.copy;
        }, 2000);
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
      const isTyping = event.target.closest?.('input, textarea, select, [contenteditable="true"]');
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
