// Comments and answers as an enemy would send them, on a page with a strict policy; and how much each reader is sent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { until } from "./patience.mjs";
import { commentWith, newArticle, standInOnly, theWorld } from "./support.mjs";

let world;
before(async () => (world = await theWorld()));
after(() => world.close());

test("markup in a comment is text, in names too", async () => {
  const article = newArticle();
  const evil = "<script>window.evil = 1</script><img src=x onerror='window.evil = 2'><b>bold</b>";
  await world.gateway.add({ article, name: evil, text: `see: ${evil}` });
  const page = await world.open({ query: { article } });
  const comment = commentWith(page, "see:");
  assert.equal(await comment.locator(".body").textContent(), `see: ${evil}`);
  assert.equal(await comment.locator("script, img, b").count(), 0);
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.deepEqual(page.complaints, []);
});

test("only web addresses become links, and none vouches for where it leads", async () => {
  const article = newArticle();
  await world.gateway.add({
    article,
    text:
      "javascript:alert(1) data:text/html,x //evil.example HTTPS://EXAMPLE.org/A?b=(c). " +
      'http://example.org/"onclick="x https:// ftp://x.example "https://example.com/a<b"',
  });
  const page = await world.open({ query: { article } });
  const links = await commentWith(page, "javascript:")
    .locator(".body a")
    .evaluateAll((all) => all.map((a) => [a.href, a.rel]));
  assert.deepEqual(links, [
    ["https://example.org/A?b=(c)", "nofollow ugc noopener"],
    ["http://example.org/", "nofollow ugc noopener"],
    ["https://example.com/a", "nofollow ugc noopener"],
  ]);
});

test("the site's own links are web addresses or left out", async () => {
  const page = await world.open({
    query: { article: newArticle(), loginUrl: "javascript:window.evil=1", joinUrl: "https://example.org/join" },
  });
  assert.deepEqual(await page.locator(".invitation a").evaluateAll((all) => all.map((a) => a.href)), [
    "https://example.org/join",
  ]);
});

test("a name can't turn the words around it", async () => {
  const article = newArticle();
  await world.gateway.add({ article, name: "\u202eevil\u2066", text: "turned" });
  const page = await world.open({ query: { article } });
  assert.equal(await commentWith(page, "turned").locator(".name").textContent(), "evil");
});

/** A page whose gateway answers the list of comments with `body`. */
const answered = async (body, more = {}) => {
  const page = await world.open({ query: { article: newArticle() }, ready: false, init: "window.unused = 1", ...more });
  await page.route("**/comments?**", (route) =>
    route.fulfill({
      status: 200,
      contentType: "application/json",
      headers: { "Access-Control-Allow-Origin": "*" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );
  await page.reload();
  return page;
};
const comment = (more) => ({
  id: "x",
  parent: null,
  state: "published",
  author: { name: "N", staff: false },
  text: "fine",
  created_at: "2026-01-01T00:00:00Z",
  replies: { comments: [], next: null },
  ...more,
});

test("answers that are no pages are an error that can be tried again", async () => {
  const tooLong = '{"comments": [], "next": null}'.padEnd(5 << 20);
  for (const body of ["<html>", "[".repeat(200000), tooLong]) {
    const page = await answered(body);
    await page.getByText("The comments could not be loaded.").waitFor();
    await page.unroute("**/comments?**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No comments yet").waitFor();
    await page.context().close();
  }
});

test("what is no comment is left out, the rest is shown", async () => {
  const page = await answered({
    seq: "many",
    count: -5,
    next: { toString: "no" },
    comments: [
      null,
      7,
      "text",
      [],
      {},
      comment({ id: 5 }),
      comment({ id: "a".repeat(129) }),
      comment({ id: "t", created_at: "never" }),
      comment({ id: "__proto__", text: { length: 9 }, author: 4 }),
      comment({ id: "ok", replies: 9 }),
      comment({ id: "stray", parent: "nowhere", text: "stray" }),
    ],
  });
  await commentWith(page, "fine").waitFor();
  assert.equal(await page.locator("li.comment").count(), 2);
  assert.equal(await page.getByRole("heading", { level: 2 }).textContent(), "Comments ");
});

test("depth, number and length are bounded", async () => {
  let deep = comment({ id: "deep-200" });
  for (let i = 199; i >= 0; --i)
    deep = comment({ id: `deep-${i}`, parent: i ? `deep-${i - 1}` : null, replies: { comments: [deep], next: null } });
  for (let i = 199, at = deep; i >= 0; --i, at = at.replies.comments[0])
    at.replies.comments[0] && (at.replies.comments[0].parent = at.id);
  const wide = Array.from({ length: 5000 }, (_, i) => comment({ id: `w${i}` }));
  const page = await answered({
    seq: 1,
    count: 9,
    comments: [deep, comment({ id: "long", text: "y".repeat(100000), author: { name: "n".repeat(5000) } }), ...wide],
    next: null,
  });
  await commentWith(page, "yyy").waitFor();
  assert.equal(await page.locator("li.comment").count(), 2000);
  assert.equal(await page.locator("li.comment", { hasText: "fine" }).first().locator("li.comment").count(), 16);
  assert.equal((await commentWith(page, "yyy").locator(".body").textContent()).length, 20000);
  assert.equal((await commentWith(page, "yyy").locator(".name").textContent()).length, 100);
});

test("a text of nothing but marks, lines or addresses takes no time and no room", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: `zalgo ${"\u0301\u0489".repeat(9000)}` });
  await world.gateway.add({ article, text: `lines ${"\n".repeat(19000)} end` });
  await world.gateway.add({ article, text: `links ${"http://".repeat(2800)}` });
  await world.gateway.add({ article, text: `many ${"http://a.b ".repeat(1800)}` });
  await world.gateway.add({ article, text: `wide ${"W".repeat(19000)}` });
  const page = await world.open({ query: { article }, settings: { viewport: { width: 390, height: 800 } } });
  await commentWith(page, "zalgo").waitFor();
  assert.ok((await commentWith(page, "many").locator("a").count()) <= 60);
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight < 5000));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  const cut = (all) =>
    all.filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.textContent.slice(0, 9));
  const breakable = page.locator(".body").filter({ hasNotText: "zalgo" }); // that is one letter
  assert.deepEqual(await breakable.evaluateAll(cut), []);
});

