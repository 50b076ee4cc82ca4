// The queue: by keyboard and by button, live, with others at work at the same time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  detailOf,
  newArticle,
  plain,
  queueOf,
  rowWith,
  standInOnly,
  theDesk,
  toastOf,
  toastSays,
} from "./console_support.mjs";
import { until } from "./patience.mjs";

let desk;
before(async () => (desk = await theDesk()));
after(() => desk.close());

/** A queue of comments with these texts, the first the oldest. */
const queued = async (texts, more = {}) => {
  const article = newArticle();
  const ids = [];
  for (const [i, text] of texts.entries())
    ids.push(await desk.backend.put({ article, text, age: 600 - i * 60, ...more }));
  return { article, ids, hash: queueOf(article) };
};
const opened = (page, words) => detailOf(page).filter({ hasText: words }).waitFor();
const texts = (page) => page.locator("li.row .row-text").allTextContents();

test("j and k move, a approves, u undoes, and the next is there at once", async () => {
  const { hash } = await queued(["The first.", "The second.", "The third."]);
  const page = await desk.open({ hash });
  await opened(page, "The first.");
  await page.keyboard.press("j");
  await opened(page, "The second.");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
  await page.keyboard.press("k");
  await opened(page, "The first.");
  await page.keyboard.press("a");
  await opened(page, "The second.");
  await toastSays(page, "Dora\u2069’s comment is published.");
  await until(async () => (await page.locator("li.row").count()) === 2);

  await page.keyboard.press("u");
  await toastSays(page, "Undone");
  await opened(page, "The first.");
  assert.match((await texts(page)).join("|"), /first.*second.*third/);
  assert.deepEqual(page.complaints, []);
});

test("r asks for a reason: a ready sentence by its number, sent to the author", async () => {
  const { hash, ids } = await queued(["Buy this.", "Not this."]);
  const page = await desk.open({ hash });
  await opened(page, "Buy this.");
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: /Why is .*Dora.* turned away/ });
  await dialog.getByRole("button", { name: "Reject" }).click();
  await dialog
    .getByRole("alert")
    .getByText(/Choose a sentence/)
    .waitFor();
  await dialog.getByRole("radio").first().focus();
  await page.keyboard.press("3");
  const sentence = await dialog.getByRole("radio").nth(2).inputValue();
  assert.equal(await dialog.getByLabel("In your own words").inputValue(), sentence);
  const sent = page.waitForRequest(/\/decisions$/);
  await page.keyboard.press("Enter");
  const body = (await sent).postDataJSON();
  assert.equal(body.action, "reject");
  assert.equal(body.reason, sentence);
  assert.equal(body.items[0].id, ids[0]);
  await toastSays(page, "is turned away");
  await opened(page, "Not this.");
});

test("a reason that did not arrive is still there", standInOnly, async () => {
  const { hash } = await queued(["Tried twice."]);
  const page = await desk.open({ hash });
  await opened(page, "Tried twice.");
  const give = () => page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await page.keyboard.press("r");
  await page.getByLabel("In your own words").fill("ü".repeat(1001));
  await give();
  await page.getByRole("alert").getByText("This is too long.").waitFor();
  await page.getByLabel("In your own words").fill("Written with care.");
  desk.backend.down = true;
  try {
    await give();
    await toastSays(page, "The moderation daemon can’t be reached");
  } finally {
    desk.backend.down = false;
  }
  await page.keyboard.press("r");
  assert.equal(await page.getByLabel("In your own words").inputValue(), "Written with care.");
  await give();
  await toastSays(page, "is turned away");
});

test("own words, and calling it off", async () => {
  const { hash } = await queued(["Mine to judge."]);
  const page = await desk.open({ hash });
  await page.getByRole("button", { name: "Reject" }).first().click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Reject" }).first().click();
  await page.getByLabel("In your own words").fill("Because I say so.");
  const sent = page.waitForRequest(/\/decisions$/);
  await page.keyboard.press("Control+Enter");
  assert.equal((await sent).postDataJSON().reason, "Because I say so.");
  await page.getByText("Nothing that waits matches these filters").waitFor();
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await rowWith(page, "Mine to judge.").waitFor();
});

