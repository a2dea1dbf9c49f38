// One script for every page: theme, opening state, marks for what was seen, contact form.
// Everything works without it: the page reads, calls, lists its hours and posts its form.
const root = document.documentElement;
root.classList.add("js");

const memory = {
  read: () => { try { return localStorage.getItem("theme"); } catch { return null; } },
  keep: (theme) => { try { localStorage.setItem("theme", theme); } catch { /* storage refused */ } },
};
const kept = memory.read();
if (kept === "light" || kept === "dark") root.dataset.theme = kept;

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

function themeToggle(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  show();
  systemDark.addEventListener("change", show);
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    memory.keep(root.dataset.theme);
    show();
  });
}

// The wall clock of the shop: day (0 Monday) and minutes after midnight.
function shopClock(timeZone) {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const part = Object.fromEntries(format.formatToParts(new Date()).map(({ type, value }) => [type, value]));
  return { day: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part.weekday), minute: Number(part.hour) * 60 + Number(part.minute) };
}

// data-hours: {"0": [[360, 1200]], …}; a span may end past midnight (1560 is 2:00 of the next day).
function openNow(place) {
  let clock;
  try { clock = shopClock(place.dataset.timezone); } catch { return; }
  const hours = JSON.parse(place.dataset.hours);
  const within = (day, minute) => (hours[(day + 7) % 7] || []).some(([from, to]) => from <= minute && minute < to);
  const open = within(clock.day, clock.minute) || within(clock.day - 1, clock.minute + 1440);
  place.dataset.state = open ? "open" : "closed";
  place.querySelector("[data-text]").textContent = open ? place.dataset.open : place.dataset.closed;
  document.querySelectorAll(`[data-day="${clock.day}"]`).forEach((row) => row.setAttribute("aria-current", "date"));
}

function contactForm(form) {
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("[type=submit]");
  let started = "";
  form.addEventListener("focusin", async () => {
    try {
      started = (await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).started || "";
    } catch { /* a server that gives no stamp asks for none */ }
  }, { once: true });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    let sent = false;
    const body = new URLSearchParams(new FormData(form));
    if (started) body.set("started", started);
    try {
      sent = (await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } })).ok;
    } catch { /* offline: the sentence below says so */ }
    status.textContent = sent ? form.dataset.sent : form.dataset.failed;
    if (sent) form.reset();
    button.disabled = false;
  });
}

function markWhenSeen(things) {
  if (!("IntersectionObserver" in window)) return things.forEach((thing) => thing.classList.add("seen"));
  const watcher = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    target.classList.add("seen");
    watcher.unobserve(target);
  }), { rootMargin: "0px 0px -12% 0px" });
  things.forEach((thing) => watcher.observe(thing));
}

document.addEventListener("DOMContentLoaded", () => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  all("[data-theme-toggle]").forEach(themeToggle);
  all("[data-open-now]").forEach(openNow);
  all("form[data-contact]").forEach(contactForm);
  markWhenSeen(all("[data-reveal]"));
});
