// What the tests of the console share: a backend, moderators who are logged in, and Chromium.
// MODERATO_CONSOLE_GATEWAY: the address of a gateway that runs (console_running.mjs says what it must have), else
// console_stand_in.mjs stands in. MODERATO_CONSOLE: the built folder of pages.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { RunningConsole } from "./console_running.mjs";
import { ConsoleStandIn, PASSWORD } from "./console_stand_in.mjs";
import { PATIENCE } from "./patience.mjs";

const { MODERATO_CONSOLE, MODERATO_CONSOLE_GATEWAY, MODERATO_PAGES_MODULES } = process.env;
const require = createRequire(resolve(MODERATO_PAGES_MODULES, "any.js"));
const { chromium } = require("playwright-core");
export const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export { PASSWORD };

/** Of tests that want more of a backend than its HTTP: other moderators, a lost connection, comments as they please. */
export const standInOnly = { skip: MODERATO_CONSOLE_GATEWAY ? "for the stand-in only" : false };

/** A new article, so that no two tests meet. */
export const newArticle = (title = "The harbour bridge reopens") => {
  const id = `article-${randomUUID()}`;
  return { id, title, url: `https://example.org/${id}` };
};

/** The queue of one article. */
export const queueOf = (article, more = {}) => `#/queue?${new URLSearchParams({ article: article.id, ...more })}`;

/** Everything that a test file needs; call close() after. */
export async function theDesk() {
  const backend = MODERATO_CONSOLE_GATEWAY
    ? new RunningConsole(MODERATO_CONSOLE_GATEWAY)
    : new ConsoleStandIn(MODERATO_CONSOLE);
  await backend.start();
  const browser = await chromium.launch({
    executablePath: process.env.MODERATO_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });

  /** A tab in a browser of its own, nobody logged in. What it complains of is in its `complaints`. */
  const visit = async ({ hash = "", settings = {}, init, as } = {}) => {
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 860 }, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    // That nobody is logged in, and what a test refuses, is said by a status; the browser logs it.
    page.on(
      "console",
      (message) =>
        message.type() === "error" &&
        !/Failed to load resource/.test(message.text()) &&
        page.complaints.push(message.text()),
    );
    if (init) await page.addInitScript(init);
    if (as) await enter(context, as);
    await page.goto(`${backend.address}/console${hash}`);
    return page;
  };

  /** A session without the form; the browser keeps its cookie. */
  const enter = async (context, name) => {
    const answer = await context.request.post(`${backend.address}/console/api/v1/session`, {
      headers: { Origin: backend.address },
      maxRetries: 3, // a kept connection may have just been closed
      data: { name, password: PASSWORD },
    });
    if (!answer.ok()) throw new Error(`${answer.status()}: ${await answer.text()}`);
  };

  const logIn = async (page, name, password = PASSWORD) => {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };

  /** A moderator at the desk. */
  const open = async ({ as = "anna", ...more } = {}) => {
    const page = await visit({ as, ...more });
    await page.locator("main#main > *").first().waitFor();
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
    return page;
  };

  const close = async () => {
    await browser.close();
    await backend.stop();
  };
  return { backend, visit, logIn, open, close };
}

/** The row of the queue whose text holds these words. */
export const rowWith = (page, words) => page.locator("li.row", { hasText: words });

/** What is open. */
export const detailOf = (page) => page.locator(".detail .text");

/** Without the marks that set names apart. */
export const plain = (text) => text.replace(/[\u2068\u2069]/g, "");

export const toastOf = (page) => page.locator(".toast p");

/** Waits until the toast says something like this. */
export const toastSays = (page, pattern) => page.locator(".toast", { hasText: pattern }).waitFor();