test("the detail says why: the reasons in words, the scores, the words marked", standInOnly, async () => {
  const article = newArticle();
  const parent = desk.backend.put({
    article,
    text: "What was said before.",
    state: "approved",
    author: { id: "p", name: "Paul" },
  });
  desk.backend.put({
    article,
    parent,
    text: "Such a moron.",
    reasons: [
      {
        filter: "civility",
        code: "civility.insult",
        action: "hold",
        message: "This reads as an insult.",
        score: 0.91,
        spans: [[7, 12]],
      },
    ],
    scores: { civility: { INSULT: 0.91, THREAT: 0.04 } },
  });
  const page = await desk.open({ hash: queueOf(article) });
  const detail = page.locator(".detail");
  assert.deepEqual(await detail.locator(".text mark").allTextContents(), ["moron"]);
  await detail.getByText("This reads as an insult.").waitFor();
  assert.deepEqual(await detail.locator(".scores .name").allTextContents(), ["Insult", "Threat"]);
  assert.deepEqual(
    await detail
      .locator(".scores .value")
      .allTextContents()
      .then((all) => all.filter(Boolean)),
    ["91%", "4%"],
  );
  await detail.locator(".parent", { hasText: "What was said before." }).waitFor();
  await detail.locator(".thread li[aria-current]", { hasText: "Such a moron." }).waitFor();
  await detail.getByRole("link", { name: article.title }).waitFor();
});

test("what arrives waits behind a button, and nothing moves", standInOnly, async () => {
  const { article, hash } = await queued(["Being read."]);
  const page = await desk.open({ hash });
  await opened(page, "Being read.");
  const before = await rowWith(page, "Being read.").boundingBox();
  for (const i of [1, 2, 3]) desk.backend.put({ article, text: `Newcomer ${i}.`, age: 1 });
  await page.getByRole("button", { name: "3 new" }).waitFor();
  assert.deepEqual(await rowWith(page, "Being read.").boundingBox(), before);
  await until(async () => (await page.locator("li.row").count()) === 1);
  await opened(page, "Being read.");
  await page.getByRole("button", { name: "3 new" }).click();
  await until(async () => (await page.locator("li.row").count()) === 4);
  await opened(page, "Newcomer 1.");
});

test("what belongs to other filters does not arrive", standInOnly, async () => {
  const { article, hash } = await queued(["Only mine."]);
  const page = await desk.open({ hash });
  await opened(page, "Only mine.");
  desk.backend.put({ article: newArticle(), text: "Elsewhere.", age: 1 });
  desk.backend.put({ article, text: "Here.", age: 1 });
  await page.getByRole("button", { name: "1 new" }).waitFor();
});

test("what somebody else decides fades where it stands, and says who", standInOnly, async () => {
  const { hash, ids } = await queued(["Read by Anna.", "Decided by Ben.", "The last."]);
  const page = await desk.open({ hash });
  await opened(page, "Read by Anna.");
  const last = await rowWith(page, "The last.").boundingBox();
  desk.backend.decide("ben", "approve", { id: ids[1] });
  await rowWith(page, /by .?ben/).waitFor();
  assert.deepEqual(await rowWith(page, "The last.").boundingBox(), last);
  desk.backend.decide("ben", "reject", { id: ids[0], reason: "no" });
  await page.locator(".detail .banner", { hasText: /by .?ben/ }).waitFor();
  await page.keyboard.press("a"); // of no effect: it is decided
  await page.keyboard.press("j");
  await opened(page, "The last.");
  await until(async () => (await page.locator("li.row").count()) === 1); // both are gone with the step, but for what is open
});

test("a decision that comes too late is refused, and the row stays", standInOnly, async () => {
  const { hash, ids } = await queued(["Raced for.", "Another."]);
  const page = await desk.open({ hash });
  await opened(page, "Raced for.");
  desk.backend.find("default", ids[0]).seq += 1; // it is another now, and this tab was not told
  await page.keyboard.press("a");
  await toastSays(page, "It was decided or changed in the meantime.");
  await opened(page, "Raced for.");
  await until(async () => (await page.locator("li.row").count()) === 2);
});

test("a claim is shown to others, who can't decide; a lead takes over", standInOnly, async () => {
  const { hash } = await queued(["Mine."]);
  const anna = await desk.open({ hash });
  const ben = await desk.open({ as: "ben", hash });
  const maria =
    (desk.backend.addAccount({ name: "maria", role: "moderator", sites: null }),
    await desk.open({ as: "maria", hash }));
  await anna.keyboard.press("c");
  await rowWith(anna, "You have this").waitFor();
  await rowWith(maria, /anna.? has this/).waitFor();
  await maria.keyboard.press("c");
  await toastSays(maria, /anna.? has this one/);
  await maria.keyboard.press("a");
  await toastSays(maria, /anna has this one/);
  await rowWith(maria, "Mine.").waitFor();

  await ben.getByRole("button", { name: "Take over" }).click();
  await rowWith(ben, "You have this").waitFor();
  await rowWith(anna, /ben.? has this/).waitFor();
  await ben.keyboard.press("c");
  await anna.locator(".row .badge.claim").waitFor({ state: "detached" });
});

