// The page for browsers without JavaScript, of a real gateway, in a browser that runs none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, newArticle, realGateway, theWorld } from "./support.mjs";

let world;
before(async () => (world = await theWorld(realGateway())));
after(() => world.close());

const evil = "<script>document.title = 'evil'</script><img src=x onerror=\"document.title='evil'\"> javascript:alert(1)";

const open = async (article, { hash = "", query = "", ...settings } = {}) => {
  const context = await world.browser.newContext({ javaScriptEnabled: false, ...settings });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  const at = `/sites/default/articles/${encodeURIComponent(article)}${query}${hash}`;
  await page.goto(`${world.gateway.address}${at}`);
  return page;
};

const discussion = async () => {
  const article = newArticle();
  await world.gateway.tell(article, { title: "The harbour bridge reopens", url: "https://example.org/bridge", closed: true });
  const top = await world.gateway.add({ article, text: "A question?\n\nhttps://example.org/report\nand a second line" });
  const staff = await world.gateway.add({ article, parent: top, name: "The editors", staff: true, text: "An answer." });
  const gone = await world.gateway.add({ article, parent: staff, text: "gone" });
  const why = await world.gateway.add({ article, parent: gone, text: "Why is it gone?" });
  await world.gateway.withdraw(gone);
  let parent = why;
  for (const level of [4, 5, 6])
    parent = await world.gateway.add({ article, parent, name: `Name ${level}`, text: `Level ${level}.` });
  await world.gateway.add({ article, name: "אורי", text: "זה טוב מאוד: https://example.org/a-b" });
  await world.gateway.add({ article, name: `Eve ${evil}`, text: evil });
  const long = `${"long ".repeat(100)} ${"x".repeat(300)} https://example.org/${"y".repeat(200)}`;
  const edited = await world.gateway.add({ article, name: "Écrivain", text: "short" });
  await world.gateway.edit(edited, long);
  for (let i = 0; i < 20; ++i) await world.gateway.add({ article, text: `Filler ${i}.` });
  return { article, top, staff, gone };
};

/** The question that leads to the second page. */
const secondPage = async (article) => {
  const page = await open(article);
  return page.getByRole("link", { name: "Show more comments" }).getAttribute("href");
};

let shared;
const theDiscussion = () => (shared ??= discussion());

test("all comments can be read, page by page, and nothing that was written does anything", async () => {
  const { article } = await theDiscussion();
  const page = await open(article);
  assert.equal(await page.locator("article").count(), 20);
  await page.getByRole("link", { name: "Show more comments" }).click();
  await page.getByText("An answer.").waitFor();
  assert.match(await page.title(), /^The harbour bridge reopens – Comments$/);
  assert.equal(await page.getByText("This comment was removed.").count(), 1);
  assert.equal(await page.getByText("Staff", { exact: true }).count(), 1);
  assert.equal(await page.getByText("This discussion is closed.").count(), 1);
  assert.match(await page.locator("article", { hasText: "Level 6." }).locator("h3").textContent(), /in reply to Name 5/);
  const hostile = page.locator("article", { hasText: "Eve <" });
  assert.equal(await hostile.locator(".body").textContent(), evil);
  assert.equal(await page.locator("script, img, iframe, form, [onerror]").count(), 0);
  assert.deepEqual(page.complaints, []);
  // Not with JavaScript either.
  const scripted = await open(article, { javaScriptEnabled: true, query: new URL(page.url()).search });
  assert.match(await scripted.title(), /^The harbour bridge/);
  assert.deepEqual(scripted.complaints, []);
});

test("a permalink leads to its comment", async () => {
  const article = newArticle();
  const id = 'an id "with" <all> & 100% é/?#';
  await world.gateway.add({ article, id, text: "the one" });
  for (let i = 0; i < 19; ++i) await world.gateway.add({ article, text: `filler ${i} ${"long ".repeat(50)}` });
  const page = await open(article);
  await page.locator("article", { hasText: "the one" }).locator(".when a").click();
  const target = page.locator("article:target");
  assert.equal(await target.getAttribute("id"), `comment-${id}`);
  assert.ok(await target.evaluate((node) => node.getBoundingClientRect().top < innerHeight));
});

test("it is in the reader's language, and each text runs in its own direction", async () => {
  const { article } = await theDiscussion();
  const page = await open(article, { locale: "fr-CA", query: await secondPage(article) });
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  await page.getByText("Cette discussion est close.").waitFor();
  const hebrew = page.locator("article", { hasText: "טוב" }).locator("p");
  assert.equal(await hebrew.evaluate((node) => getComputedStyle(node).direction), "rtl");
  const english = await open(article, { locale: "fr-CA", query: "?lang=en" });
  assert.match(await english.getByRole("link", { name: "Show more comments" }).getAttribute("href"), /^\?lang=en&cursor=/);
});

test("its feeds are found", async () => {
  const { article } = await theDiscussion();
  const page = await open(article);
  const links = await page.locator('link[rel="alternate"]').evaluateAll((all) => all.map(({ type, href }) => [type, href]));
  assert.deepEqual(
    links.map(([type]) => type),
    ["application/feed+json", "application/atom+xml"],
  );
  for (const [type, href] of links) {
    const answer = await fetch(href);
    assert.equal(answer.headers.get("content-type"), type);
  }
});

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
for (const colorScheme of ["light", "dark"])
  for (const viewport of [
    { width: 320, height: 640 },
    { width: 1280, height: 900 },
  ])
    test(`axe finds nothing in ${colorScheme} at ${viewport.width} pixels, and nothing is cut off`, async () => {
      const { article } = await theDiscussion();
      for (const query of ["", await secondPage(article)]) {
        // Axe is a script itself; the page has none.
        const page = await open(article, { javaScriptEnabled: true, colorScheme, viewport, query });
        await page.evaluate(AXE);
        const { violations, passes } = await page.evaluate(
          (values) => globalThis.axe.run({ runOnly: { type: "tag", values } }),
          TAGS,
        );
        assert.ok(passes.length > 10, "axe has looked at something");
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.failureSummary).join("; ")}`),
          [],
        );
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      }
    });
