// What happens while somebody reads: comments arrive, change and go, and nothing that is being read moves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./patience.mjs";
import { addAll, commentWith, newArticle, theWorld, withModerators } from "./support.mjs";

let world;
before(async () => (world = await theWorld()));
after(() => world.close());

const follows = (article) => [...world.gateway.streams].some((stream) => stream.article === article);
const topOf = (page, words) => commentWith(page, words).evaluate((node) => node.getBoundingClientRect().top);

test("what one tab sends arrives in another, behind a button, and moves nothing", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "being read" });
  const reader = await world.open({ query: { article } });
  const writer = await world.open({ as: "Ben", query: { article } });
  const before = await topOf(reader, "being read");
  for (const text of ["News one.", "News two."]) {
    await writer.getByLabel("Your comment").fill(text);
    await writer.getByRole("button", { name: "Post comment" }).click();
    await commentWith(writer, text).waitFor();
  }
  const button = reader.getByRole("button", { name: "2 new comments" });
  await button.waitFor();
  await reader.getByRole("heading", { name: "Comments 3" }).waitFor();
  assert.equal(await commentWith(reader, "News").count(), 0);
  assert.equal(await topOf(reader, "being read"), before);
  await button.click();
  assert.deepEqual(await reader.locator("li.comment .body").allTextContents(), [
    "News two.",
    "News one.",
    "being read",
  ]);
  assert.equal(await commentWith(writer, "News one.").count(), 1);
});

test("one's own comment is no news, also when the event is faster than the answer", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "being read" });
  const page = await world.open({ as: "Ben", query: { article } });
  await page.route("**/comments", async (route) => {
    const response = await route.fetch();
    if (route.request().method() === "POST") await page.getByRole("heading", { name: "Comments 2" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "new comment" }).count(), 0);
    await route.fulfill({ response });
  });
  await page.getByLabel("Your comment").fill("My own.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await commentWith(page, "My own.").waitFor();
  assert.equal(await commentWith(page, "My own.").count(), 1);
  await page.getByRole("heading", { name: "Comments 2" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "new comment" }).count(), 0);
});

test("replies wait at the comment they answer; replies to these come with them", async () => {
  const article = newArticle();
  const parent = await world.gateway.add({ article, text: "the question" });
  await world.gateway.add({ article, text: "above it" });
  const page = await world.open({ query: { article } });
  const before = [await topOf(page, "above it"), await topOf(page, "the question")];
  const ids = await addAll(world.gateway, ["r1", "r2", "r3"], { article, parent });
  await world.gateway.add({ article, parent: ids[0], text: "below r1" });
  const button = commentWith(page, "the question").getByRole("button", { name: "3 new replies" });
  await button.waitFor();
  await page.getByRole("heading", { name: "Comments 6" }).waitFor();
  assert.deepEqual([await topOf(page, "above it"), await topOf(page, "the question")], before);
  await button.click();
  assert.deepEqual(await page.locator("li.comment .body").allTextContents(), [
    "above it",
    "the question",
    "r1",
    "below r1",
    "r2",
    "r3",
  ]);
});

test("what comes below the screen stands there at once", async () => {
  const article = newArticle();
  const ids = await addAll(
    world.gateway,
    Array.from({ length: 12 }, (_, i) => `number ${i + 1}.`),
    { article },
  );
  const page = await world.open({ query: { article }, settings: { viewport: { width: 800, height: 600 } } });
  await world.gateway.add({
    article,
    parent: ids[0],
    text: "deep down",
  });
  await commentWith(page, "deep down").waitFor();
});

test("an edit shows, a withdrawn comment goes, an answered one leaves a note", withModerators, async () => {
  const article = newArticle();
  const [one, two] = await addAll(world.gateway, ["will go", "will be answered"], { article });
  const answer = await world.gateway.add({ article, parent: two, text: "the answer" });
  const page = await world.open({ query: { article } });

  await world.gateway.edit(answer, "a better answer");
  await commentWith(page, "a better answer").getByText("edited").waitFor();

  await world.gateway.withdraw(one);
  await commentWith(page, "will go").waitFor({ state: "detached" });
  await world.gateway.withdraw(two);
  await page.getByText("This comment was removed.").waitFor();
  assert.equal(await commentWith(page, "a better answer").count(), 1);
  await world.gateway.withdraw(answer, true);
  await page.getByText("No comments yet").waitFor();
  assert.equal(await page.locator("li.comment").count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("what waits behind the button and is withdrawn is not shown", withModerators, async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "being read" });
  const page = await world.open({ query: { article } });
  const [first] = await addAll(world.gateway, ["bad news", "good news"], { article });
  await page.getByRole("button", { name: "2 new comments" }).waitFor();
  await world.gateway.withdraw(first);
  await page.getByRole("button", { name: "1 new comment" }).click();
  await commentWith(page, "good news").waitFor();
  assert.equal(await commentWith(page, "bad news").count(), 0);
});

test("what was missed while the connection was lost is caught up on, once", withModerators, async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "being read" });
  const page = await world.open({ query: { article } });
  await world.gateway.add({ article, text: "before" });
  await page.getByRole("button", { name: "1 new comment" }).waitFor();
  for (const { response } of world.gateway.streams) response.destroy();
  await world.gateway.add({ article, text: "meanwhile" });
  await page.getByRole("button", { name: "2 new comments" }).click();
  assert.deepEqual(await page.locator("li.comment .body").allTextContents(), ["meanwhile", "before", "being read"]);
});

test("a hidden tab gives its connection back, and catches up when it is seen again", withModerators, async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "being read" });
  const page = await world.open({ query: { article } });
  const see = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await until(() => follows(article));
  await see(true);
  await until(() => !follows(article));
  await world.gateway.add({ article, text: "unseen" });
  await see(false);
  await page.getByRole("button", { name: "1 new comment" }).waitFor();
});