test("an appeal is refused with an answer, or granted; by whom decided before it is not", standInOnly, async () => {
  const article = newArticle();
  const appealed = (text, before) =>
    desk.backend.put({
      article,
      text,
      state: "rejected",
      decided_by: before,
      note: "No source.",
      appeal: {
        text: "But here it is.",
        at: new Date().toISOString(),
        decided_before_by: [before],
        state: "open",
        answer: null,
      },
    });
  const own = appealed("Decided by me.", "anna");
  const other = appealed("Decided by Ben.", "ben");
  const page = await desk.open({ hash: `${queueOf(article)}&kind=appeals` });
  await opened(page, "Decided by me.");
  await page.locator(".appeal-part", { hasText: "But here it is." }).waitFor();
  await page.locator(".appeal-part", { hasText: "No source." }).waitFor();
  await page.getByRole("button", { name: "Grant appeal" }).click();
  await toastSays(page, "somebody else answers");
  await page.keyboard.press("j");
  await opened(page, "Decided by Ben.");
  await page.keyboard.press("r");
  await page.getByLabel("Answer").fill("It says something else.");
  await page.getByRole("dialog").getByRole("button", { name: "Refuse appeal" }).click();
  await toastSays(page, "appeal is refused");
  assert.deepEqual(
    [desk.backend.find("default", other).appeal.state, desk.backend.find("default", other).appeal.answer],
    ["refused", "It says something else."],
  );
  assert.equal(desk.backend.find("default", own).appeal.state, "open");
});

test("a reported comment is left as it is, or taken down", standInOnly, async () => {
  const article = newArticle();
  const reports = [{ reason: "abuse", note: "It is about me.", at: new Date().toISOString() }];
  const left = desk.backend.put({ article, text: "Harmless.", state: "approved", reports });
  const down = desk.backend.put({ article, text: "Harmful.", state: "approved", reports });
  const page = await desk.open({ hash: `${queueOf(article)}&kind=reports` });
  await opened(page, "Harmless.");
  await page.locator(".reports-part", { hasText: "It is about me." }).waitFor();
  await page.keyboard.press("a");
  await toastSays(page, "comment stays");
  await opened(page, "Harmful.");
  await page.getByRole("button", { name: "Take down" }).click();
  await page.getByRole("radio").first().check();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await toastSays(page, "is turned away");
  assert.deepEqual(
    [left, down].map((id) => desk.backend.find("default", id).state),
    ["approved", "rejected"],
  );
});

test("shortcuts rest while somebody types, and can be switched off", standInOnly, async () => {
  const { hash } = await queued(["Typed over.", "Untouched."]);
  const page = await desk.open({ hash });
  await opened(page, "Typed over.");
  await page.getByRole("button", { name: /^Filters/ }).click();
  await page.getByLabel("Words in the text").fill("");
  await page.keyboard.type("jar?");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog").count(), 0);
  await opened(page, "Typed over.");

  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const key of ["j", "k", "a", "r", "u", "x", "c", "/", "?"]) await help.getByText(key, { exact: true }).waitFor();
  await help.getByLabel("Shortcuts of one key are on").uncheck();
  await help.locator("footer").getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await until(async () => (await page.locator("li.row").count()) === 2);
  await opened(page, "Typed over.");
  await page.reload();
  await opened(page, "Typed over.");
  await page.keyboard.press("j");
  await opened(page, "Typed over.");
});

test("/ goes to the search, x selects", async () => {
  const { hash } = await queued(["To be selected."]);
  const page = await desk.open({ hash });
  await opened(page, "To be selected.");
  await page.keyboard.press("x");
  await page.getByText("1 selected", { exact: true }).and(page.locator(".bulk-count")).waitFor();
  await page.keyboard.press("/");
  await page.getByRole("heading", { name: "Search" }).waitFor();
  await page.getByRole("searchbox").and(page.locator(":focus")).waitFor();
});

test("filters narrow the queue, stand in its address, and are taken off one by one", standInOnly, async () => {
  const article = newArticle();
  const because = (filter) => [
    { filter, code: `${filter}.x`, action: "hold", message: `Because of ${filter}.`, score: null, spans: [] },
  ];
  desk.backend.put({ article, text: "With a link.", reasons: because("links") });
  desk.backend.put({ article, text: "An insult.", reasons: because("civility"), site: "sport" });
  const page = await desk.open({ hash: queueOf(article) });
  await rowWith(page, "With a link.").waitFor();
  await page.getByRole("button", { name: /^Filters/ }).click();
  await page.getByLabel("Filter", { exact: true }).selectOption("civility");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await rowWith(page, "With a link.").waitFor({ state: "detached" });
  assert.match(page.url(), /filter=civility/);
  await page.reload();
  await rowWith(page, "An insult.").waitFor();
  await until(async () => (await page.locator("li.row").count()) === 1);
  await page.getByRole("button", { name: /Remove the filter.*Civility/ }).click();
  await rowWith(page, "With a link.").waitFor();
  await page.getByLabel("Order").selectOption("newest");
  await until(async () => (await texts(page))[0]?.includes("An insult."));
});

