// For everybody: axe in light and dark and every state, the keyboard alone, right to left, small screens, target sizes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AXE, commentWith, newArticle, standInOnly, theWorld } from "./support.mjs";

let world;
before(async () => (world = await theWorld()));
after(() => world.close());

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const violations = async (page) => {
  await page.evaluate(() =>
    Promise.all(
      document
        .querySelector(".moderato")
        .shadowRoot.getAnimations()
        .map((each) => each.finish()),
    ),
  );
  const { violations: found, passes } = await page.evaluate(
    (values) => globalThis.axe.run(".moderato", { runOnly: { type: "tag", values } }),
    TAGS,
  );
  assert.ok(passes.length > 10, "axe has looked at something");
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`,
  );
};

const discussion = async () => {
  const article = newArticle();
  const top = await world.gateway.add({ article, text: "A question? https://example.org/report" });
  const staff = await world.gateway.add({ article, parent: top, name: "The editors", staff: true, text: "An answer." });
  const gone = await world.gateway.add({ article, parent: staff, text: "gone" });
  await world.gateway.add({ article, parent: gone, text: "Why is it gone?" });
  world.gateway.withdraw(gone);
  await world.gateway.add({ article, name: "Écrivain", text: "long ".repeat(400) });
  return article;
};

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing in ${colorScheme}, in any state`, standInOnly, async () => {
    const article = await discussion();
    const settings = { colorScheme, viewport: { width: 390, height: 844 } };
    const inject = { settings, init: AXE };
    const reader = await world.open({ query: { article }, ...inject });
    assert.deepEqual(await violations(reader), [], "a reader");

    const page = await world.open({ as: "Ben", query: { article }, ...inject });
    const text = page.getByLabel("Your comment");
    const send = page.getByRole("button", { name: "Post comment" });
    await text.fill("A casino.");
    await send.click();
    await page.getByText("Waiting for review").waitFor();
    await text.fill("An idiot.");
    await send.click();
    await page.getByText("Not published").waitFor();
    await commentWith(page, "An answer.").getByRole("button", { name: "Reply" }).click();
    await commentWith(page, "A question?").first().getByRole("button", { name: "Report" }).click();
    await world.gateway.add({ article, text: "new" });
    await page.getByRole("button", { name: "1 new comment" }).waitFor();
    assert.deepEqual(await violations(page), [], "a writer");
    await page.reload();
    await page.getByText("Not published").waitFor();
    await send.click();
    await page.getByText("Write something first.").waitFor();
    assert.deepEqual(await violations(page), [], "own comments");
  });
}

test("data-theme goes before what the system wants", async () => {
  const colour = async (theme, colorScheme) => {
    const page = await world.open({ query: { article: newArticle(), theme }, settings: { colorScheme } });
    return page.locator(".moderato h2").evaluate((node) => getComputedStyle(node).color);
  };
  assert.equal(await colour("dark", "light"), await colour("dark", "dark"));
  assert.notEqual(await colour("light", "dark"), await colour("dark", "dark"));
});

test("a site's own colours are taken", async () => {
  const page = await world.open({
    as: "Ben",
    query: { article: newArticle(), style: ".moderato { --moderato-accent: rgb(200, 0, 100) }" },
  });
  const colour = await page
    .getByRole("button", { name: "Post comment" })
    .evaluate((node) => getComputedStyle(node).backgroundColor);
  assert.equal(colour, "rgb(200, 0, 100)");
});

