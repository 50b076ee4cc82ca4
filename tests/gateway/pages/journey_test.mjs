// What a newcomer sees after scripts/run: the example site as its readers and members, and the console as a moderator,
// with the real programs behind all of it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const { MODERATO_BUILD, MODERATO_CHROMIUM, MODERATO_PAGES_MODULES } = process.env;
const { chromium } = createRequire(resolve(MODERATO_PAGES_MODULES, "any.js"))("playwright-core");
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

// Held by the shipped configuration.
const HELD = "Only an idiot reads this newspaper on a Sunday.";

let folder, run, site, desk, password, browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "moderato-"));
  run = spawn(join(ROOT, "scripts/run"), ["--sockets", folder], {
    env: { ...process.env, MODERATO_BUILD },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = [];
  for await (const line of createInterface({ input: run.stdout })) {
    said.push(line);
    site ??= line.match(/(http:\S+) +a news site/)?.[1];
    const moderators = line.match(/(http:\S+) +the moderators' .*password (\S+)$/);
    if (moderators) [, desk, password] = moderators;
    if (line.startsWith("Its data is in")) break;
  }
  assert.ok(site && password, said.join("\n"));
  browser = await chromium.launch({
    executablePath: MODERATO_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
});

after(async () => {
  await browser?.close();
  const gone = new Promise((done) => (run.exitCode === null ? run.once("exit", done) : done(run.exitCode)));
  run.kill("SIGTERM");
  assert.equal(await gone, 143, "everything stopped cleanly");
  rmSync(folder, { recursive: true, force: true });
});

/** A browser of its own at the article about the library. As: who its user chooses to be there. */
async function visit(as) {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  page.setDefaultTimeout(30_000);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  await page.goto(site);
  await page.getByRole("link", { name: /Central Library/ }).click();
  if (as) {
    await page.getByLabel("You are").selectOption(as);
    await page.getByRole("button", { name: "Change" }).click();
  }
  await page.locator(".moderato section:not([aria-busy]) .writing > *").first().waitFor();
  return page;
}

const comment = (page, words) => page.locator(".moderato li.comment > article", { hasText: words });

async function write(page, text) {
  await page.getByLabel("Your comment").fill(text);
  await page.getByRole("button", { name: "Post comment" }).click();
}

/** What waits behind the button comes forth. */
async function seesNew(page, words) {
  const button = page.getByRole("button", { name: /new comment/ });
  const shown = comment(page, words);
  await button.or(shown).first().waitFor();
  if (!(await shown.count())) await button.click();
  await shown.waitFor();
}

test("the sample discussion stands below its article", async () => {
  const page = await visit();
  await page.getByRole("link", { name: "Log in" }).first().waitFor();
  assert.ok((await page.locator(".moderato li.comment").count()) > 5);
  assert.deepEqual(page.complaints, []);
});

test("a member's comment and the reply to it appear for who is reading", async () => {
  const [reader, ben, anna] = [await visit(), await visit("ben"), await visit("anna")];
  await write(ben, "Sundays from ten is when I could come at last.");
  await comment(ben, "Sundays from ten").waitFor();
  await seesNew(reader, "Sundays from ten");
  await seesNew(anna, "Sundays from ten");
  const his = comment(anna, "Sundays from ten");
  await his.getByRole("button", { name: /^Reply/ }).click();
  await anna.getByRole("textbox", { name: /Reply to/ }).fill("Then I will bring the biscuits.");
  await anna.getByRole("button", { name: /Post reply/ }).click();
  await comment(anna, "bring the biscuits").waitFor();
  await reader.reload();
  await comment(reader, "bring the biscuits").waitFor();
  assert.deepEqual([...reader.complaints, ...ben.complaints, ...anna.complaints], []);
});

test("markup is text", async () => {
  const page = await visit("emeka");
  const text = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script> is not what a library needs.';
  await write(page, text);
  await comment(page, "is not what a library needs").waitFor();
  const reader = await visit();
  assert.ok((await comment(reader, "is not what a library needs").locator(".body").textContent()).includes(text));
  for (const each of [page, reader]) assert.equal(await each.evaluate(() => window.hacked), undefined);
});

test("who is no member is told so", async () => {
  const page = await visit("zoe");
  await write(page, "May I say something too?");
  await page.getByText("Become a member to leave a comment.").first().waitFor();
  const reader = await visit();
  assert.equal(await comment(reader, "May I say something too?").count(), 0);
});

test("what is held waits for a moderator, appears when approved, and disappears when that is undone", async () => {
  const [reader, author] = [await visit(), await visit("anna")];
  await write(author, HELD);
  await author.getByText(/waiting for review|waits for/i).first().waitFor();
  assert.ok((await author.locator(".moderato mark").count()) > 0, "the words that caused it are marked");
  assert.equal(await comment(reader, HELD).count(), 0);

  const moderator = await (await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 860 } })).newPage();
  moderator.setDefaultTimeout(30_000);
  await moderator.goto(desk);
  await moderator.getByLabel("Name").fill("you");
  await moderator.getByLabel("Password", { exact: true }).fill(password);
  await moderator.getByRole("button", { name: "Log in" }).click();
  await moderator.locator("li.row", { hasText: HELD }).click();
  await moderator.locator(".detail, [data-detail], main").filter({ hasText: HELD }).first().waitFor();
  await moderator.keyboard.press("a");
  await seesNew(reader, HELD);
  await comment(author, HELD).first().waitFor();

  await moderator.keyboard.press("u");
  await comment(reader, HELD).waitFor({ state: "detached" });
  await moderator.locator("li.row", { hasText: HELD }).waitFor();
});
