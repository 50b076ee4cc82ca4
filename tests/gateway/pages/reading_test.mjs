// What a reader sees: threads, pages, orders, permalinks, times, languages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addAll, commentWith, newArticle, standInOnly, theWorld, withModerators } from "./support.mjs";

let world;
before(async () => (world = await theWorld()));
after(() => world.close());

const texts = (page) => page.locator("ol.thread:last-child > li > article > .body").allTextContents();

test("threads are nested to four levels, then flat with the name that is answered", async () => {
  const article = newArticle();
  const ids = [null];
  for (let level = 0; level <= 6; ++level)
    ids.push(await world.gateway.add({ article, parent: ids.at(-1), name: `Name${level}`, text: `level ${level}` }));
  const page = await world.open({ query: { article } });
  const depth = (level) =>
    commentWith(page, `level ${level}`).evaluate((node) => {
      let lists = 0;
      for (let up = node; up; up = up.parentElement) lists += up.tagName === "OL";
      return lists - 1;
    });
  const depths = [];
  for (let level = 0; level <= 6; ++level) depths.push(await depth(level));
  assert.deepEqual(depths, [0, 1, 2, 3, 4, 4, 4]);
  assert.match(await commentWith(page, "level 6").locator("h3").textContent(), /in reply to .Name5/);
  assert.deepEqual(page.complaints, []);
});

test("more comments come on demand, each once, and the focus goes to the first of them", async () => {
  const article = newArticle();
  for (let i = 1; i <= 45; ++i) await world.gateway.add({ article, text: `number ${i}.` });
  const page = await world.open({ query: { article } });
  assert.equal((await texts(page)).length, 20);
  await page.getByRole("button", { name: "Show more comments" }).click();
  await commentWith(page, "number 6.").waitFor();
  assert.match(
    await page.evaluate(() => document.querySelector(".moderato").shadowRoot.activeElement.textContent),
    /number 25\./,
  );
  await page.getByRole("button", { name: "Show more comments" }).click();
  await commentWith(page, "number 1.").waitFor();
  assert.deepEqual(
    await texts(page),
    Array.from({ length: 45 }, (_, i) => `number ${45 - i}.`),
  );
  assert.equal(await page.getByRole("button", { name: "Show more comments" }).count(), 0);
});

test("a page that begins with what is here already adds the rest", withModerators, async () => {
  const article = newArticle();
  await addAll(
    world.gateway,
    Array.from({ length: 25 }, (_, i) => `number ${i + 1}.`),
    { article },
  );
  const page = await world.open({ query: { article } });
  await world.gateway.add({ article, text: "one more" }); // now the second page begins with number 6
  await page.getByRole("button", { name: "Show more comments" }).click();
  await commentWith(page, "number 1.").waitFor();
  assert.equal(await commentWith(page, "number 6.").count(), 1);
  assert.match(
    await page.evaluate(() => document.querySelector(".moderato").shadowRoot.activeElement.textContent),
    /number 5\./,
  );
});

test("more replies come on demand", standInOnly, async () => {
  const article = newArticle();
  const top = await world.gateway.add({ article, text: "top" });
  for (let i = 1; i <= 25; ++i) await world.gateway.add({ article, parent: top, text: `reply ${i}.` });
  const page = await world.open({ query: { article } });
  assert.equal(await commentWith(page, /^.*reply \d/).count(), 20);
  await page.getByRole("button", { name: "Show more replies" }).click();
  await commentWith(page, "reply 25.").waitFor();
  assert.equal(await commentWith(page, /reply \d/).count(), 25);
});

test("the order is the reader's", async () => {
  const article = newArticle();
  const first = await world.gateway.add({ article, text: "first" });
  await world.gateway.add({ article, text: "second" });
  await world.gateway.add({ article, parent: first, text: "an answer" });
  await world.gateway.add({ article, text: "third" });
  const page = await world.open({ query: { article } });
  const inOrder = async (name) => {
    await page.getByLabel("Sort by").selectOption({ label: name });
    await page.locator("section:not([aria-busy])").waitFor();
    return texts(page);
  };
  assert.deepEqual(await texts(page), ["third", "second", "first"]);
  assert.deepEqual(await inOrder("Oldest"), ["first", "second", "third"]);
  assert.deepEqual(await inOrder("Most replies"), ["first", "third", "second"]);
});

