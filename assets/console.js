/* What needs no server: theme, density, palette, key chords, frame scaling, popovers, the feed's "Hold still". */
(function () {
  var root = document.documentElement;
  var pages = [
    ["layout-dashboard", "Overview", "/", "O"], ["hexagon", "Territories", "/territories", "T"],
    ["store", "Businesses", "/businesses", "B"], ["upload", "Import", "/import", ""], ["scan-eye", "Review", "/review", "R"], ["filter", "Requirements", "/requirements", ""], ["panels-top-left", "Live", "/live", "L"],
    ["app-window", "Sites", "/sites", "S"], ["mails", "Campaigns", "/campaigns", "C"], ["message-square", "Replies", "/replies", "Y"],
    ["inbox", "Mailbox", "/mailbox", ""], ["receipt-text", "Customers", "/customers", "M"], ["life-buoy", "Tickets", "/tickets", ""],
    ["lightbulb", "Conductor", "/conductor", "A"], ["list-checks", "Jobs", "/jobs", "J"], ["bell", "Alerts", "/conductor/alerts", ""], ["file-text", "Reports", "/reports", "D"], ["sliders-horizontal", "Settings", "/settings", ""],
    ["file-diff", "Prompts", "/settings/prompts", "P"]
  ];
  function $(s) { return document.querySelector(s); }
  function all(s) { return Array.prototype.slice.call(document.querySelectorAll(s)); }
  function keep(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* not kept, still applied */ } }
  function go(url) { history.pushState({}, "", url); dispatchEvent(new PopStateEvent("popstate", { state: {} })); }

  function isDark() {
    if (root.classList.contains("dark")) return true;
    return !root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function toggleTheme() {
    var next = isDark() ? "light" : "dark";
    root.classList.remove("dark", "light"); root.classList.add(next); root.style.colorScheme = next; keep("theme", next);
  }
  function setDensity(value) {
    if (value) root.dataset.density = value; else delete root.dataset.density;
    keep("density", value); showDensity();
  }
  function showDensity() {
    all("button[data-density]").forEach(function (b) { b.setAttribute("aria-pressed", (root.dataset.density || "") === b.dataset.density); });
  }

  /* frames scale to the room they have */
  function fit() {
    all(".frame.desk, .stagearea .frame, .gal .th").forEach(function (f) {
      var i = f.querySelector("iframe"); if (!i || !f.clientWidth) return;
      var k = f.clientWidth / 1180;
      i.style.width = "1180px"; i.style.transformOrigin = "0 0"; i.style.transform = "scale(" + k + ")";
      i.style.height = (f.clientHeight - i.offsetTop) / k + "px";
    });
  }
  function fitted() {
    all("[data-fit]").forEach(function (f) {
      var i = f.querySelector("iframe"), k = f.clientWidth / f.dataset.fit; if (!i || !k) return;
      i.style.width = f.dataset.fit + "px"; i.style.height = (f.clientHeight - i.offsetTop) / k + "px";
      i.style.transformOrigin = "0 0"; i.style.transform = "scale(" + k + ")";
    });
  }
  addEventListener("resize", fit); addEventListener("resize", fitted);
  new MutationObserver(function () { requestAnimationFrame(fit); requestAnimationFrame(fitted); showDensity(); }).observe(document.body, { childList: true, subtree: true });

  /* palette */
  var cursor = 0;
  function options(query) {
    var q = query.trim().toLowerCase(), out = [];
    if (q) out.push(["search", "Look for “" + query.trim() + "” among the businesses", "/businesses?view=all&q=" + encodeURIComponent(query.trim()), ""]);
    pages.forEach(function (p) { if (!q || p[1].toLowerCase().indexOf(q) >= 0) out.push(p); });
    if (!q || "switch day and dusk theme dark light".indexOf(q) >= 0) out.push(["sun-moon", "Switch day and dusk", "#theme", ""]);
    if (!q || "all keys keyboard help".indexOf(q) >= 0) out.push(["hash", "All keys", "#keys", "?"]);
    return out;
  }
  function draw() {
    var list = $("#palette-list"), field = $("#palette-field"); if (!list) return;
    var found = options(field.value); cursor = Math.max(0, Math.min(cursor, found.length - 1));
    list.textContent = "";
    found.forEach(function (o, n) {
      var row = document.createElement("div"); row.className = "opt"; row.id = "opt" + n; row.dataset.go = o[2];
      row.setAttribute("role", "option"); row.setAttribute("aria-selected", n === cursor);
      row.innerHTML = '<svg class="i" aria-hidden="true"><use href="/icons.svg#' + o[0] + '"></use></svg><span></span><span></span>';
      row.children[1].textContent = o[1];
      (o[3] ? (o[3] === "?" ? ["?"] : ["G", o[3]]) : []).forEach(function (k) { var kbd = document.createElement("kbd"); kbd.className = "kbd"; kbd.textContent = k; row.children[2].append(kbd, " "); });
      list.append(row);
    });
    field.setAttribute("aria-activedescendant", "opt" + cursor);
    var current = $("#opt" + cursor); if (current) current.scrollIntoView({ block: "nearest" });
  }
  function openPalette() { var d = $("#palette"); if (!d || d.open) return; $("#palette-field").value = ""; cursor = 0; draw(); d.showModal(); $("#palette-field").focus(); }
  function openKeys() { var d = $("#keys"); if (d && !d.open) d.showModal(); }
  function run(target) {
    var d = $("#palette"); if (d && d.open) d.close();
    if (target === "#theme") toggleTheme(); else if (target === "#keys") openKeys(); else if (target) go(target);
  }
  document.addEventListener("input", function (e) { if (e.target.id === "palette-field") { cursor = 0; draw(); } });

  document.addEventListener("click", function (e) {
    var t = e.target.closest ? e.target : null; if (!t) return;
    if (t.closest("[data-theme-toggle]")) return toggleTheme();
    if (t.closest("[data-palette]")) return openPalette();
    var dense = t.closest("button[data-density]"); if (dense) return setDensity(dense.dataset.density);
    var opt = t.closest(".palette .opt"); if (opt) return run(opt.dataset.go);
    if (t.matches && t.matches("dialog.sheet")) return t.close();
    var back = t.closest("[data-back]"); if (back && !back.disabled) { if (history.length > 1) history.back(); else go(back.dataset.back); return; }
    var hold = t.closest("[data-pause]");
    if (hold) {
      var held = hold.getAttribute("aria-pressed") !== "true"; hold.setAttribute("aria-pressed", held);
      hold.textContent = held ? "Let it run" : "Hold still";
      var feed = $("[data-feed]"); if (feed) feed.classList.toggle("held", held);
    }
    var score = t.closest("button.score"), why = $("#why");
    if (score && why) {
      var open = score.getAttribute("aria-expanded") !== "true"; closePops();
      score.setAttribute("aria-expanded", open); why.hidden = !open; if (open) place(score, why);
    } else if (!t.closest("#why")) closePops();
  });
  function closePops() {
    all('button.score[aria-expanded="true"]').forEach(function (b) { b.setAttribute("aria-expanded", "false"); });
    var why = $("#why"); if (why) why.hidden = true;
  }
  function place(button, pop) {
    var r = button.getBoundingClientRect(), w = pop.offsetWidth, h = Math.max(pop.offsetHeight, 210);
    var left = Math.max(8, Math.min(r.left - 108, innerWidth - w - 8)), below = r.bottom + 10 + h < innerHeight - 8;
    pop.style.position = "fixed"; pop.style.left = left + "px"; pop.style.setProperty("--tip", r.left + r.width / 2 - left - 5 + "px");
    pop.style.top = below ? r.bottom + 10 + "px" : "auto"; pop.style.bottom = below ? "auto" : innerHeight - r.top + 10 + "px";
    pop.classList.toggle("above", !below);
  }
  addEventListener("scroll", function () { closePops(); }, { passive: true, capture: true });

  /* keys: single keys sleep while a field has focus */
  var chord = 0;
  function rowKeys(key) {
    var rows = all("table.grid tbody tr[data-row]"); if (!rows.length) return false;
    var at = rows.findIndex(function (r) { return r.classList.contains("cur"); });
    if (key === "j" || key === "k") { var next = rows[Math.max(0, Math.min(rows.length - 1, at + (key === "j" ? 1 : -1)))]; var name = next && next.querySelector("[data-look]"); if (name) name.click(); return true; }
    if (at < 0) return false;
    if (key === "x") { var box = rows[at].querySelector('input[type="checkbox"]'); if (box) box.click(); return true; }
    if (key === "enter") { var link = rows[at].querySelector("a.nm"); if (link) go(link.getAttribute("href")); return true; }
    return false;
  }
  document.addEventListener("keydown", function (e) {
    var palette = $("#palette");
    if ((e.metaKey || e.ctrlKey) && e.key.toLowerCase() === "k") { e.preventDefault(); return openPalette(); }
    if (palette && palette.open) {
      var n = all("#palette-list .opt").length;
      if (e.key === "ArrowDown") { e.preventDefault(); cursor = (cursor + 1) % n; draw(); }
      else if (e.key === "ArrowUp") { e.preventDefault(); cursor = (cursor + n - 1) % n; draw(); }
      else if (e.key === "Enter") { e.preventDefault(); var o = $("#opt" + cursor); if (o) run(o.dataset.go); }
      return;
    }
    if (e.key === "Escape") closePops();
    if (e.metaKey || e.ctrlKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    var key = e.key.toLowerCase();
    if (Date.now() - chord < 1500) {
      chord = 0;
      var page = pages.find(function (p) { return p[3] && p[3].toLowerCase() === key; });
      if (page) { e.preventDefault(); return go(page[2]); }
    }
    if (key === "g") { chord = Date.now(); return; }
    if (e.key === "?") return openKeys();
    if (key === "f") { var field = $("[data-filter]"); if (field) { e.preventDefault(); field.focus(); } return; }
    var verb = e.repeat ? null : all("[data-key]").find(function (b) { return b.dataset.key === key && !b.disabled; });
    if (verb) { e.preventDefault(); return verb.click(); }
    if (e.target.closest("button, a") && key === "enter") return;
    if (rowKeys(key)) e.preventDefault();
  });

  // The studio's frame tells what was written in it; only the frame that stands here, from its own origin.
  addEventListener("message", function (e) {
    var frame = $("iframe[data-studio]"), told = e.data;
    if (!frame || e.source !== frame.contentWindow || e.origin !== new URL(frame.src).origin) return;
    if (!told || told.studio !== "text" || typeof told.path !== "string" || typeof told.text !== "string") return;
    var input = document.getElementById(frame.dataset.studio);
    var set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    set.call(input, JSON.stringify({ path: told.path.slice(0, 120), text: told.text.slice(0, 2000) }));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A page that grows in a frame is told which sections to show: when it has loaded, and at each change.
  function grow(frame) {
    if (!frame.dataset.grow || !frame.contentWindow) return;
    try { frame.contentWindow.postMessage({ grow: JSON.parse(frame.dataset.grow) }, new URL(frame.src).origin); } catch (error) { /* not there yet */ }
  }
  addEventListener("message", function (e) {
    if (!e.data || e.data.grow !== "ready") return;
    all("iframe[data-grow]").forEach(function (frame) { if (frame.contentWindow === e.source) grow(frame); });
  });
  new MutationObserver(function (seen) { seen.forEach(function (one) { if (one.target.matches("iframe")) grow(one.target); }); })
    .observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-grow"] });

  fit(); showDensity();
})();
