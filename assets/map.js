/* The map of territories: coasts from outlines.json, towns from the server, drawn as SVG. No tile ever leaves or
   enters. A hexagon stands for the towns that fall into it at this zoom; zooming in parts them. */
(function () {
  var NS = "http://www.w3.org/2000/svg";
  var SIZE = 17, FIGURED = 13, MOST = 14, LEAST = 0.012; // pixels from the middle to a corner; pixels in a hundredth of a degree
  var WORDS = { scraping: "hunting now", exhausted: "out of money", failed: "stopped", waiting: "not hunted yet", ready: "ready", cooling: "resting", paused: "paused" };
  var CELLS = { waiting: "not searched yet", searched: "searched to the end", capped: "more than fits, divided", exhausted: "cannot be divided further", skipped: "would bring nothing new" };
  var outlines = null, maps = new Map();

  function make(name, attributes, parent) {
    var node = document.createElementNS(NS, name);
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    if (parent) parent.appendChild(node);
    return node;
  }
  function html(name, className, parent, text) {
    var node = document.createElement(name); node.className = className || "";
    if (text !== undefined) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }
  function project(lat, lon) {
    var kept = Math.max(-85, Math.min(85, lat));
    return [lon * 100, -18000 / Math.PI * Math.log(Math.tan(Math.PI / 4 + kept * Math.PI / 360))];
  }
  function go(url) { history.pushState({}, "", url); dispatchEvent(new PopStateEvent("popstate", { state: {} })); }
  function read(url) { return fetch(url, { credentials: "same-origin" }).then(function (answer) { if (!answer.ok) throw new Error(answer.status); return answer.json(); }); }
  function number(value) { return value.toLocaleString("en-US"); }
  function usd(micro) { return "$" + (micro / 1e6).toFixed(2); }
  function hexagon(radius) {
    var points = [];
    for (var n = 0; n < 6; n += 1) points.push((radius * Math.cos(Math.PI / 3 * n)).toFixed(1) + " " + (radius * Math.sin(Math.PI / 3 * n)).toFixed(1));
    return "M" + points.join("L") + "z";
  }

  /* ---- figures ---- */
  function town(row) {
    var at = project(row[3], row[4]);
    return { name: row[0], region: row[1], country: row[2], x: at[0], y: at[1], count: row[5], id: row[6], found: row[7], leads: row[8], cost: row[9], last: row[10], rests: row[11], states: row[12] };
  }
  function sum(towns) {
    var all = { towns: towns, count: 0, found: 0, leads: 0, cost: 0, last: "", rests: "", states: {} };
    towns.forEach(function (one) {
      all.count += one.count; all.found += one.found; all.leads += one.leads; all.cost += one.cost;
      if (one.last > all.last) all.last = one.last;
      if (one.rests && (!all.rests || one.rests < all.rests)) all.rests = one.rests;
      Object.keys(one.states).forEach(function (key) { all.states[key] = (all.states[key] || 0) + one.states[key]; });
    });
    /* a hunt always shows; anything else speaks for a group only when most of it is so */
    var most = Object.keys(all.states).sort(function (a, b) { return all.states[b] - all.states[a]; })[0] || "waiting";
    all.state = all.states.scraping ? "scraping" : most === "waiting" && all.found ? "ready" : most;
    all.share = all.found ? Math.round(100 * all.leads / all.found) : null;
    return all;
  }
  function step(all, measure) {
    if (measure === "cost") return !all.leads ? 0 : 1 + [2, 1, 0.5, 0.25].filter(function (bound) { return all.cost / all.leads / 1e6 < bound; }).length;
    return all.share === null ? 0 : [1, 15, 30, 45, 60].filter(function (bound) { return all.share >= bound; }).length;
  }
  function figure(all, measure) {
    if (measure === "cost") return all.leads ? (all.cost ? (all.cost / all.leads / 1e6).toFixed(all.cost / all.leads >= 1e7 ? 0 : 1) : "0") : "";
    if (measure === "state") return all.count > 1 ? (all.count > 999 ? Math.round(all.count / 1000) + "k" : all.count) : "";
    return all.share === null ? "" : all.share;
  }
  function away(stamp) {
    var hours = (new Date(stamp) - Date.now()) / 36e5;
    return hours <= 0 ? "" : hours >= 36 ? Math.round(hours / 24) + " d more" : Math.max(1, Math.round(hours)) + " h more";
  }
  function day(stamp) { var at = new Date(stamp); return stamp ? at.getUTCDate() + " " + at.toLocaleString("en", { month: "short", timeZone: "UTC" }) + " " + at.getUTCFullYear() : "never"; }
  function title(all) {
    var first = all.towns[0];
    return all.towns.length === 1 ? first.name : first.name + " and " + number(all.towns.length - 1) + (all.towns.length === 2 ? " town near it" : " towns near it");
  }
  function standing(all) {
    var keys = Object.keys(all.states);
    if (keys.length === 1 && all.count === 1) return WORDS[keys[0]];
    return keys.map(function (key) { return number(all.states[key]) + " " + WORDS[key]; }).join(", ");
  }
  function label(all) {
    return title(all) + ": " + standing(all) + (all.share === null ? "" : ", " + all.share + " leads in 100 listings");
  }

  /* ---- one map ---- */
  function Atlas(box) {
    this.box = box; this.towns = []; this.bins = []; this.current = null; this.touches = new Map(); this.isFitted = false;
    this.k = 0.05; this.tx = 0; this.ty = 0;
    box.textContent = "";
    this.svg = make("svg", { class: "atlas", role: "group", "aria-label": box.dataset.label || "Map of territories" }, box);
    var defs = make("defs", {}, this.svg), hatch = make("pattern", { id: "resting", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs);
    make("path", { d: "M0 0V6", class: "hatchline" }, hatch);
    this.world = make("g", {}, this.svg); this.cellsLayer = make("g", { class: "cells" }, this.svg);
    this.names = make("g", { class: "placenames", "aria-hidden": "true" }, this.svg); this.layer = make("g", { class: "hexes" }, this.svg);
    this.buttons(); this.card = html("div", "mapcard", box); this.card.setAttribute("role", "status");
    this.listen(); this.resize();
  }
  Atlas.prototype.buttons = function () {
    var self = this, bar = html("div", "mapzoom", this.box);
    [["+", "Closer", function () { self.zoom(1.6); }], ["−", "Farther", function () { self.zoom(1 / 1.6); }], ["⤢", "Show everything", function () { self.fit(self.towns); }]].forEach(function (one) {
      var button = html("button", "", bar, one[0]); button.type = "button"; button.setAttribute("aria-label", one[1]); button.title = one[1]; button.onclick = one[2];
    });
  };
  Atlas.prototype.resize = function () {
    var width = this.svg.clientWidth || this.box.clientWidth, height = this.svg.clientHeight || 480;
    if (width === this.width && height === this.height) return;
    if (this.width) { this.tx += (width - this.width) / 2; this.ty += (height - this.height) / 2; }
    this.width = width; this.height = height; this.svg.setAttribute("viewBox", "0 0 " + width + " " + height); this.place();
  };
  Atlas.prototype.drawWorld = function () {
    if (!outlines || this.world.firstChild) return;
    make("path", { class: "land", d: outlines.land }, this.world);
    make("path", { class: "stateline", d: outlines.states }, this.world);
    make("path", { class: "border", d: outlines.borders }, this.world);
  };
  Atlas.prototype.zoom = function (by, x, y) {
    var k = Math.max(LEAST, Math.min(MOST, this.k * by)), f = k / this.k;
    if (x === undefined) { x = this.width / 2; y = this.height / 2; }
    this.tx = x - (x - this.tx) * f; this.ty = y - (y - this.ty) * f; this.k = k; this.draw();
  };
  Atlas.prototype.fit = function (towns) {
    if (!towns.length || !this.width) return;
    var xs = towns.map(function (one) { return one.x; }), ys = towns.map(function (one) { return one.y; });
    var left = Math.min.apply(null, xs), right = Math.max.apply(null, xs), top = Math.min.apply(null, ys), bottom = Math.max.apply(null, ys);
    var pad = Math.min(84, this.width / 5.5);
    var k = Math.min((this.width - 2 * pad) / Math.max(right - left, 60), (this.height - 1.6 * pad) / Math.max(bottom - top, 60), MOST);
    this.k = Math.max(LEAST, Math.min(k, towns === this.towns ? 0.6 : MOST));
    this.tx = this.width / 2 - (left + right) / 2 * this.k; this.ty = this.height / 2 - (top + bottom) / 2 * this.k; this.draw();
  };
  Atlas.prototype.place = function () {
    var move = "translate(" + this.tx.toFixed(1) + " " + this.ty.toFixed(1) + ")";
    this.world.setAttribute("transform", move + " scale(" + this.k + ")"); this.cellsLayer.setAttribute("transform", move + " scale(" + this.k + ")");
    this.layer.setAttribute("transform", move); this.names.setAttribute("transform", move);
  };
  /* Towns into hexagons. The grid is fixed to the ground at half-steps of zoom, so that panning moves nothing about. */
  Atlas.prototype.bin = function () {
    var level = Math.pow(2, Math.round(Math.log2(this.k) * 2) / 2), r = SIZE / level, w = r * 1.5, h = r * Math.sqrt(3), found = new Map();
    this.scale = this.k / level; this.radius = r;
    this.towns.forEach(function (one) {
      var q = one.x / w, s = one.y / h - q / 2, t = -q - s, a = Math.round(q), b = Math.round(s), c = Math.round(t);
      var da = Math.abs(a - q), db = Math.abs(b - s), dc = Math.abs(c - t);
      if (da > db && da > dc) a = -b - c; else if (db > dc) b = -a - c;
      var key = a + "," + b;
      if (!found.has(key)) found.set(key, { x: a * w, y: (b + a / 2) * h, a: a, b: b, towns: [] });
      found.get(key).towns.push(one);
    });
    /* one that has nobody beside it stands where it is; the others keep to the grid, so that none hides another */
    found.forEach(function (one) {
      if ([[1, 0], [-1, 0], [0, 1], [0, -1], [1, -1], [-1, 1]].some(function (step) { return found.has((one.a + step[0]) + "," + (one.b + step[1])); })) return;
      one.x = one.towns.reduce(function (all, town) { return all + town.x; }, 0) / one.towns.length;
      one.y = one.towns.reduce(function (all, town) { return all + town.y; }, 0) / one.towns.length;
    });
    this.bins = Array.from(found.values()).map(function (one) { return Object.assign(sum(one.towns), { x: one.x, y: one.y }); });
  };
  Atlas.prototype.draw = function () {
    var self = this, here = Number(this.box.dataset.here), measure = this.box.dataset.measure || "yield";
    var focused = document.activeElement && this.layer.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    this.bin(); this.place(); this.layer.textContent = "";
    var shape = hexagon(SIZE * this.scale * 0.94);
    this.bins.sort(function (a, b) { return a.y - b.y || a.x - b.x; });
    this.bins.forEach(function (all, at) {
      var isHere = all.towns.some(function (one) { return one.id === here; });
      var link = make("a", { href: self.address(all), class: "hx " + all.state + " p" + (measure === "state" ? "" : step(all, measure)) + (isHere ? " here" : ""), tabindex: "-1", "aria-label": label(all), "data-at": at, transform: "translate(" + (all.x * self.k).toFixed(1) + " " + (all.y * self.k).toFixed(1) + ")" }, self.layer);
      make("path", { d: shape, class: "ground" }, link);
      if (all.state === "cooling") make("path", { d: shape, class: "hatch", fill: "url(#resting)" }, link);
      var text = figure(all, measure);
      if (text !== "" && SIZE * self.scale >= FIGURED) make("text", { y: 3.6 }, link).textContent = text;
      all.node = link;
    });
    var first = this.layer.querySelector(".here") || this.layer.firstChild;
    if (first) first.setAttribute("tabindex", "0");
    if (focused !== null && this.layer.children[focused]) this.step(this.layer.children[focused]);
    this.label(); this.show();
  };
  Atlas.prototype.label = function () {
    var self = this, taken = []; this.names.textContent = ""; if (!outlines || !this.width) return;
    this.bins.forEach(function (all) { taken.push([all.x * self.k, all.y * self.k, SIZE, SIZE]); });
    function write(text, x, y, kind, isBelow) {
      var half = text.length * (kind === "country" ? 4.3 : 3.2), box = [x, y, half, 8];
      if (x + self.tx < -half || x + self.tx > self.width + half || y + self.ty < 0 || y + self.ty > self.height) return;
      if (taken.some(function (one) { return Math.abs(one[0] - box[0]) < one[2] + box[2] && Math.abs(one[1] - box[1]) < one[3] + box[3] - (isBelow ? 6 : 0); })) return;
      taken.push(box); make("text", { x: x.toFixed(1), y: (y + 4).toFixed(1), class: kind }, self.names).textContent = text;
    }
    if (this.bins.length <= 260) this.bins.forEach(function (all) { if (all.towns.length === 1) write(all.towns[0].name, all.x * self.k, all.y * self.k + SIZE * self.scale + 8, "town", true); });
    if (this.k < 0.5) outlines.names.forEach(function (one) { if (one[3] * 100 * self.k > one[0].length * 6) write(one[0], one[1] * self.k, one[2] * self.k, "country"); });
    if (this.k > 0.1) outlines.state_names.forEach(function (one) { write(one[0], one[1] * self.k, one[2] * self.k, "region"); });
  };
  Atlas.prototype.address = function (all) {
    var query = new URLSearchParams(this.box.dataset.query || "");
    if (all.count === 1) query.set("t", all.towns[0].id);
    else { query.set("q", all.towns[0].name); query.set("t", all.towns[0].id); }
    return "/territories?" + query;
  };
  Atlas.prototype.open = function (all) {
    if (all.towns.length > 1 && this.k < MOST / 1.5) { this.fit(all.towns); return; }
    go(this.address(all));
  };
  Atlas.prototype.show = function (all) {
    var here = Number(this.box.dataset.here);
    all = all || this.bins.find(function (one) { return one.towns.some(function (town) { return town.id === here; }); });
    this.card.textContent = "";
    if (!all) { html("p", "hint", this.card, this.towns.length ? "Point at a hexagon, or step through them with the arrow keys." : "No territory here has a place on the map yet."); return; }
    html("b", "", this.card, title(all));
    html("span", "where", this.card, [all.towns[0].region, all.towns[0].country].filter(Boolean).join(", ") + (all.count > 1 ? ", " + number(all.count) + " territories" : ""));
    html("span", "st " + all.state, this.card, standing(all));
    var list = html("dl", "", this.card);
    [["Read", number(all.found)], ["Leads", number(all.leads) + (all.share === null ? "" : ", " + all.share + " in 100")], ["Cost", usd(all.cost)], ["A lead", all.leads ? (all.cost ? usd(all.cost / all.leads) : "free") : "–"], ["Last hunt", day(all.last)], ["Rests", all.rests ? away(all.rests) || "no more" : "–"]].forEach(function (pair) { html("dt", "", list, pair[0]); html("dd", "", list, pair[1]); });
    if (all.towns.length > 1) html("p", "hint", this.card, "Press it to part them.");
  };
  Atlas.prototype.step = function (node) {
    Array.prototype.forEach.call(this.layer.children, function (one) { one.setAttribute("tabindex", "-1"); });
    node.setAttribute("tabindex", "0"); node.focus({ preventScroll: true });
  };
  Atlas.prototype.neighbour = function (from, key) {
    var way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key], best = null, least = Infinity;
    this.bins.forEach(function (one) {
      var dx = one.x - from.x, dy = one.y - from.y, along = dx * way[0] + dy * way[1], beside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along > 0 && along + 2 * beside < least) { best = one; least = along + 2 * beside; }
    });
    return best;
  };
  Atlas.prototype.reveal = function (all) {
    var x = all.x * this.k + this.tx, y = all.y * this.k + this.ty, edge = 40;
    var dx = x < edge ? edge - x : x > this.width - edge ? this.width - edge - x : 0, dy = y < edge ? edge - y : y > this.height - edge ? this.height - edge - y : 0;
    if (dx || dy) { this.tx += dx; this.ty += dy; this.place(); this.label(); }
  };
  Atlas.prototype.listen = function () {
    var self = this, svg = this.svg, moved = 0;
    function of(event) { var node = event.target.closest && event.target.closest("a.hx"); return node ? self.bins[Number(node.dataset.at)] : null; }
    svg.addEventListener("pointerover", function (e) { self.show(of(e)); });
    svg.addEventListener("focusin", function (e) { var all = of(e); if (all) { self.reveal(all); self.show(all); } });
    svg.addEventListener("focusout", function () { self.show(); });
    svg.addEventListener("click", function (e) { var all = of(e); if (!all) return; e.preventDefault(); if (moved < 5) self.open(all); });
    svg.addEventListener("dblclick", function (e) { if (!of(e)) { var r = svg.getBoundingClientRect(); self.zoom(1.8, e.clientX - r.left, e.clientY - r.top); } });
    svg.addEventListener("wheel", function (e) { if (!e.ctrlKey && !e.metaKey) return; e.preventDefault(); var r = svg.getBoundingClientRect(); self.zoom(Math.exp(-e.deltaY / 300), e.clientX - r.left, e.clientY - r.top); }, { passive: false });
    svg.addEventListener("pointerdown", function (e) { if (e.button) return; moved = 0; self.touches.set(e.pointerId, [e.clientX, e.clientY]); });
    addEventListener("pointermove", function (e) {
      var was = self.touches.get(e.pointerId); if (!was) return;
      var others = Array.from(self.touches.keys()).filter(function (id) { return id !== e.pointerId; });
      if (others.length) {
        var o = self.touches.get(others[0]), r = svg.getBoundingClientRect(), before = Math.hypot(was[0] - o[0], was[1] - o[1]), after = Math.hypot(e.clientX - o[0], e.clientY - o[1]);
        if (before > 10) self.zoom(after / before, (o[0] + e.clientX) / 2 - r.left, (o[1] + e.clientY) / 2 - r.top);
      } else { self.tx += e.clientX - was[0]; self.ty += e.clientY - was[1]; self.place(); }
      moved += Math.hypot(e.clientX - was[0], e.clientY - was[1]); self.touches.set(e.pointerId, [e.clientX, e.clientY]);
    });
    function end(e) { if (self.touches.delete(e.pointerId) && moved > 4) self.label(); }
    addEventListener("pointerup", end); addEventListener("pointercancel", end);
    svg.addEventListener("keydown", function (e) {
      var all = of(e);
      if (e.key === "+" || e.key === "=") self.zoom(1.6); else if (e.key === "-") self.zoom(1 / 1.6); else if (e.key === "0") self.fit(self.towns);
      else if (all && e.key.indexOf("Arrow") === 0) { var next = self.neighbour(all, e.key); if (next) self.step(next.node); }
      else return;
      e.preventDefault(); e.stopPropagation();
    });
    new ResizeObserver(function () { self.resize(); }).observe(svg);
  };
  /* ---- what the server says ---- */
  Atlas.prototype.sync = function () {
    var self = this, asked = this.box.dataset.query + "|" + this.box.dataset.stamp, here = this.box.dataset.here;
    if (asked !== this.asked) {
      var isOther = (this.asked || "").split("|")[0] !== this.box.dataset.query; this.asked = asked;
      read("/map/places.json?" + (this.box.dataset.query || "")).then(function (answer) {
        if (self.asked !== asked) return;
        self.towns = answer.places.map(town);
        if (!self.isFitted || isOther) { self.isFitted = self.towns.length > 0; self.fit(self.towns); }
        self.draw();
      }).catch(function () { html("p", "hint", self.card, "The map could not be read; the table beside it has everything."); });
    }
    var cells = here + "|" + this.box.dataset.stamp;
    if (cells !== this.cells) { this.cells = cells; this.readCells(here, cells); }
    if (here + this.box.dataset.measure !== this.drawn) { this.drawn = here + this.box.dataset.measure; if (this.towns.length) this.draw(); }
    if (this.box.dataset.closer !== this.closer) { this.closer = this.box.dataset.closer; this.look(); }
  };
  Atlas.prototype.look = function () {
    var here = Number(this.box.dataset.here), one = this.towns.find(function (town) { return town.id === here; });
    if (one && this.closer) this.fit([one]);
  };
  Atlas.prototype.readCells = function (here, asked) {
    var self = this; this.cellsLayer.textContent = "";
    if (!Number(here)) return;
    read("/map/cells.json?t=" + encodeURIComponent(here)).then(function (answer) {
      if (self.cells !== asked) return;
      self.cellsLayer.textContent = "";
      answer.cells.forEach(function (cell) {
        var points = cell[3].map(function (at) { return project(at[0], at[1]).map(function (v) { return v.toFixed(1); }).join(" "); });
        var path = make("path", { d: "M" + points.join("L") + "z", class: "cell " + cell[0] }, self.cellsLayer);
        make("title", {}, path).textContent = (CELLS[cell[0]] || cell[0]) + ": " + number(cell[1]) + " read, " + number(cell[2]) + " new";
      });
    }).catch(function () { /* the cells are an extra */ });
  };

  function sync() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-map]"), function (box) {
      var one = maps.get(box);
      if (!one) {
        one = new Atlas(box); maps.set(box, one); one.drawWorld();
        if (!outlines) read("/outlines.json").then(function (document) { outlines = document; maps.forEach(function (map) { map.drawWorld(); map.label(); }); });
      }
      one.sync();
    });
    maps.forEach(function (_, box) { if (!box.isConnected) maps.delete(box); });
  }
  var isAsked = false;
  function soon() { if (!isAsked) { isAsked = true; requestAnimationFrame(function () { isAsked = false; sync(); }); } }
  document.addEventListener("click", function (e) {
    var choice = e.target.closest && e.target.closest("[data-measure-choice]"); if (!choice) return;
    Array.prototype.forEach.call(choice.parentNode.children, function (one) { one.setAttribute("aria-pressed", one === choice); });
    Array.prototype.forEach.call(document.querySelectorAll("[data-map]"), function (box) { box.dataset.measure = choice.dataset.measureChoice; });
  });
  document.addEventListener("click", function (e) {
    if (!(e.target.closest && e.target.closest("[data-look-closer]"))) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-map]"), function (box) { box.dataset.closer = Date.now(); box.scrollIntoView({ block: "nearest" }); });
  });
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-map", "data-query", "data-stamp", "data-here", "data-measure", "data-closer"] });
  soon();
})();
