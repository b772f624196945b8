// Functions that run inside a page. Each stands alone: it is sent to the browser as text.

/** The texts that can be seen below the first element of `selector`, each once, in order. */
export function visibleTexts(selector) {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  const texts = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode.data.replace(/\s+/g, ' ').trim();
    const shown = walker.currentNode.parentElement.checkVisibility({
      opacityProperty: true,
      visibilityProperty: true,
    });
    if (text !== '' && shown) {
      texts.add(text);
    }
  }
  return [...texts];
}

/** How far the page is wider than the window, in CSS pixels, and which elements stick out. */
export function horizontalOverflow() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const insideScroller = (element) => {
    for (let box = element.parentElement; box !== document.body && box; box = box.parentElement) {
      if (scrolls(box)) {
        return true;
      }
    }
    return false;
  };
  const sticksOut = (element) =>
    element.getBoundingClientRect().right > width + 1 &&
    element.checkVisibility() &&
    !insideScroller(element);
  const wider = document.scrollingElement.scrollWidth - width;
  const elements = [...document.body.querySelectorAll('*')].filter(sticksOut);
  return { wider, elements: elements.map((element) => element.outerHTML.slice(0, 120)) };
}

/** Elements whose text is cut off because it does not fit and cannot be scrolled to. */
export function cutTexts() {
  const hides = (value) => value === 'hidden' || value === 'clip';
  const isCut = (element) => {
    const style = getComputedStyle(element);
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
    // Texts for screen readers alone are clipped to a box of a pixel.
    const forReadersOnly = clientWidth <= 1 || clientHeight <= 1;
    const tooWide = hides(style.overflowX) && scrollWidth > clientWidth + 1;
    const tooHigh = hides(style.overflowY) && scrollHeight > clientHeight + 1;
    return !forReadersOnly && (tooWide || tooHigh) && element.checkVisibility();
  };
  const elements = [...document.body.querySelectorAll('*')].filter(isCut);
  return elements.map((element) => element.outerHTML.slice(0, 120));
}
