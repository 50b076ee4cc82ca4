// Many at once: chosen, looked at beforehand, decided, and taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { detailOf, newArticle, queueOf, rowWith, standInOnly, theDesk, toastSays } from "./console_support.mjs";
import { until } from "./patience.mjs";

let desk;
before(async () => (desk = await theDesk()));
after(() => desk.close());

const queued = async (texts) => {
  const article = newArticle();
  const ids = [];
  for (const [i, text] of texts.entries()) ids.push(await desk.backend.put({ article, text, age: 600 - i * 60 }));
  return { article, ids, hash: queueOf(article) };
};
const decisions = (page) => {
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/decisions") && sent.push(request.postDataJSON()));
  return sent;
};

test("several are approved after a look, and all taken back by one key", async () => {
  const { hash, ids } = await queued(["One.", "Two.", "Three.", "Four."]);
  const page = await desk.open({ hash });
  const sent = decisions(page);
  await detailOf(page).filter({ hasText: "One." }).waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await rowWith(page, "Four.").getByRole("checkbox").check();
  await page.locator(".bulk", { hasText: "3 selected" }).waitFor();
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Publish 3 comments?" });
  await dialog.getByText("Four.").waitFor();
  assert.equal(await dialog.getByText("Three.").count(), 0);
  assert.deepEqual(
    sent.map(({ dry_run }) => dry_run),
    [true],
  );
  await dialog.getByRole("button", { name: "Approve 3" }).click();
  await toastSays(page, "3 comments are published.");
  assert.deepEqual(
    sent[1].items.map(({ id }) => id),
    [ids[0], ids[1], ids[3]],
  );
  await until(async () => (await page.locator("li.row").count()) === 1);
  assert.equal(await page.locator(".bulk").isVisible(), false);

  await page.keyboard.press("u");
  await toastSays(page, "Undone: 3 comments");
  assert.match((await page.locator("li.row .row-text").allTextContents()).join("|"), /One.*Two.*Three.*Four/);
  assert.deepEqual(page.complaints, []);
});

test("calling the look off decides nothing", async () => {
  const { hash } = await queued(["Kept.", "Kept too."]);
  const page = await desk.open({ hash });
  const sent = decisions(page);
  await page.getByLabel("Select all that are shown").check();
  await page.locator(".bulk").getByRole("button", { name: "Approve" }).click();
  await page.getByRole("dialog", { name: "Publish 2 comments?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(
    sent.map(({ dry_run }) => dry_run),
    [true],
  );
  await until(async () => (await page.locator("li.row").count()) === 2);
  await page.locator(".bulk").getByRole("button", { name: "Clear" }).click();
  await until(async () => (await page.locator("li.row input:checked").count()) === 0);
});

test("one reason for all; what can't be decided is named beforehand and stays", standInOnly, async () => {
  const { hash, ids } = await queued(["Spam one.", "Spam two.", "Ben’s own."]);
  desk.backend.claim("ben", "default", ids[2]);
  const page = await desk.open({ hash });
  await page.getByLabel("Select all that are shown").check();
  await page.keyboard.press("r");
  await page.getByRole("radio").nth(2).check();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  const look = page.getByRole("dialog", { name: "Turn away 2 comments?" });
  await look.getByText("1 can’t be decided").waitFor();
  await look.getByText("ben has this one.").waitFor();
  await look.getByText("This is advertising.").waitFor();
  await look.getByRole("button", { name: "Reject 2" }).click();
  await toastSays(page, "2 comments are turned away.");
  await rowWith(page, "Ben’s own.").waitFor();
  await until(async () => (await page.locator("li.row").count()) === 1);
  assert.deepEqual(
    ids.map((id) => desk.backend.find("default", id).state),
    ["rejected", "rejected", "held"],
  );
  assert.equal(desk.backend.find("default", ids[0]).note, "This is advertising.");
});

test("what changes between the look and the decision is told", standInOnly, async () => {
  const { hash, ids } = await queued(["Steady.", "Edited meanwhile."]);
  const page = await desk.open({ hash });
  await page.getByLabel("Select all that are shown").check();
  await page.keyboard.press("a");
  await page.getByRole("dialog", { name: "Publish 2 comments?" }).waitFor();
  desk.backend.find("default", ids[1]).seq += 1;
  await page.getByRole("button", { name: "Approve 2" }).click();
  await toastSays(page, /published.*1 was not decided: It was decided or changed/);
  await rowWith(page, "Edited meanwhile.").waitFor();
});