test("a view is saved under a name, opened again, and removed", async () => {
  const { article, hash } = await queued(["In the view."]);
  const page = await desk.open({ as: "ben", hash });
  await opened(page, "In the view.");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Save this view" }).click();
  const name = `The bridge ${article.id.slice(-6)}`;
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByLabel("For all moderators").check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await toastSays(page, /Saved as/);

  const anna = await desk.open();
  await anna.getByRole("button", { name: "Views" }).click();
  await anna.getByRole("link", { name }).click();
  await rowWith(anna, "In the view.").waitFor();
  await until(async () => (await anna.locator("li.row").count()) === 1);

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: new RegExp(`Remove.*${name}`) }).click();
  await page.getByRole("link", { name }).waitFor({ state: "detached" });
});

test("a long queue comes in pages", standInOnly, async () => {
  const article = newArticle();
  for (let i = 0; i < 70; ++i) desk.backend.put({ article, text: `Number ${i}.`, age: 1000 - i, quiet: true });
  const page = await desk.open({ hash: queueOf(article) });
  await page.getByText("50 of 70 comments").waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("70 of 70 comments").waitFor();
  await until(async () => (await page.locator("li.row").count()) === 70);
});

test("a queue that can't be read says so and can be tried again", standInOnly, async () => {
  const { hash } = await queued(["Still there."]);
  desk.backend.down = true;
  try {
    const page = await desk.open({ hash });
    await page.getByText("This could not be loaded").waitFor();
    await page.getByText("The moderation daemon can’t be reached").waitFor();
    desk.backend.down = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await opened(page, "Still there.");
    desk.backend.down = true;
    await page.keyboard.press("a");
    await toastSays(page, "The moderation daemon can’t be reached");
    await opened(page, "Still there.");
  } finally {
    desk.backend.down = false;
  }
});

test("a lost connection is said, and what was missed is there when it is back", standInOnly, async () => {
  const { article, hash, ids } = await queued(["Here before.", "Gone after."]);
  const page = await desk.open({ hash });
  await opened(page, "Here before.");
  await until(() => [...desk.backend.streams].some(({ session }) => session.account.name === "anna"));
  await page.context().setOffline(true);
  for (const { response } of desk.backend.streams) response.destroy();
  await page.getByText("The connection is lost.").waitFor();
  desk.backend.put({ article, text: "Missed.", age: 1 });
  desk.backend.decide("ben", "approve", { id: ids[1] });
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "1 new" }).waitFor();
  await page.locator("li.row.gone", { hasText: "Gone after." }).waitFor();
  await page.getByText("The connection is lost.").waitFor({ state: "detached" });
});

test("on a phone there is a list, then one comment, then the list again", standInOnly, async () => {
  const { hash } = await queued(["First here.", "Second here."]);
  const page = await desk.open({ hash, settings: { viewport: { width: 390, height: 844 }, hasTouch: true } });
  await rowWith(page, "First here.").waitFor();
  assert.equal(await page.locator(".detail").isVisible(), false);
  await rowWith(page, "Second here.").locator("a").click();
  await opened(page, "Second here.");
  assert.equal(await page.locator(".list-pane").isVisible(), false);
  await page.goBack();
  await rowWith(page, "First here.").waitFor();
  await rowWith(page, "First here.").locator("a").click();
  await page.getByRole("button", { name: "Approve" }).click();
  await toastSays(page, "is published");
  await opened(page, "Second here.");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await rowWith(page, "Second here.").waitFor();
  await until(async () => (await page.locator("li.row").count()) === 1);
  assert.match(plain(await toastOf(page).textContent()), /Dora’s comment is published/);
});

test("a site that is not one's own is not shown", standInOnly, async () => {
  const article = newArticle();
  desk.backend.put({ article, text: "Of default." });
  desk.backend.put({ article, text: "Of sport.", site: "sport" });
  const page = await desk.open({ as: "sven", hash: queueOf(article) });
  await rowWith(page, "Of sport.").waitFor();
  await until(async () => (await page.locator("li.row").count()) === 1);
  desk.backend.put({ article, text: "Of default, later." });
  desk.backend.put({ article, text: "Of sport, later.", site: "sport" });
  await page.getByRole("button", { name: "1 new" }).waitFor();
});
