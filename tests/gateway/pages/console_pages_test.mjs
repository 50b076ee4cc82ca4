// The other pages: search, one comment, an author, charts, the log, accounts, and how it all looks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newArticle, PASSWORD, plain, standInOnly, theDesk, toastSays } from "./console_support.mjs";
import { until } from "./patience.mjs";

let desk;
before(async () => (desk = await theDesk()));
after(() => desk.close());

test("the search finds words in every state, marks them, and leads to the comment", standInOnly, async () => {
  const article = newArticle();
  desk.backend.put({ article, text: "A walrus was seen.", state: "approved" });
  desk.backend.put({ article, text: "No walrus here.", state: "rejected", decided_by: "ben", note: "Off topic." });
  const page = await desk.open({ hash: "#/search" });
  await page.getByRole("searchbox").fill("walrus");
  await page.keyboard.press("Enter");
  await page.getByText("2 comments", { exact: true }).waitFor();
  assert.deepEqual(await page.locator(".result mark").allTextContents(), ["walrus", "walrus"]);
  await page.getByText("Narrow it down").click();
  await page.getByLabel("State").selectOption("rejected");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("1 comment", { exact: true }).waitFor();
  await page.getByRole("link", { name: "No walrus here." }).click();
  await page.locator(".history", { hasText: "Off topic." }).waitFor();
  await page.goBack();
  await page.getByText("1 comment", { exact: true }).waitFor();
  await page.getByRole("searchbox").fill("no such words");
  await page.keyboard.press("Enter");
  await page.getByText("No comment matches").waitFor();
});

test("a search is saved, and offered where one searches", standInOnly, async () => {
  const page = await desk.open({ hash: "#/search?q=bridge&state=held" });
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Bridges");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await toastSays(page, /Saved as/);
  await page.getByRole("link", { name: "Search" }).click();
  await page.getByRole("link", { name: "Bridges" }).click();
  assert.equal(await page.getByRole("searchbox").inputValue(), "bridge");
  assert.match(page.url(), /state=held/);
});

test("a comment's page shows its history; a lead undoes what another decided", standInOnly, async () => {
  const article = newArticle();
  const id = desk.backend.put({ article, text: "Approved in haste." });
  desk.backend.decide("anna", "approve", { id });
  const moderator = await desk.open({ as: "tom", init: "", hash: `#/comment/default/${id}` }).catch(() => null);
  assert.equal(moderator, null, "tom has a second step");
  desk.backend.addAccount({ name: "otto", role: "moderator", sites: null });
  const other = await desk.open({ as: "otto", hash: `#/comment/default/${id}` });
  await other.locator(".history", { hasText: "anna" }).waitFor();
  assert.equal(await other.getByRole("button", { name: /^Undo/ }).count(), 0);
  const page = await desk.open({ as: "ben", hash: `#/comment/default/${id}` });
  await page.getByRole("button", { name: /Undo .*anna.* decision/ }).click();
  await toastSays(page, "Undone");
  await page.locator(".comment .badge.held").waitFor();
  assert.equal(desk.backend.find("default", id).state, "held");
  await other.locator(".comment .badge.held").waitFor();
  await page.goto(`${desk.backend.address}/console#/comment/default/nothing`);
  await page.getByText("There is no such comment").waitFor();
});

test("an author's page shows what became of all they wrote", standInOnly, async () => {
  const author = { id: "sub/with ?odd#id", name: "Odd One" };
  const article = newArticle();
  desk.backend.put({ article, author, text: "First of mine.", state: "approved" });
  desk.backend.put({ article, author, text: "Second of mine.", state: "rejected" });
  const id = desk.backend.put({ article, author, text: "Third of mine." });
  const page = await desk.open({ hash: `#/comment/default/${id}` });
  await page.getByRole("link", { name: "Odd One" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Odd One", exact: true }).waitFor();
  await page.getByText("3 comments", { exact: true }).waitFor();
  assert.deepEqual(await page.locator(".author-head .count").allTextContents(), [
    "1 published",
    "1 held",
    "1 turned away",
  ]);
  await page.getByLabel("State").selectOption("rejected");
  await page.getByText("1 comment", { exact: true }).waitFor();
});

test("the charts are there, say their names, and have their figures as tables", async () => {
  const page = await desk.open({ as: "ben", hash: "#/activity" });
  const titles = [
    "Decisions over time",
    "How far moderators agree with each filter",
    "What each filter stopped",
    "How long comments have waited",
    "Moderators",
  ];
  for (const title of titles) {
    const figure = page.getByRole("region", { name: title, exact: true });
    await figure.waitFor();
    if ((await figure.getByText("Nothing happened in this period.").count()) > 0) continue;
    await figure.getByRole("img", { name: new RegExp(title) }).waitFor();
    assert.ok((await figure.locator("svg.chart rect.fill").count()) > 0, title);
    await figure.getByText("Show as a table").click();
    const table = figure.getByRole("table");
    assert.equal(await table.locator("caption").textContent(), title);
    assert.ok((await table.locator("tbody tr").count()) > 0);
    assert.ok((await table.locator("thead th[scope=col]").count()) > 1);
  }
  assert.deepEqual(page.complaints, []);
});

test("a chart's columns are as high as its figures, and follow the width", standInOnly, async () => {
  const page = await desk.open({ as: "ben", hash: "#/activity" });
  const figure = page.getByRole("region", { name: "Decisions over time", exact: true });
  await figure.locator("svg.chart").waitFor();
  const heights = await figure
    .locator("svg.chart g.column")
    .evaluateAll((all) =>
      all.map((column) =>
        [...column.querySelectorAll("rect.fill")].reduce((sum, rect) => sum + Number(rect.getAttribute("height")), 0),
      ),
    );
  await figure.getByText("Show as a table").click();
  const sums = await figure
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll("td")]
          .slice(0, 4)
          .reduce((sum, cell) => sum + Number(cell.textContent.replace(",", "")), 0),
      ),
    );
  assert.equal(heights.length, sums.length);
  const scale = heights[0] / sums[0];
  for (const [i, sum] of sums.entries()) assert.ok(Math.abs(heights[i] - sum * scale) < 6, `${heights[i]} for ${sum}`);
  await page.setViewportSize({ width: 360, height: 800 });
  await until(async () => (await figure.locator("svg.chart").getAttribute("width")) < 340);
  await page.getByLabel("Period").selectOption("day");
  await until(() => desk.backend.requests.at(-1)?.query.includes("step=hour"));
});

