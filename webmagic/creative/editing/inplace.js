/* The studio's frame: a text is written over where it stands, and told to the console around it. */
(() => {
  "use strict";
  const console_origin = document.currentScript.dataset.console;
  const texts = JSON.parse(document.getElementById("inplace-texts").textContent);
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  const taken = new Set();

  const scopeOf = (section) =>
    section === "header" ? document.querySelector("body > header, header")
      : section === "footer" ? document.querySelector("footer") || document.getElementById("footer")
        : document.getElementById(section);

  const find = (entry) => {
    const scope = scopeOf(entry.section);
    if (!scope) return null;
    const wanted = squeeze(entry.text);
    const fits = [...scope.querySelectorAll("*")].filter(
      (element) => !taken.has(element) && !element.closest("svg, claim-bar, q, blockquote") &&
        squeeze(element.textContent) === wanted);
    return fits.reverse().find((element) => !fits.some((other) => other !== element && element.contains(other) &&
      element.tagName !== "H1" && element.tagName !== "H2" && element.tagName !== "H3")) || null;
  };

  const open = (element, entry) => {
    const before = element.innerHTML;
    let text = squeeze(element.textContent);
    taken.add(element);
    element.dataset.path = entry.path;
    element.setAttribute("contenteditable", "plaintext-only");
    if (element.contentEditable !== "plaintext-only") element.setAttribute("contenteditable", "true");
    element.setAttribute("spellcheck", "true");
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); element.blur(); }
      if (event.key === "Escape") { element.innerHTML = before; element.blur(); }
      event.stopPropagation();
    });
    element.addEventListener("blur", () => {
      const now = squeeze(element.textContent);
      if (now === text) return;
      text = now;
      parent.postMessage({ studio: "text", path: entry.path, text: now }, console_origin);
    });
  };

  const start = () => {
    for (const entry of texts) {
      const element = find(entry);
      if (element) open(element, entry);
    }
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a, button, summary");
      if (link && (event.target.closest("[data-path]") || link.tagName === "A")) event.preventDefault();
    }, true);
    const key = "studio-scroll";
    scrollTo(0, Number(sessionStorage.getItem(key) || 0));
    addEventListener("scroll", () => sessionStorage.setItem(key, String(scrollY)), { passive: true });
    const look = new CSSStyleSheet();
    look.replaceSync("[data-path]{cursor:text;outline:1px dashed transparent;outline-offset:4px}" +
      "[data-path]:hover{outline-color:currentColor}[data-path]:focus{outline:2px solid currentColor}");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, look];
  };
  start();
})();
