// One browser, any number of pages. Reads one JSON request on standard input, writes one JSON line a page.
//
// {chromium, args, firstScreen, axe, widths, axeWidths, schemes, shots, lighthouse, pages: [{key, url} | {key, folder, headers}]}
// A folder is served here, on the loopback, compressed and with the headers given.
import { createServer } from "node:http";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";
import puppeteer from "puppeteer-core";

const SETTLE_MS = 150;
// Lighthouse's own "slow 4G" for phones, as `throttling.mobileSlow4G` of its constants.
const THROTTLING = {
  rttMs: 150, throughputKbps: 1638.4, requestLatencyMs: 562.5, downloadThroughputKbps: 1474.56, uploadThroughputKbps: 675,
};
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml; charset=utf-8",
  ".json": "application/json", ".woff2": "font/woff2", ".webp": "image/webp", ".avif": "image/avif",
  ".png": "image/png", ".jpg": "image/jpeg",
};
const SHOTS = [["desktop", { width: 1440, height: 900 }], ["mobile", { width: 390, height: 844, isMobile: true, hasTouch: true }]];

async function serve(folder, headers) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    try {
      if (!file.startsWith(normalize(folder))) throw new Error("outside");
      const content = await readFile(file);
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      const isText = /^(text|application|image\/svg)/.test(type);
      const coding = isText ? { "content-encoding": "br" } : {};
      response.writeHead(200, { ...headers, "content-type": type, "cache-control": "public, max-age=3600", ...coding });
      response.end(isText ? brotliCompressSync(content) : content);
    } catch {
      response.writeHead(404, headers).end("There is no page at this address.\n");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://localhost:${server.address().port}/`, close: () => server.close() };
}

// --- what is asked inside the page ------------------------------------------------------------

function tooWide() {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return null;
  const limit = page.clientWidth + 0.5;
  const path = (it) => it.tagName.toLowerCase() + (it.id ? `#${it.id}` : [...it.classList].map((name) => `.${name}`).join(""));
  const wide = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > limit);
  const worst = wide.filter((it) => !wide.some((other) => other !== it && it.contains(other)))[0] ?? document.body;
  return {
    by: page.scrollWidth - page.clientWidth,
    element: path(worst),
    section: worst.closest("main > *[id], main .row > *[id], header, footer")?.id ?? "",
  };
}

async function runAxe() {
  const result = await window.axe.run(document, { resultTypes: ["violations"] });
  return result.violations.map((one) => ({
    id: one.id,
    help: one.help,
    impact: one.impact,
    nodes: one.nodes.slice(0, 5).map((node) => {
      const element = document.querySelector(node.target[0]);
      return {
        html: node.html.slice(0, 200),
        why: (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "",
        section: element?.closest("main > *[id], main .row > *[id], header, footer")?.id ?? "",
      };
    }),
  }));
}

// --- one page ---------------------------------------------------------------------------------

function listen(page, url, complaints) {
  const origin = new URL(url).origin;
  const complain = (kind, text) => complaints.push({ kind, text: String(text).slice(0, 300) });
  page.on("console", (message) => message.type() === "error" && complain("console", message.text()));
  page.on("pageerror", (error) => complain("script", error.message ?? error));
  page.on("requestfailed", (request) => complain("request", `${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (answer) => answer.status() >= 400 && complain("request", `${answer.url()}: ${answer.status()}`));
  page.on("request", (request) => {
    const isLocal = request.url().startsWith(origin) || request.url().startsWith("data:");
    if (!isLocal) complain("foreign", request.url());
  });
}

const media = (scheme) => [{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }];
const settled = (page) => page.evaluate(async (ms) => {
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, ms));
}, SETTLE_MS);

async function look(browser, url, asked, { axe, firstScreen }) {
  const page = await browser.newPage();
  const found = { complaints: [], overflow: [], axe: [], first: [] };
  listen(page, url, found.complaints);
  await page.setViewport({ width: 1440, height: 900 });
  for (const scheme of asked.schemes) {
    await page.emulateMediaFeatures(media(scheme));
    await page.goto(url, { waitUntil: "load", timeout: 30_000 });
    await settled(page);
    if (asked.axe) await page.evaluate(axe);
    for (const width of asked.axe ? asked.axeWidths : []) {
      await page.setViewport({ width, height: 900 });
      for (const one of await page.evaluate(runAxe)) found.axe.push({ ...one, width, scheme });
    }
  }
  for (const width of asked.widths) {
    await page.setViewport({ width, height: 800 });
    const wide = await page.evaluate(tooWide);
    if (wide) found.overflow.push({ ...wide, width });
  }
  for (const [, { width, height }] of SHOTS) {
    await page.setViewport({ width, height });
    for (const fault of await page.evaluate(firstScreen)) found.first.push({ width, fault });
  }
  await page.close();
  return found;
}

async function shoot(browser, url, folder) {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage();
  for (const [name, viewport] of SHOTS) {
    await page.setViewport(viewport);
    await page.emulateMediaFeatures(media("light"));
    await page.goto(url, { waitUntil: "load", timeout: 30_000 });
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}.webp`), type: "webp", quality: 80 });
  }
  await page.close();
  return SHOTS.map(([name]) => `${name}.webp`);
}

