// The portal without this script is plain forms. With it, words are written on the page itself,
// and what is unsaved is not lost by a slip.
"use strict";

const squash = (text) => text.replace(/\s+/g, " ").trim();

function words(form, frame) {
  const fields = [...form.querySelectorAll("[data-was]")];
  const bound = new Map(); // field -> the element on the page
  let isSaving = false;

  function count() {
    const touched = fields.filter((field) => squash(field.value) !== field.dataset.was);
    for (const field of fields) field.closest(".field").classList.toggle("touched", touched.includes(field));
    const shown = touched.length === 1 ? form.dataset.one : form.dataset.many.replace("{n}", touched.length);
    form.querySelector("[data-count]").textContent = touched.length ? ` (${shown})` : "";
    return touched.length;
  }

  function mark(field) {
    const isTooLong = squash(field.value).length > Number(field.dataset.limit);
    field.toggleAttribute("aria-invalid", isTooLong);
    if (isTooLong) field.setAttribute("aria-invalid", "true");
  }

  function show(field) {
    const element = bound.get(field);
    if (!element) return;
    for (const other of bound.values()) other.style.outline = "";
    element.style.outline = "3px solid #fec738";
    element.style.outlineOffset = "4px";
    element.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  function write(page, field, element) {
    element.style.cursor = "text";
    element.addEventListener("click", (event) => {
      event.preventDefault();
      element.contentEditable = "plaintext-only";
      if (element.contentEditable !== "plaintext-only") element.contentEditable = "true";
      element.focus();
      field.closest("details").open = true;
      show(field);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        element.blur();
      }
    });
    element.addEventListener("paste", (event) => {
      event.preventDefault();
      const text = squash(event.clipboardData.getData("text/plain"));
      page.execCommand("insertText", false, text);
    });
    element.addEventListener("input", () => {
      field.value = squash(element.textContent);
      mark(field);
      count();
    });
  }

  function find(page, field) {
    const said = field.dataset.was;
    const place = page.getElementById(field.name.slice(2).split(".")[0]) || page.body;
    const taken = new Set(bound.values());
    let best = null;
    for (const element of [...place.querySelectorAll("*"), ...page.body.querySelectorAll("*")]) {
      if (taken.has(element) || element.closest("svg") || squash(element.textContent) !== said) continue;
      if (!best || best.contains(element)) best = element;
      else break;
    }
    return best;
  }

  function open() {
    const page = frame.contentDocument;
    if (!page || !page.body) return;
    bound.clear();
    page.addEventListener("click", (event) => event.target.closest("a, button, summary") && event.preventDefault(), true);
    page.addEventListener("submit", (event) => event.preventDefault(), true);
    for (const field of fields) {
      const element = field.name.startsWith("t:page.") ? null : find(page, field);
      if (!element) continue;
      bound.set(field, element);
      write(page, field, element);
      if (squash(field.value) !== field.dataset.was) element.textContent = field.value;
    }
    const lead = document.querySelector("[data-lead]");
    if (bound.size) lead.textContent = lead.dataset.lead;
  }

  for (const field of fields) {
    field.addEventListener("focus", () => show(field));
    field.addEventListener("input", () => {
      if (bound.has(field)) bound.get(field).textContent = field.value;
      mark(field);
      count();
    });
  }
  form.addEventListener("submit", () => (isSaving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && count()) event.preventDefault();
  });
  frame.addEventListener("load", open);
  if (frame.contentDocument && frame.contentDocument.readyState === "complete") open();
  count();
}

const form = document.querySelector("[data-words]");
const frame = document.querySelector("[data-window]");
if (form && frame) words(form, frame);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
