// What a commenter does and is told: publish, wait, be turned away, revise, report.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addAll, commentWith, newArticle, standInOnly, theWorld, tokenOf } from "./support.mjs";

let world;
before(async () => (world = await theWorld()));
after(() => world.close());

const write = async (page, text) => {
  await page.getByLabel("Your comment").fill(text);
  await page.getByRole("button", { name: "Post comment" }).click();
};
const focused = (page) =>
  page.evaluate(() => document.querySelector(".moderato").shadowRoot.activeElement?.textContent);

test("a comment is published at once, and the focus goes to it", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await page.getByText("No comments yet").waitFor();
  await write(page, "Well said.");
  await commentWith(page, "Well said.").waitFor();
  assert.match(await focused(page), /Well said/);
  await page.getByRole("heading", { name: "Comments 1" }).waitFor();
  await page.getByRole("status").filter({ hasText: "Your comment is published." }).waitFor();
  assert.equal(await page.getByLabel("Your comment").inputValue(), "");
  assert.deepEqual(page.complaints, []);
});

test("a reply stands below what it answers", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "A question?" });
  const page = await world.open({ as: "Ben", query: { article } });
  await commentWith(page, "A question?").getByRole("button", { name: "Reply" }).click();
  await page
    .getByLabel(/Reply to .Anna/)
    .last()
    .fill("An answer.");
  await page.keyboard.press("Control+Enter");
  await page.locator("li:has(> article:has-text('A question?')) > ol.replies", { hasText: "An answer." }).waitFor();
});

test(
  "a held comment waits with its reasons, over a reload too, until a moderator approves it",
  standInOnly,
  async () => {
    const article = newArticle();
    const page = await world.open({ as: "Ben", query: { article } });
    await write(page, "Come to my casino.");
    const card = commentWith(page, "Come to my casino.");
    await card.getByText("Waiting for review").waitFor();
    await card.getByText("It may be advertising.").waitFor();
    assert.equal(await card.locator("mark").textContent(), "casino");
    const stranger = await world.open({ as: "Carl", query: { article } });
    assert.equal(await commentWith(stranger, "casino").count(), 0);

    await page.reload();
    await card.getByText("Waiting for review").waitFor();
    world.gateway.approve(world.gateway.entries.at(-1).id);
    await page.locator("li.comment:not(.own) > article", { hasText: "Come to my casino." }).waitFor();
    assert.equal(await page.getByText("Waiting for review").count(), 0);
    await page.reload();
    await commentWith(page, "casino").waitFor();
    assert.equal(await page.getByText("Waiting for review").count(), 0);
  },
);

test("a held comment that was turned away meanwhile says so when its author comes back", standInOnly, async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "My casino again.");
  await page.getByText("Waiting for review").waitFor();
  world.gateway.reject(world.gateway.entries.at(-1).id, "No advertising, please.");
  await page.reload();
  await commentWith(page, "My casino again.").getByText("No advertising, please.").waitFor();
});

test("a rejected comment has its words marked, and is revised and sent again as the same comment", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.postDataJSON()));
  await write(page, "😀 What an idiot he is.");
  const notice = page.locator(".verdict.reject");
  await notice.getByText("This reads as an insult.").waitFor();
  assert.deepEqual(await notice.locator("mark").allTextContents(), ["idiot"]);
  assert.match(await focused(page), /Not published/);

  await notice.getByRole("button", { name: "Revise" }).click();
  await page.keyboard.type("optimist"); // over the words that were marked, which are selected
  assert.equal(await page.getByLabel("Your comment").inputValue(), "😀 What an optimist he is.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await commentWith(page, "optimist").waitFor();
  assert.equal(await page.locator(".verdict").count(), 0);
  assert.equal(sent.length, 2);
  assert.equal(sent[0].id, sent[1].id);
});

