// Keeps a page fresh while its knowledge base is being written, and shows what is wrong with the
// files that were changed. Only `hansei serve` adds it to pages.
(() => {
  "use strict";

  const DISMISSED = "hansei-dismissed";
  const SCROLLED = "hansei-scrolled";
  const stamp = document.currentScript.dataset.stamp;
  const panel = makePanel();
  let events = null;

  // A page that is not seen needs no news, and a browser has few connections for each host.
  const follow = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else {
      events ??= connect();
    }
  };

  const connect = () => {
    const source = new EventSource(`/-/events${location.pathname}`);
    source.addEventListener("message", (message) => {
      const { stamp: present, notice } = JSON.parse(message.data);
      if (present === stamp) {
        panel.show(notice);
      } else {
        source.close();
        reload();
      }
    });
    source.addEventListener("error", () => {
      // Browsers try again by themselves, unless they take the answer for a final one.
      if (source.readyState === EventSource.CLOSED && events === source) {
        events = null;
        setTimeout(follow, 1000);
      }
    });
    return source;
  };

  const reload = () => {
    sessionStorage.setItem(SCROLLED, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  };

  const restoreScroll = () => {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(SCROLLED) ?? "[]");
    sessionStorage.removeItem(SCROLLED);
    if (path === location.pathname) {
      scrollTo({ left: x, top: y, behavior: "instant" });
    }
  };

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text ?? "";
    return made;
  }

  // The panel stands in a tree of its own, so that neither the theme nor the page changes its look.
  function makePanel() {
    const host = document.createElement("hansei-notice");
    const tree = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/-/live.css";
    const region = element("section", "notice");
    region.setAttribute("aria-labelledby", "title");
    region.hidden = true;
    // What is said here is read aloud, so it has to be there before it says anything.
    const announcement = element("p", "announcement");
    announcement.setAttribute("role", "status");
    for (const ready of ["load", "error"]) {
      style.addEventListener(ready, () => tree.append(region));
    }
    tree.append(style, announcement);
    document.body.append(host);

    let shown = "";

    const close = () => {
      sessionStorage.setItem(DISMISSED, shown);
      region.hidden = true;
      announcement.textContent = "";
    };

    const show = (notice) => {
      const content = notice ? JSON.stringify(notice) : "";
      if (content === shown) {
        return;
      }
      shown = content;
      if (!notice) {
        sessionStorage.removeItem(DISMISSED);
      }
      region.hidden = !notice || sessionStorage.getItem(DISMISSED) === content;
      announcement.textContent = region.hidden ? "" : notice.title;
      if (!region.hidden) {
        host.lang = notice.language;
        fill(region, notice, close);
      }
    };

    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !region.hidden) {
        close();
      }
    });
    return { show };
  }

  function fill(region, notice, close) {
    const title = element("h2", "title", notice.title);
    title.id = "title";
    const button = element("button", "close", notice.close);
    button.type = "button";
    button.addEventListener("click", close);
    const head = element("div", "head");
    head.append(title, button);
    const list = element("ul", "findings");
    // It scrolls, so it has to be within reach of the keyboard.
    list.tabIndex = 0;
    list.setAttribute("aria-labelledby", "title");
    list.append(...notice.findings.map(item));
    region.replaceChildren(head, ...notice.notes.map((note) => element("p", "aside", note)), list);
  }

  function item(finding) {
    const made = element("li", finding.severity);
    const message = element("p", "message");
    message.append(element("strong", "severity", finding.label), " ", element("span", "", finding.message));
    made.append(message);
    const lines = [
      ["p", "place", finding.place],
      ["pre", "detail", finding.detail],
      ["p", "help", finding.help],
    ];
    made.append(...lines.filter(([, , text]) => text).map((line) => element(...line)));
    return made;
  }

  restoreScroll();
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => {
    events?.close();
    events = null;
  });
  addEventListener("pageshow", follow);
  follow();
})();