// Lighthouse slows the processor down fourfold, meant for a desk computer whose index is a thousand or
// more. A slower machine (or one that is busy) would play a phone slower than the one Lighthouse means,
// so what falls short at first is measured again with the slowdown its index calls for; the middle counts.
const FULL_SLOWDOWN = 4;
const DESK_INDEX = 1000;
const slowdownFor = (index) => Math.min(FULL_SLOWDOWN, Math.max(1, (FULL_SLOWDOWN * index) / DESK_INDEX));

async function once(lighthouse, browser, url, slowdown) {
  const page = await browser.newPage();
  const settings = { throttling: { ...THROTTLING, cpuSlowdownMultiplier: slowdown } };
  const { lhr } = await lighthouse(url, { logLevel: "silent", output: "json" }, { extends: "lighthouse:default", settings }, page);
  await page.close();
  return { ...summary(lhr), slowdown: Math.round(slowdown * 10) / 10 };
}

async function measure(browser, url, { runs, enough }) {
  const { default: lighthouse } = await import("lighthouse");
  let slowdown = FULL_SLOWDOWN;
  let results = [];
  const isFine = (one) => one.scores.performance >= enough;
  for (let run = 0; run < runs; run += 1) {
    const one = await once(lighthouse, browser, url, slowdown);
    results.push(one);
    if (run === 0 && isFine(one)) break;
    slowdown = slowdownFor(one.benchmark ?? DESK_INDEX);
  }
  const inOrder = [...results].sort((a, b) => (a.scores.performance ?? 0) - (b.scores.performance ?? 0));
  return { ...inOrder[Math.floor((inOrder.length - 1) / 2)], runs: results.map((one) => one.scores.performance) };
}

function summary(lhr) {
  if (lhr.runtimeError) return { error: lhr.runtimeError.message, scores: {}, failed: [] };
  const percent = (score) => (score === null ? null : Math.round(score * 100));
  const scores = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, percent(one.score)]));
  const failed = Object.values(lhr.categories).flatMap((category) =>
    category.auditRefs
      .filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 0.9)
      .map((ref) => ({ category: category.id, id: ref.id, title: lhr.audits[ref.id].title, detail: detail(lhr.audits[ref.id]) })));
  const value = (id) => Math.round((lhr.audits[id]?.numericValue ?? 0) * 1000) / 1000;
  return {
    scores, failed, benchmark: Math.round(lhr.environment.benchmarkIndex), version: lhr.lighthouseVersion,
    metrics: {
      fcp: value("first-contentful-paint"), lcp: value("largest-contentful-paint"), tbt: value("total-blocking-time"),
      cls: value("cumulative-layout-shift"), si: value("speed-index"), bytes: value("total-byte-weight"),
    },
    warnings: lhr.runWarnings,
  };
}

const detail = (audit) => JSON.stringify(audit.details?.items ?? audit.displayValue ?? "").slice(0, 600);

async function check(browser, asked, one, scripts) {
  const server = one.folder ? await serve(one.folder, one.headers ?? {}) : null;
  const url = server?.url ?? one.url;
  const result = { key: one.key };
  try {
    Object.assign(result, await look(browser, url, asked, scripts));
    if (one.shots) result.shots = await shoot(browser, url, one.shots);
    if (asked.lighthouse) result.lighthouse = await measure(browser, url, asked.lighthouse);
  } catch (error) {
    result.error = String(error.message ?? error).slice(0, 500);
  }
  server?.close();
  return result;
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const asked = JSON.parse(Buffer.concat(chunks));
const scripts = {
  axe: await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
  firstScreen: `(${(await readFile(asked.firstScreen, "utf8")).replace(/^\/\/.*\n/gm, "").trim()})()`,
};
const browser = await puppeteer.launch({ executablePath: asked.chromium, args: asked.args, headless: true, pipe: true });
try {
  for (const one of asked.pages) process.stdout.write(`${JSON.stringify(await check(browser, asked, one, scripts))}\n`);
} finally {
  await browser.close();
}
