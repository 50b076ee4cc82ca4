// For everybody: axe on every page in light and dark, on a phone and a desk; small screens; focus that is seen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fillWithSamples } from "./console_samples.mjs";
import { AXE, detailOf, newArticle, queueOf, rowWith, standInOnly, theDesk } from "./console_support.mjs";

let desk;
before(async () => {
  desk = await theDesk();
  if (!standInOnly.skip) fillWithSamples(desk.backend);
});
after(() => desk.close());

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const violations = async (page) => {
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finish())));
  const { violations: found, passes } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    TAGS,
  );
  assert.ok(passes.length > 10, "axe has looked at something");
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`,
  );
};

const sample = (words) => [...desk.backend.comments.values()].find(({ text }) => text.startsWith(words));
const PAGES = {
  "the queue": () => "#/queue",
  appeals: () => "#/queue?kind=appeals",
  reports: () => "#/queue?kind=reports",
  "a queue with nothing in it": () => "#/queue?filter=rate&q=nothing",
  "the search": () => "#/search?q=bridge&state=held",
  "one comment": () => `#/comment/default/${sample("Only a complete").id}`,
  "an appeal": () => `#/comment/default/${sample("The mayor's").id}`,
  "an author": () => "#/author/default/sub-max",
  "what goes on": () => "#/activity",
  "the log": () => "#/audit",
  accounts: () => "#/accounts",
  "one's own account": () => "#/account",
};

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} px`, standInOnly, async () => {
      const settings = { colorScheme, viewport: { width, height: 800 } };
      const door = await desk.visit({ settings, init: AXE });
      await door.getByLabel("Name").waitFor();
      assert.deepEqual(await violations(door), [], "logging in");
      await door.context().close();

      const page = await desk.open({ as: "carla", settings, init: AXE });
      for (const [name, hash] of Object.entries(PAGES)) {
        await page.goto("about:blank"); // else what is found may be of the page before
        await page.goto(`${desk.backend.address}/console${hash()}`);
        await page.locator("main h1").first().waitFor({ state: "attached" });
        await page.locator("main [aria-busy], main .loading").first().waitFor({ state: "detached" });
        for (const summary of await page.locator("main summary").all()) await summary.click();
        assert.deepEqual(await violations(page), [], name);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, name);
      }

      await page.goto(`${desk.backend.address}/console#/queue`);
      await rowWith(page, "Only a complete").locator("> a").click();
      await page.locator(".detail .history").waitFor();
      assert.deepEqual(await violations(page), [], "a comment in the queue");
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await violations(page), [], "the help");
      await page.keyboard.press("Escape");
      await page.keyboard.press("r");
      await page.getByRole("radio").first().check();
      assert.deepEqual(await violations(page), [], "asked for a reason");
      await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
      await page.locator(".toast").waitFor();
      assert.deepEqual(await violations(page), [], "after a decision");
      await page.keyboard.press("u");
      await page.locator(".toast", { hasText: "Undone" }).waitFor();
      await page.goto(`${desk.backend.address}/console#/queue?sort=newest`);
      await page.getByRole("button", { name: /^Filters/ }).click();
      assert.deepEqual(await violations(page), [], "filters");
      await page.keyboard.press("Escape");
      await page.getByLabel("Select all that are shown").check();
      desk.backend.put({ text: "Something new.", age: 1 });
      await page.locator(".arrivals:not([hidden])").waitFor();
      assert.deepEqual(await violations(page), [], "some selected, one new");
      await page.locator(".bulk").getByRole("button", { name: "Approve" }).click();
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await violations(page), [], "before many are decided");
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  }
}

test("at 320 pixels nothing is cut off, and what is pressed is large enough", standInOnly, async () => {
  const page = await desk.open({ as: "carla", settings: { viewport: { width: 320, height: 700 } } });
  for (const [name, hash] of Object.entries(PAGES)) {
    await page.goto("about:blank");
    await page.goto(`${desk.backend.address}/console${hash()}`);
    await page.locator("main h1").first().waitFor({ state: "attached" });
    await page.locator("main [aria-busy], main .loading").first().waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, name);
    const small = await page.locator("button, select, input, nav a, summary").evaluateAll((all) =>
      all
        .filter((node) => node.checkVisibility())
        .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([node, box]) => `${node.outerHTML.slice(0, 80)} ${box.width}x${box.height}`),
    );
    assert.deepEqual(small, [], name);
  }
});

test("a keyboard reaches everything in the queue, and the focus is seen on all of it", standInOnly, async () => {
  const article = newArticle();
  desk.backend.put({ article, text: "Reached by Tab." });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  await page.locator(".detail .loading").waitFor({ state: "detached" });
  const reached = [];
  await page.evaluate(() => document.activeElement.blur());
  for (let i = 0; i < 45; ++i) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      if (node === document.body) return null;
      const style = getComputedStyle(node);
      const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { name: node.getAttribute("aria-label") ?? node.textContent, seen };
    });
    if (!at) continue;
    assert.ok(at.seen, `the focus is seen on ${at.name}`);
    reached.push(at.name.replace(/[\u2068\u2069]/g, ""));
  }
  for (const name of [
    "Skip to the page",
    "Search",
    "Filters (1)",
    "Views",
    "Select all that are shown",
    "Approve",
    "Reject",
    "Claim",
  ])
    assert.ok(
      reached.some((each) => each.startsWith(name)),
      `${name} is reached: ${reached.join(" | ")}`,
    );
});

test("the page has its landmarks, one heading, and politely says what changes", standInOnly, async () => {
  const page = await desk.open();
  for (const role of ["banner", "navigation", "main"]) assert.equal(await page.getByRole(role).count(), 1, role);
  for (const hash of ["#/queue", "#/search", "#/activity", "#/account"]) {
    await page.goto("about:blank");
    await page.goto(`${desk.backend.address}/console${hash}`);
    await page.locator("main h1").waitFor({ state: "attached" });
    assert.equal(await page.locator("main h1").count(), 1, hash);
  }
  const article = newArticle();
  desk.backend.put({ article, text: "Decided aloud." });
  await page.goto(`${desk.backend.address}/console${queueOf(article)}`);
  await detailOf(page).filter({ hasText: "Decided aloud." }).waitFor();
  desk.backend.put({ article, text: "Said aloud.", age: 1 });
  await page.locator("body > p[role=status]", { hasText: "new" }).waitFor({ state: "attached" });
  await page.keyboard.press("a");
  await page.locator("body > p[role=status]", { hasText: /is published/ }).waitFor({ state: "attached" });
});

test("a comment in Arabic goes its own way", standInOnly, async () => {
  const article = newArticle();
  desk.backend.put({ article, text: "شكرًا لكم جميعًا.", author: { id: "sub-ar", name: "محمد" } });
  const page = await desk.open({ hash: queueOf(article) });
  await detailOf(page).waitFor();
  assert.equal(await detailOf(page).evaluate((node) => getComputedStyle(node).direction), "rtl");
  assert.equal(await page.locator(".detail").evaluate((node) => getComputedStyle(node).direction), "ltr");
});
