/* A page that grows in the console's frame: sections appear when the console names them, words that
   changed are swapped in place, and nothing is loaded anew. Never part of a published page. */
(function () {
  "use strict";
  var me = document.currentScript, home = me.dataset.console, kinds = JSON.parse(me.dataset.kinds);
  var still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  var shown = [], release = "", busy = false, next = null, source = {};

  function show(names, is_new) {
    kinds.forEach(function (kind) {
      var el = document.getElementById(kind); if (!el) return;
      var on = names.indexOf(kind) >= 0, fresh = on && is_new && shown.indexOf(kind) < 0;
      el.style.display = on ? "" : "none";
      if (!fresh || still) return;
      el.animate([{ opacity: 0, transform: "translateY(18px)" }, { opacity: 1, transform: "none" }], { duration: 420, easing: "cubic-bezier(.2,.7,.2,1)" });
    });
    var last = names.filter(function (kind) { return shown.indexOf(kind) < 0; }).pop(), at = last && document.getElementById(last);
    if (is_new && at && shown.length) scroll(names.length >= kinds.length ? 0 : at.getBoundingClientRect().bottom + scrollY - innerHeight);
    shown = names;
  }
  function scroll(top) { scrollTo({ top: Math.max(0, top), behavior: still ? "auto" : "smooth" }); }

  /* The newer page's body and sheets in place of ours; the old sheets go when the new ones are there. */
  function renew(wanted) {
    return fetch(location.pathname + "?v=" + encodeURIComponent(wanted), { cache: "no-store" }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject(answer.status);
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var grown = page.querySelector("script[data-kinds]"); if (grown) kinds = JSON.parse(grown.dataset.kinds);
      var have = links(document), want = links(page), fresh = Object.keys(want).filter(function (href) { return !have[href]; });
      return Promise.all(fresh.map(function (href) {
        return new Promise(function (done) {
          var link = document.createElement("link"); link.rel = "stylesheet"; link.href = href;
          link.onload = link.onerror = done; document.head.append(link);
        });
      })).then(function () {
        var top = scrollY;
        page.querySelectorAll("script").forEach(function (one) { one.remove(); });
        document.body.className = page.body.className;
        document.documentElement.className = page.documentElement.className;
        swap(page); show(shown, false); scrollTo(0, top);
        Object.keys(have).forEach(function (href) { if (!want[href]) have[href].remove(); });
        release = wanted;
      });
    });
  }
  /* Only what reads differently is replaced; all of it when the page is built another way. */
  function swap(page) {
    var fresh = sources(page), names = Object.keys(fresh);
    if (names.join() !== Object.keys(source).join()) document.body.replaceChildren.apply(document.body, Array.prototype.slice.call(page.body.childNodes));
    else names.forEach(function (kind) {
      if (fresh[kind] !== source[kind]) document.getElementById(kind).replaceWith(page.getElementById(kind));
    });
    source = fresh;
  }
  function sources(page) {
    var found = {};
    kinds.forEach(function (kind) { var el = page.getElementById(kind); if (el) found[kind] = el.outerHTML; });
    return found;
  }
  function links(page) {
    var found = {}; page.querySelectorAll('link[rel="stylesheet"]').forEach(function (one) { found[one.getAttribute("href")] = one; }); return found;
  }
  function take(told) {
    if (busy) { next = told; return; }
    busy = true;
    (told.release && told.release !== release && release ? renew(told.release) : Promise.resolve()).catch(function () {}).then(function () {
      release = release || told.release; show(told.shown, true); busy = false;
      if (next) { var later = next; next = null; take(later); }
    });
  }
  addEventListener("message", function (e) {
    if (e.origin !== home || e.source !== parent || !e.data || !e.data.grow) return;
    var told = e.data.grow; if (Array.isArray(told.shown)) take(told);
  });
  source = sources(document);
  show([], false);
  parent.postMessage({ grow: "ready" }, home);  // fonts and pictures may take a while yet
})();