test("the keyboard is enough: comment, reply, be turned away, revise, report, show what is new", async () => {
  const article = newArticle();
  await world.gateway.add({ article, text: "The question." });
  const page = await world.open({ as: "Ben", query: { article } });
  const focus = () =>
    page.evaluate(() => {
      const node = document.querySelector(".moderato").shadowRoot.activeElement;
      if (!node) return null;
      const style = getComputedStyle(node);
      const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const label = node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent;
      return { name: label.replace(/[\u2068\u2069]/g, ""), visible };
    });
  /** Tabs on until it is there; everything on the way shows that it has the focus. */
  const tabTo = async (name, key = "Tab") => {
    for (let i = 0; i < 30; ++i) {
      await page.keyboard.press(key);
      const at = await focus();
      if (!at) continue;
      assert.ok(at.visible, `the focus is seen on ${at.name}`);
      if (at.name.startsWith(name)) return;
    }
    assert.fail(`${name} is not reached`);
  };

  await tabTo("Your comment");
  await page.keyboard.type("From the keyboard.");
  await tabTo("Post comment");
  await page.keyboard.press("Enter");
  await commentWith(page, "From the keyboard.").waitFor();
  assert.match((await focus()).name, /From the keyboard/);

  await tabTo("Reply to Anna");
  await page.keyboard.press("Enter");
  assert.equal((await focus()).name, "Reply to Anna");
  await page.keyboard.type("You idiot.");
  await tabTo("Post reply");
  await page.keyboard.press("Enter");
  await page.getByText("Not published").waitFor();
  assert.match((await focus()).name, /^Not published/);
  await tabTo("Revise");
  await page.keyboard.press("Enter");
  await page.keyboard.type("optimist");
  await tabTo("Post reply");
  await page.keyboard.press("Enter");
  await commentWith(page, "You optimist.").waitFor();

  await world.gateway.add({ article, text: "Something new." });
  await page.getByRole("button", { name: "1 new comment" }).waitFor();
  await tabTo("1 new comment", "Shift+Tab");
  await page.keyboard.press("Enter");
  assert.match((await focus()).name, /Something new/);

  await tabTo("Report Anna");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await tabTo("Send report");
  const report = page.waitForRequest(/reports$/);
  await page.keyboard.press("Enter");
  assert.equal((await report).postDataJSON().reason, "spam");
  await page.getByText("The moderators will look at it.").first().waitFor();
  assert.match((await focus()).name, /^Report Anna/);

  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("form.report").count(), 0);
  assert.match((await focus()).name, /^Report Anna/);
});

test("the section is a landmark, its comments have headings and names", standInOnly, async () => {
  const page = await world.open({ query: { article: await discussion() } });
  await page.getByRole("region", { name: /^Comments/ }).waitFor();
  await page.getByRole("heading", { level: 3, name: "The editors" }).waitFor();
  await page.getByRole("article", { name: "The editors" }).waitFor();
  const live = await page
    .locator("[role=status]")
    .evaluateAll((all) => all.map((node) => node.getAttribute("aria-live") ?? "polite"));
  assert.ok(live.length > 0 && live.every((how) => how === "polite"));
  assert.equal(await page.locator("[role=alert]").count(), 0);
});

test("right to left: replies are indented from the right, each text goes its own way", async () => {
  const article = newArticle();
  const top = await world.gateway.add({ article, name: "محمد", text: "أخيرًا! شكرًا لكم." });
  await world.gateway.add({ article, parent: top, text: "English here." });
  const page = await world.open({ query: { article, lang: "ar", dir: "rtl" } });
  const [above, below] = await page
    .locator("li.comment > article")
    .evaluateAll((all) => all.map((node) => node.getBoundingClientRect()).map(({ left, right }) => ({ left, right })));
  assert.equal(below.left, above.left);
  assert.ok(below.right < above.right - 10, `${below.right} ${above.right}`);
  const directions = await page
    .locator(".body p")
    .evaluateAll((all) => all.map((node) => getComputedStyle(node).direction));
  assert.deepEqual(directions, ["rtl", "ltr"]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

test("at 320 pixels nothing is cut off, and what is pressed is large enough", standInOnly, async () => {
  const article = await discussion();
  const page = await world.open({ as: "Ben", query: { article }, settings: { viewport: { width: 320, height: 700 } } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const small = await page
    .locator(".moderato button, .moderato select, .moderato textarea, .moderato .when a")
    .evaluateAll((all) =>
      all
        .map((node) => [node.textContent, node.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([name, box]) => `${name} ${box.width}x${box.height}`),
    );
  assert.deepEqual(small, []);
});