test("moderators see their own figures only", standInOnly, async () => {
  const page = await desk.open({ hash: "#/activity" });
  const figure = page.getByRole("region", { name: "Your decisions", exact: true });
  await figure.getByText("Show as a table").click();
  assert.deepEqual(await figure.locator("tbody th").allTextContents(), ["anna"]);
});

test("the log is for leads, and can be narrowed down", standInOnly, async () => {
  const id = desk.backend.put({ article: newArticle(), text: "For the log." });
  desk.backend.decide("anna", "reject", { id, reason: "Because." });
  const page = await desk.open({ as: "ben", hash: "#/audit" });
  await page
    .getByRole("row", { name: /anna rejected/ })
    .first()
    .waitFor();
  await page.getByLabel("Comment’s id").fill(id);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await until(async () => (await page.locator("tbody tr").count()) === 1);
  await page
    .getByRole("row", { name: /anna rejected .* Because\./ })
    .getByRole("link")
    .click();
  await page.locator(".comment", { hasText: "For the log." }).waitFor();

  const anna = await desk.open({ hash: "#/audit" });
  await anna.getByText("Your account may not do this.").waitFor();
  assert.equal(await anna.getByRole("link", { name: "Audit log" }).count(), 0);
});

test("an administrator makes an account, changes it, and can't lose the last administrator", standInOnly, async () => {
  const page = await desk.open({ as: "carla", hash: "#/accounts" });
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Anna");
  await dialog.getByRole("button", { name: "Create" }).click();
  await dialog.getByRole("alert").getByText("There is an account with this name.").waitFor();
  await dialog.getByLabel("Name").fill("felix");
  await dialog.getByLabel("Role").selectOption("lead");
  await dialog.getByLabel("All sites").uncheck();
  await dialog.getByLabel("sport").check();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByText("one-time-pass-4711").waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  const { role, sites } = desk.backend.accounts.get("felix");
  assert.deepEqual({ role, sites }, { role: "lead", sites: ["sport"] });

  await page.getByRole("button", { name: /Change .?felix/ }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  await page.locator(".accounts li.disabled", { hasText: "felix" }).waitFor();
  await page.getByRole("button", { name: /Change .?carla/ }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("alert").getByText("This is the last administrator.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Change .?anna/ }).click();
  await page.getByRole("button", { name: "New one-time password" }).click();
  await page.getByText("one-time-pass-0815").waitFor();
  Object.assign(desk.backend.accounts.get("anna"), { password: PASSWORD, must_change_password: false });
  assert.deepEqual(page.complaints, []);
});

test("colours and language are chosen, and stay", async () => {
  const page = await desk.open({ hash: "#/account" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByLabel("Colours").selectOption("dark");
  assert.notEqual(await ground(), light);
  const dark = await ground();
  await page.reload();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
  assert.equal(await ground(), dark);
  await page.getByLabel("Language").selectOption("fr");
  await page.getByRole("heading", { name: "Votre compte" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
  await page.reload();
  await page.getByRole("heading", { name: "Votre compte" }).waitFor();
});

test("every text has its French, with the same values and forms", async () => {
  const page = await desk.open();
  const [english, french] = await page.evaluate(async () => {
    const [{ ENGLISH }, { FRENCH }] = [await import("/console/texts.js"), await import("/console/texts_fr.js")];
    return [ENGLISH, FRENCH];
  });
  const values = (entry) =>
    [...new Set([...JSON.stringify(entry).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
  assert.deepEqual(Object.keys(french).sort(), Object.keys(english).sort());
  for (const [key, entry] of Object.entries(english)) {
    assert.deepEqual(values(french[key]), values(entry), key);
    assert.equal(typeof french[key], typeof entry, key);
  }
  assert.equal(plain("\u2068x\u2069"), "x");
});