test("spans beyond the text, across each other or upside down mark what can be marked", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await page.route("**/comments", async (route) => {
    const response = await route.fetch();
    if (route.request().method() !== "POST") return route.fulfill({ response });
    const body = await response.json();
    body.verdict.reasons[0].spans = [[8, 13], [10, 16], [5, 2], [0, 99999], [-1, 3], ["0", 1], null, [1.5, 2]];
    await route.fulfill({ response, json: body });
  });
  await page.getByLabel("Your comment").fill("What an idiot he is.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await page.locator(".verdict.reject").waitFor();
  assert.deepEqual(await page.locator(".verdict mark").allTextContents(), ["idiot", " he"]);
});

test("events that are none, or old, are passed over", standInOnly, async () => {
  const article = newArticle();
  const id = await world.gateway.add({ article, text: "being read" });
  const page = await world.open({ query: { article } });
  const follows = (stream) => stream.article === article;
  await until(() => [...world.gateway.streams].some(follows));
  const [{ response }] = [...world.gateway.streams].filter(follows);
  for (const data of ["{", "null", '{"comment":3}', '{"id":{}}', `{"x":"${"x".repeat(300000)}"}`]) {
    for (const kind of ["published", "edited", "withdrawn"])
      response.write(`id: ${world.gateway.seq}\nevent: ${kind}\ndata: ${data}\n\n`);
  }
  response.write(`id: 1\nevent: withdrawn\ndata: ${JSON.stringify({ id, count: 0 })}\n\n`);
  await world.gateway.add({ article, text: "after them" });

  await page.getByRole("button", { name: "1 new comment" }).click();
  await commentWith(page, "after them").waitFor();
  assert.equal(await commentWith(page, "being read").count(), 1);
  assert.deepEqual(page.complaints, []);
});

test("what is kept in the browser is not trusted either", async () => {
  const article = newArticle();
  const comment = { id: "k", text: "<b>kept</b>", created_at: "2026-01-01T00:00:00Z" };
  const kept = JSON.stringify([null, 3, { comment: {} }, { comment, verdict: { action: "reject", reasons: 9 } }]);
  const page = await world.open({
    as: "Ben",
    query: { article },
    init: `localStorage.setItem("moderato:default:${article}", ${JSON.stringify(kept)})`,
  });
  assert.equal(await page.locator("li.own .body").textContent(), "<b>kept</b>");
  assert.deepEqual(page.complaints, []);
});

test("a reader is sent less than 20 KB", () => {
  const bytes = gzipSync(readFileSync(process.env.MODERATO_EMBED), { level: 9 }).length;
  console.log(`embed.js: ${bytes} bytes with gzip`);
  assert.ok(bytes < 20000, `${bytes} bytes`);
});

test("nothing in it evaluates text or parses HTML", () => {
  const script = readFileSync(process.env.MODERATO_EMBED, "utf8");
  for (const way of [
    /innerHTML/,
    /outerHTML/,
    /insertAdjacentHTML/,
    /document\.write/,
    /\beval\(/,
    /new Function/,
    /\.style\b/,
    /DOMParser/,
    /^import |^export /m,
  ]) {
    assert.doesNotMatch(script, way);
  }
});
