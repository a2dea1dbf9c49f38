// The owner's bar. Its words and link are light DOM, so without this script they still stand at the page's end.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { position: sticky; inset-block-end: 0; z-index: 20; display: block; }
  :host([hidden]) { display: none; }
  .bar { display: flex; align-items: center; justify-content: center; gap: .25rem 1.25rem; min-block-size: 48px; padding-block: .125rem; padding-inline: .75rem;
    background: var(--claim, #111); color: var(--on-claim, #fff); font: 500 1rem/1.25 var(--text, system-ui); border-block-start: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
  ::slotted(p) { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
  ::slotted(a) { color: inherit; font-weight: 650; white-space: nowrap; padding-block: .75rem; }
  button { all: unset; box-sizing: border-box; flex: none; inline-size: 44px; block-size: 44px; display: grid; place-items: center; cursor: pointer; border-radius: 50%; }
  button:focus-visible { outline: 2px solid currentColor; outline-offset: -4px; }
  @media (max-width: 30rem) { .bar { justify-content: space-between; font-size: .875rem; } }
  @media print { :host { display: none; } }
`);

class ClaimBar extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.innerHTML = '<div class="bar"><slot></slot><button type="button"><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d="M2 2l10 10M12 2L2 12" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"/></svg></button></div>';
    const close = shadow.querySelector("button");
    close.setAttribute("aria-label", this.dataset.close || "Close");
    close.addEventListener("click", () => { this.hidden = true; });
  }
}

customElements.define("claim-bar", ClaimBar);

// A letter's link ends in "#wm=…". The page then says that somebody came, so that the programs which follow every
// link are not counted as readers. No cookie, nothing kept; the mark leaves the address at once.
const arrival = /^#wm=([\w.=-]{20,100})$/.exec(location.hash);
if (arrival) {
  history.replaceState(history.state, "", location.pathname + location.search);
  const began = performance.now();
  let since = document.hidden ? 0 : began, shown = 0, moves = 0, told = "";
  const tell = (how) => {
    if (told === "hand" || (told && (how === "leave" || how === "stay"))) return;
    told = how === "stay" || how === "leave" ? how : "hand";
    navigator.sendBeacon("/_seen", JSON.stringify({
      token: arrival[1], how, ms: Math.round(performance.now() - began),
      shown: Math.round(shown + (since ? performance.now() - since : 0)),
      driver: navigator.webdriver === true, touch: navigator.maxTouchPoints, langs: navigator.languages.length,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "", screen: `${screen.width}x${screen.height}`,
      frame: outerHeight - innerHeight, moves,
    }));
  };
  const hand = (how) => (event) => { if (event.isTrusted && (how !== "pointer" || event.type === "pointerdown" || (moves += 1) > 7)) tell(how); };
  for (const [name, how] of [["touchstart", "touch"], ["keydown", "key"], ["wheel", "scroll"], ["pointermove", "pointer"], ["pointerdown", "pointer"]]) {
    addEventListener(name, hand(how), { passive: true });
  }
  setTimeout(() => { if (!document.hidden) tell("stay"); }, 4000);
  addEventListener("visibilitychange", () => {
    if (!document.hidden) { since = performance.now(); return; }
    if (since) { shown += performance.now() - since; since = 0; }
    tell("leave");
  });
  addEventListener("pagehide", () => tell("leave"));
}
