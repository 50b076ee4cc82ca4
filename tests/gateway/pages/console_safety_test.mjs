// Comments, names and answers as an enemy would send them, under the policy that the gateway sends.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { detailOf, newArticle, queueOf, rowWith, standInOnly, theDesk } from "./console_support.mjs";

let desk;
before(async () => (desk = await theDesk()));
after(() => desk.close());

const EVIL = "<script>window.evil = 1</script><img src=x onerror='window.evil = 2'><b>bold</b>";

test("markup is text: in comments, names, titles, reasons, appeals, reports and notes", standInOnly, async () => {
  const article = { ...newArticle(EVIL), url: "javascript:window.evil=3" };
  const at = new Date().toISOString();
  const id = desk.backend.put({
    article,
    author: { id: EVIL, name: EVIL },
    text: `see: ${EVIL}`,
    state: "rejected",
    decided_by: EVIL,
    note: EVIL,
    reasons: [{ filter: EVIL, code: EVIL, action: "hold", message: EVIL, score: 0.5, spans: [[0, 30]] }],
    scores: { [EVIL]: { [EVIL]: 0.7 } },
    appeal: { text: EVIL, at, decided_before_by: [EVIL], state: "open", answer: null },
    reports: [{ reason: EVIL, note: EVIL, at }],
  });
  desk.backend.views.push({ name: EVIL, shared: true, owner: "ben", query: { page: "queue" } });
  desk.backend.note(null, EVIL, { who: EVIL, detail: EVIL });
  const page = await desk.open({ as: "ben", hash: queueOf(article) });
  await rowWith(page, "see:").waitFor();
  await page.locator(".thread, .history").first().waitFor();
  assert.match(await detailOf(page).textContent(), /<script>window\.evil = 1<\/script>/);
  for (const hash of [
    `#/comment/default/${id}`,
    "#/search?q=see",
    `#/author/default/${encodeURIComponent(EVIL)}`,
    "#/audit",
  ]) {
    await page.goto(`${desk.backend.address}/console${hash}`);
    await page.getByText("<script>").first().waitFor();
    assert.equal(await page.locator("main :is(script, img, b b)").count(), 0, hash);
  }
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.equal(await page.locator("a[href^='javascript:']").count(), 0);
  assert.deepEqual(page.complaints, []);
  desk.backend.views.pop();
});

test("only web addresses become links, and none vouches for where it leads", async () => {
  const article = newArticle();
  await desk.backend.put({
    article,
    text: 'javascript:alert(1) data:text/html,x HTTPS://EXAMPLE.org/A?b=c. http://example.org/"onclick="x https:// ftp://x.example',
  });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  const links = await detailOf(page)
    .locator("a")
    .evaluateAll((all) => all.map((a) => [a.href, a.rel, a.target]));
  const rel = "nofollow noopener noreferrer ugc";
  assert.deepEqual(links, [
    ["https://example.org/A?b=c", rel, "_blank"],
    ["http://example.org/", rel, "_blank"],
  ]);
  assert.equal(await page.locator("li.row .row-text a").count(), 0);
});

test("what can't be seen is shown, and turns nothing", async () => {
  const article = newArticle();
  await desk.backend.put({
    article,
    author: { id: "sub-rlo", name: "\u202eevil\u2066" },
    text: `free\u200bmoney\u202etxt.exe ${"\u200b".repeat(50)} family 👩\u200d👧`,
  });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  assert.deepEqual((await detailOf(page).locator(".unseen-character").allTextContents()).slice(0, 3), [
    "U+200B",
    "U+202E",
    "U+200B ×50",
  ]);
  const text = await detailOf(page).textContent();
  assert.doesNotMatch(text, /[\u200b\u202e]/);
  assert.match(text, /👩\u200d👧/);
  assert.equal(await rowWith(page, "money").locator(".row-name").textContent(), "evil");
});