test("a permalink leads to its comment, also to one that is not on the first page", async () => {
  const article = newArticle();
  const old = await world.gateway.add({ article, text: "the old one" });
  const reply = await world.gateway.add({ article, parent: old, text: "its reply" });
  for (let i = 0; i < 25; ++i) await world.gateway.add({ article, text: `filler ${i}` });
  const page = await world.open({ query: { article, before: "2000" }, hash: `#comment-${reply}` });
  await page.locator("li.linked", { hasText: "its reply" }).waitFor();
  assert.equal(
    await page.evaluate(
      () => document.querySelector(".moderato").shadowRoot.activeElement.closest("li").querySelector("p").textContent,
    ),
    "its reply",
  );
  assert.ok(await commentWith(page, "its reply").evaluate((node) => node.getBoundingClientRect().top < innerHeight));
  const time = commentWith(page, "filler 24").getByRole("link");
  await time.click();
  await page.locator("li.linked", { hasText: "filler 24" }).waitFor();
  assert.match(page.url(), /#comment-/);
});

test("times are relative, with the full time at hand; old ones are dates", withModerators, async () => {
  const article = newArticle();
  const moment = new Date(Date.now() - 3 * 3600 * 1000 - 60000).toISOString();
  await world.gateway.add({ article, text: "recent", created: moment });
  await world.gateway.add({ article, text: "old", created: "2020-05-17T12:00:00Z" });
  const page = await world.open({ query: { article } });
  const time = commentWith(page, "recent").locator("time");
  assert.equal(await time.textContent(), "3 hours ago");
  assert.equal(await time.getAttribute("datetime"), moment);
  assert.match(await time.getAttribute("title"), /20\d\d at \d/);
  assert.equal(await commentWith(page, "old").locator("time").textContent(), "May 17, 2020");
});

test("it speaks French on a French page, and another language with the site's own texts", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "Bonjour" });
  const french = await world.open({ query: { article, lang: "fr-CA" } });
  await french.getByRole("heading", { name: "Commentaires 1" }).waitFor();
  await french.getByRole("link", { name: "Connectez-vous pour commenter" }).waitFor();
  const german = await world.open({
    query: { article, lang: "de" },
    init: () => (window["moderato:texts"] = { comments: "Kommentare" }),
  });
  await german.getByRole("heading", { name: "Kommentare 1" }).waitFor();
  const other = await world.open({ query: { article, lang: "not a language" } });
  await other.getByRole("heading", { name: "Comments 1" }).waitFor();
  assert.deepEqual([...french.complaints, ...german.complaints, ...other.complaints], []);
});

test("a closed discussion is read only", withModerators, async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "The last word" });
  await world.gateway.closedArticles.add(article);
  const page = await world.open({ as: "Ben", query: { article } });
  await page.getByText("This discussion is closed.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Reply" }).count(), 0);
  assert.equal(await page.locator("form").count(), 0);
});

test("an article may be named by its address", async () => {
  const article = "https://example.org/news?id=1&x=ü#top";
  await world.gateway.add({ article, text: "found" });
  const page = await world.open({ query: { article } });
  await commentWith(page, "found").waitFor();
});

test("nothing is fetched before the reader comes near", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "far down" });
  const page = await world.open({ query: { article, before: "5000" }, ready: false });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator(".moderato section").waitFor({ state: "attached" });
  assert.equal(await commentWith(page, "far down").count(), 0);
  await page.evaluate(() => scrollTo(0, 5000));
  await commentWith(page, "far down").waitFor();
  assert.ok(asked.some((url) => url.includes("/comments?")));
});
