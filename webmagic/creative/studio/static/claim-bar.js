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
