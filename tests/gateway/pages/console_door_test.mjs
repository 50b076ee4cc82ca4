// Getting in and out: password and code, a new password, the session's end, the second step.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CODE } from "./console_stand_in.mjs";
import { newArticle, PASSWORD, queueOf, standInOnly, theDesk, toastSays } from "./console_support.mjs";
import { until } from "./patience.mjs";

let desk;
before(async () => (desk = await theDesk()));
after(() => desk.close());

test("a wrong name and a wrong password are refused alike; the right ones open the desk", async () => {
  const page = await desk.visit();
  for (const [name, password] of [
    ["nobody", PASSWORD],
    ["anna", "wrong wrong wrong"],
  ]) {
    await desk.logIn(page, name, password);
    await page.getByRole("alert").getByText("The name or the password is wrong.").waitFor();
  }
  await desk.logIn(page, "anna");
  await page.getByRole("link", { name: "Queue" }).waitFor();
  await until(async () => /^Queue/.test(await page.title()));
  assert.equal(await page.getByRole("link", { name: "Accounts" }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test("the address that was asked for is shown after logging in", async () => {
  const page = await desk.open({ hash: "#/search" });
  await page.getByRole("heading", { name: "Search" }).waitFor();
});

test("logging out ends the session, for every page", async () => {
  const page = await desk.open();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in to moderate" }).waitFor();
  await page.goto(`${desk.backend.address}/console#/search`);
  await page.getByRole("heading", { name: "Log in to moderate" }).waitFor();
});

test("an account with a second step is asked for its code", standInOnly, async () => {
  const page = await desk.visit();
  await desk.logIn(page, "tom");
  const code = page.getByLabel("Code");
  await code.fill("000000");
  await page
    .getByRole("alert")
    .getByText(/The code is wrong/)
    .waitFor();
  await code.fill(CODE);
  await page.getByRole("link", { name: "Queue" }).waitFor();
});

test("who is locked out is told until when", standInOnly, async () => {
  desk.backend.addAccount({ name: "lena", role: "moderator", sites: null, failures: 5 });
  const page = await desk.visit();
  await desk.logIn(page, "lena");
  await page.getByRole("alert").getByText("Too many wrong attempts. Try again in 15 minutes.").waitFor();
});

test("a one-time password must be changed first", standInOnly, async () => {
  const page = await desk.visit();
  await desk.logIn(page, "nora");
  await page.getByRole("heading", { name: "Choose a password" }).waitFor();
  const give = async (next, again = next) => {
    await page.getByLabel("Password until now").fill(PASSWORD);
    await page.getByLabel("New password", { exact: true }).fill(next);
    await page.getByLabel("New password again").fill(again);
    await page.getByRole("button", { name: "Save and go on" }).click();
  };
  await give("short");
  await page
    .getByRole("alert")
    .getByText(/at least 12 characters/)
    .waitFor();
  await give("a long enough one", "another one");
  await page
    .getByRole("alert")
    .getByText(/not the same/)
    .waitFor();
  await give("password1234");
  await page
    .getByRole("alert")
    .getByText(/Many people use/)
    .waitFor();
  await give("seven green kettles");
  await page.getByRole("link", { name: "Queue" }).waitFor();
});

test("a session that ends in the middle is renewed over the page; what was written stays", standInOnly, async () => {
  const article = newArticle();
  await desk.backend.put({ article, text: "Is this the end?" });
  const page = await desk.open({ hash: queueOf(article) });
  await page.keyboard.press("r");
  await page.getByLabel("In your own words").fill("Written before the end.");
  desk.backend.sessions.clear();
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  const again = page.getByRole("dialog", { name: "You were logged out" });
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.getByRole("button", { name: "Log in" }).click();
  await toastSays(page, "is turned away");
  assert.equal(
    desk.backend.requests.findLast(({ path }) => path === "decisions").body.reason,
    "Written before the end.",
  );
});

test(
  "the second step is set up with a picture or a typed key, and turned off with the password",
  standInOnly,
  async () => {
    const page = await desk.open({ as: "sven", hash: "#/account" });
    await page.getByRole("button", { name: "Set it up" }).click();
    const picture = page.getByRole("img", { name: /authenticator/ });
    assert.equal(await picture.evaluate((node) => node.decode().then(() => node.naturalWidth > 0)), true);
    await page.getByText("JBSW Y3DP EHPK 3PXP").waitFor();
    await page.getByLabel("Code").fill("111111");
    await page.getByRole("button", { name: "Turn it on" }).click();
    await page
      .getByRole("alert")
      .getByText(/The code is wrong/)
      .waitFor();
    await page.getByLabel("Code").fill(CODE);
    await page.getByRole("button", { name: "Turn it on" }).click();
    await toastSays(page, "The second step is on.");
    await page.getByText("Turn it off").first().click();
    const off = page.locator("details[open] form");
    await off.getByLabel("Password").fill(PASSWORD);
    await off.getByRole("button").click();
    await page.getByRole("button", { name: "Set it up" }).waitFor();
    assert.deepEqual(page.complaints, []);
  },
);

test("one's own password is changed", standInOnly, async () => {
  desk.backend.addAccount({ name: "mia", role: "moderator", sites: null });
  const page = await desk.open({ as: "mia", hash: "#/account" });
  await page.getByLabel("Password until now").fill("not this one");
  await page.getByLabel("New password", { exact: true }).fill("seven green kettles");
  await page.getByLabel("New password again").fill("seven green kettles");
  await page.getByRole("button", { name: "Change your password" }).click();
  await page.getByRole("alert").getByText("The password is wrong.").waitFor();
  await page.getByLabel("Password until now").fill(PASSWORD);
  await page.getByRole("button", { name: "Change your password" }).click();
  await toastSays(page, "Your password is changed.");
  assert.equal(desk.backend.accounts.get("mia").password, "seven green kettles");
});

test("everything that changes something carries the session's token", standInOnly, async () => {
  const page = await desk.open();
  const sent = [];
  page.on("request", (request) => request.method() !== "GET" && sent.push(request.headers()));
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "Log in to moderate" }).waitFor();
  assert.equal(sent.length, 1);
  assert.match(sent[0]["x-csrf-token"], /^[0-9a-f]{16}$/);
  assert.equal(sent[0]["content-type"], "application/json");
});