test("a rejected comment is there after a reload, to be revised or discarded", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "You idiot.");
  await page.getByText("Not published").waitFor();
  await page.reload();
  const card = page.locator("li.own", { hasText: "You idiot." });
  await card.getByRole("button", { name: "Revise" }).click();
  assert.equal(await page.getByLabel("Your comment").inputValue(), "You idiot.");
  await page.getByRole("button", { name: "Discard" }).click();
  assert.equal(await page.getByLabel("Your comment").inputValue(), "");
  await page.reload();
  await page.getByText("No comments yet").waitFor();
});

test("who was turned away may object once, and is told what a moderator answered", standInOnly, async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "The idiot bird nests here.");
  const notice = page.locator(".verdict.reject");
  await notice.getByRole("button", { name: "Object" }).click();
  await notice.getByLabel("Why should it be published").fill("It is the bird's <b>name</b>.");
  await notice.getByRole("button", { name: "Send objection" }).click();
  const card = page.locator("li.own", { hasText: "The idiot bird" });
  await card.getByText("You objected. A moderator will answer here.").waitFor();
  assert.equal(await page.getByLabel("Your comment").inputValue(), "");
  const entry = world.gateway.entries.at(-1);
  assert.deepEqual(entry.appeal, { state: "open", text: "It is the bird's <b>name</b>.", answer: null });
  await page.reload();
  await card.getByText("You objected. A moderator will answer here.").waitFor();
  assert.equal(await card.getByRole("button", { name: "Object" }).count(), 0);

  entry.appeal = { ...entry.appeal, state: "refused", answer: "It is called otherwise <i>here</i>." };
  await page.reload();
  await card.getByText("It is called otherwise <i>here</i>.").waitFor();

  await write(page, "Another idiot bird.");
  const latest = page.locator(".writing .verdict.reject");
  await latest.getByRole("button", { name: "Object" }).click();
  await latest.getByLabel("Why should it be published").fill("It is.");
  await latest.getByRole("button", { name: "Send objection" }).click();
  await page.locator("li.own", { hasText: "Another idiot bird" }).getByText("A moderator will answer here.").waitFor();
  world.gateway.approve(world.gateway.entries.at(-1).id);
  await page.locator("li.comment:not(.own) > article", { hasText: "Another idiot bird." }).waitFor();
  assert.equal(await page.locator("li.own", { hasText: "Another idiot bird" }).count(), 0);
});

test("what is not judged yet says so, until it is", standInOnly, async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "Judge this slowly.");
  await commentWith(page, "Judge this slowly.").getByText("Being checked").waitFor();
  world.gateway.judge(world.gateway.entries.at(-1));
  await page.locator("li.comment:not(.own) > article", { hasText: "Judge this slowly." }).waitFor();
});

test("a late rejection is asked for, and shown with its reasons", standInOnly, async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "An idiot judges slowly.");
  const card = commentWith(page, "An idiot judges slowly.");
  await card.getByText("Being checked").waitFor();
  world.gateway.judge(world.gateway.entries.at(-1));
  await card.getByText("This reads as an insult.").waitFor();
  assert.deepEqual(await card.locator("mark").allTextContents(), ["idiot"]);
});

test("who is not logged in is shown the ways of the site", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "A question?" });
  const page = await world.open({ query: { article } });
  assert.match(await page.getByRole("link", { name: "Log in to leave a comment" }).getAttribute("href"), /\/login$/);
  assert.match(
    await page.getByRole("link", { name: "Become a member to leave a comment" }).getAttribute("href"),
    /\/join$/,
  );
  await commentWith(page, "A question?").getByRole("button", { name: "Reply" }).click();
  await commentWith(page, "A question?").getByRole("link", { name: "Log in to leave a comment" }).waitFor();
});

test("who is no member any more is told, with the way to become one", async () => {
  const page = await world.open({ token: tokenOf("Ben", { status: "lapsed" }), query: { article: newArticle() } });
  await write(page, "Hello.");
  await page.getByText("Your membership has ended.").waitFor();
  await page.getByRole("link", { name: "Become a member" }).waitFor();
});