test("20,000 characters, piled marks and endless words take no time and no room", standInOnly, async () => {
  const article = newArticle();
  const spans = Array.from({ length: 5000 }, (_, i) => [i * 3, i * 3 + 2]);
  const all = {
    long: "All work and no play. ".repeat(910),
    zalgo: `zalgo ${"\u0301\u0489".repeat(9000)}`,
    lines: `lines ${"\n".repeat(19000)} end`,
    links: `links ${"http://".repeat(2800)}`,
    wide: `wide ${"W".repeat(19000)}`,
    unseen: `unseen ${"\u200ba".repeat(9000)}`,
  };
  for (const [, text] of Object.entries(all))
    desk.backend.put({
      article,
      text,
      author: { id: "x".repeat(128), name: "N".repeat(5000) },
      reasons: [{ filter: "civility", code: "x", action: "hold", message: "m".repeat(500), score: 1, spans }],
    });
  for (const width of [360, 1280]) {
    const page = await desk.open({ hash: queueOf(article), settings: { viewport: { width, height: 800 } } });
    for (const name of Object.keys(all)) {
      if (width === 360) await page.goto(`${desk.backend.address}/console${queueOf(article)}`);
      const words = name === "long" ? "All work" : name;
      await page.locator("li.row", { hasText: words }).first().locator("> a").click();
      await detailOf(page).filter({ hasText: words }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, name);
      assert.ok(await detailOf(page).evaluate((node) => node.getBoundingClientRect().height <= 400), name);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test("spans beyond the text, across each other or upside down mark what can be marked", standInOnly, async () => {
  const article = newArticle();
  const spans = [
    [8, 13],
    [10, 16],
    [5, 2],
    [-1, 3],
    [0.5, 2],
    ["0", 1],
    [15, 99999],
  ];
  desk.backend.put({
    article,
    text: "What an idiot he is.",
    reasons: [{ filter: "f", code: "c", action: "hold", message: "m", score: null, spans }],
  });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  assert.equal(await detailOf(page).textContent(), "What an idiot he is.");
  assert.deepEqual(await detailOf(page).locator("mark").allTextContents(), ["Wha", "idiot", " he", " is."]);
});

test("an answer that is no JSON is an error that can be tried again", standInOnly, async () => {
  const page = await desk.open({ hash: "#/search" });
  await page.route("**/console/api/v1/search?**", (route) =>
    route.fulfill({ status: 200, contentType: "application/json", body: "<html>" }),
  );
  await page.getByRole("searchbox").fill("x");
  await page.keyboard.press("Enter");
  await page.getByText("This could not be loaded").waitFor();
  await page.unroute("**/console/api/v1/search?**");
  await page.getByRole("button", { name: "Try again" }).click();
  await page
    .getByText(/comments?$|No comment matches/)
    .first()
    .waitFor();
});

test("events that are none are passed over", standInOnly, async () => {
  const article = newArticle();
  desk.backend.put({ article, text: "Steady." });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  for (const { response } of desk.backend.streams)
    for (const kind of ["added", "changed", "removed", "claimed", "counts"])
      for (const data of ["{", "null", "7", "{}"]) response.write(`event: ${kind}\ndata: ${data}\n\n`);
  desk.backend.put({ article, text: "After them.", age: 1 });
  await page.getByRole("button", { name: "1 new" }).waitFor();
  await rowWith(page, "Steady.").waitFor();
  assert.deepEqual(page.complaints, []);
});

test("nothing in it evaluates text, parses HTML or sets a style", () => {
  const files = readdirSync(process.env.MODERATO_CONSOLE, { recursive: true }).filter((name) =>
    /\.(js|html)$/.test(name),
  );
  assert.ok(files.length > 20);
  for (const name of files) {
    const text = readFileSync(join(process.env.MODERATO_CONSOLE, name), "utf8");
    for (const way of [
      /innerHTML/,
      /outerHTML/,
      /insertAdjacentHTML/,
      /document\.write/,
      /\beval\(/,
      /new Function/,
      /\.style\b/,
      /DOMParser/,
      /<style|style=/,
      /\son\w+=/,
      /https?:\/\/(?!\/|www\.w3\.org)/,
    ])
      assert.doesNotMatch(text, way, name);
  }
});

test("all of it is under 90 KB", async () => {
  const { gzipSync } = await import("node:zlib");
  const files = readdirSync(process.env.MODERATO_CONSOLE, { recursive: true }).filter((name) =>
    /\.(js|css|html)$/.test(name),
  );
  const bytes = files.reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(process.env.MODERATO_CONSOLE, name))).length,
    0,
  );
  console.log(`the console: ${bytes} bytes with gzip in ${files.length} files`);
  assert.ok(bytes < 90000, `${bytes} bytes`);
});