test("a token from the callback is asked for anew once it is refused", async () => {
  const tokens = [`${tokenOf("Ben")}x`, tokenOf("Ben")];
  const page = await world.open({
    query: { article: newArticle() },
    init: `{ const tokens = ${JSON.stringify(tokens)}; window["moderato:token"] = async () => tokens.shift(); }`,
  });
  await write(page, "With the second token.");
  await commentWith(page, "With the second token.").waitFor();
});

test("a token that does not hold leaves the text, and says what to do", async () => {
  const page = await world.open({ token: `${tokenOf("Ben")}x`, query: { article: newArticle() } });
  await write(page, "Do not lose this.");
  await page.getByText("You are no longer logged in.").waitFor();
  assert.equal(await page.getByLabel("Your comment").inputValue(), "Do not lose this.");
});

test("after a lost answer, sending again is the same comment", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await page.route("**/comments", async (route) => {
    await route.fetch(); // the gateway gets it; the answer is lost
    await route.abort();
    await page.unroute("**/comments");
  });
  await write(page, "Once only.");
  await page.getByText("It could not be sent.").waitFor();
  await page.getByRole("button", { name: "Post comment" }).click();
  await commentWith(page, "Once only.").first().waitFor();
  assert.equal(await commentWith(page, "Once only.").count(), 1);
  await page.reload();
  await commentWith(page, "Once only.").first().waitFor();
  assert.equal(await commentWith(page, "Once only.").count(), 1);
});

test("an empty comment is not sent, and the field says why", async () => {
  const page = await world.open({ as: "Ben", query: { article: newArticle() } });
  await write(page, "   ");
  await page.getByText("Write something first.").waitFor();
  assert.equal(await page.getByLabel("Your comment").getAttribute("aria-invalid"), "true");
});

test("a member whose token has no name gives one, which is kept", async () => {
  const token = tokenOf("nameless", { name: undefined });
  const page = await world.open({ token, query: { article: newArticle() } });
  await page.getByLabel("Your name").fill("Dora");
  await write(page, "My first.");
  await page.getByRole("heading", { name: "Dora" }).waitFor();
  await page.reload();
  await page.getByLabel("Your name").waitFor();
  assert.equal(await page.getByLabel("Your name").inputValue(), "Dora");
});

test(
  "what is being written stays when the comments are read anew, its parent goes, and over a reload",
  standInOnly,
  async () => {
    const article = newArticle();
    const [, two] = await addAll(world.gateway, ["first question", "second question"], { article });
    const page = await world.open({ as: "Ben", query: { article } });
    await page.getByLabel("Your comment").fill("A long thought.");
    for (const words of ["first question", "second question"]) {
      await commentWith(page, words).getByRole("button", { name: "Reply" }).click();
      await commentWith(page, words).locator("textarea").fill(`on the ${words}`);
    }
    await page.getByLabel("Sort by").selectOption("oldest");
    await page
      .locator("section:not([aria-busy]) ol.thread:last-child > li:first-child", { hasText: "first question" })
      .waitFor();
    assert.equal(await page.getByLabel("Your comment").inputValue(), "A long thought.");
    assert.equal(await commentWith(page, "first question").locator("textarea").inputValue(), "on the first question");

    world.gateway.withdraw(two);
    const gone = commentWith(page, "This comment was removed.");
    assert.equal(await gone.locator("textarea").inputValue(), "on the second question");
    await page.reload();
    await page.getByRole("heading", { name: "Comments 1" }).waitFor();
    assert.equal(await page.getByLabel("Your comment").inputValue(), "A long thought.");
  },
);

test("a reader reports a comment", standInOnly, async () => {
  const article = newArticle();
  const id = await world.gateway.add({ article, text: "Buy now!" });
  const page = await world.open({ query: { article } });
  const comment = commentWith(page, "Buy now!");
  await comment.getByRole("button", { name: "Report" }).click();
  await comment.getByLabel("Advertising or spam").check();
  await comment.getByLabel("Anything to add?").fill("Third time.");
  await comment.getByRole("button", { name: "Send report" }).click();
  await comment.getByText("The moderators will look at it.").waitFor();
  assert.deepEqual(world.gateway.reports.at(-1), { id, reason: "spam", note: "Third time." });
});
