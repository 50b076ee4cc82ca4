// What the tests of the comment section share: a gateway, a news site that embeds it, and Chromium.
// MODERATO_GATEWAY: the address of one that runs; "real": real_gateway.py runs one; else stand_in.mjs stands in.
// MODERATO_EMBED: the built embed.js.
// MODERATO_PAGES_MODULES: where npm put the test's packages.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PATIENCE } from "./patience.mjs";
import { RealGateway } from "./real_gateway.mjs";
import { RunningGateway } from "./running_gateway.mjs";
import { StandIn, sign } from "./stand_in.mjs";

const { MODERATO_EMBED, MODERATO_GATEWAY, MODERATO_PAGES_MODULES } = process.env;
const require = createRequire(resolve(MODERATO_PAGES_MODULES, "any.js"));
const { chromium } = require("playwright-core");
export const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const tokenOf = (name, more = {}) =>
  sign({ sub: `sub-${name}`, name, status: "active", exp: Math.floor(Date.now() / 1000) + 3600, ...more });

const escape = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

const policy = (gateway) =>
  [
    "default-src 'none'",
    "img-src 'self'",
    `script-src ${gateway} 'nonce-site'`,
    `connect-src ${gateway}`,
    "style-src 'nonce-site'", // the page's own
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");

const STYLE = `:root { color-scheme: light dark }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; font-family: system-ui, sans-serif }`;

/** A news site on an origin of its own, under a policy that allows the gateway's script and nothing else. */
class Site {
  constructor(gateway) {
    this.gateway = gateway;
    this.server = createServer((request, response) => {
      const url = new URL(request.url, "http://site");
      const { lang = "en", dir = "ltr", before = "", style = "", ...data } = Object.fromEntries(url.searchParams);
      const attributes = Object.entries({ article: "a", loginUrl: "/login", joinUrl: "/join", ...data })
        .map(([name, value]) => `data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="${escape(value)}"`)
        .join(" ");
      if (url.pathname !== "/") return response.writeHead(204).end();
      response.writeHead(200, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy(gateway),
      });
      response.end(`<!doctype html>
<html lang="${lang}" dir="${dir}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The harbour bridge reopens</title>
<style nonce="site">${STYLE} .before { height: ${Number(before) || 0}px } ${style}</style>
<main>
<h1>The harbour bridge reopens</h1>
<div class="before"></div>
<script src="${gateway}/embed.js" ${attributes} defer></script>
</main>
</html>`);
    });
  }

  async start() {
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.address = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }
}

const IS_REAL = MODERATO_GATEWAY === "real";

/** Real programs, whatever the other tests run with. */
export const realGateway = () => new RealGateway(fileURLToPath(new URL("real_gateway.py", import.meta.url)));

function gatewayOfTheTests() {
  if (IS_REAL) return realGateway();
  return MODERATO_GATEWAY ? new RunningGateway(MODERATO_GATEWAY) : new StandIn(MODERATO_EMBED);
}

/** Everything that a test file needs; call close() after. */
export async function theWorld(gateway = gatewayOfTheTests()) {
  await gateway.start();
  const site = await new Site(gateway.address).start();
  const browser = await chromium.launch({
    executablePath: process.env.MODERATO_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });

  /** A reader's tab. `as`: a member's name, else nobody is logged in. What it complains of is in its `complaints`. */
  const open = async ({
    as,
    token = as && tokenOf(as),
    query = {},
    hash = "",
    init,
    settings = {},
    context,
    ready = true,
  } = {}) => {
    const within = context ?? (await browser.newContext(settings));
    const page = await within.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
    if (init) await page.addInitScript(init);
    await page.goto(`${site.address}/?${new URLSearchParams({ ...query, ...(token && { token }) })}${hash}`);
    if (ready) await page.locator(".moderato section:not([aria-busy]) .writing > *").first().waitFor();
    return page;
  };

  const close = async () => {
    await browser.close();
    await site.stop();
    await gateway.stop();
  };
  return { gateway, site, browser, open, close };
}

/** A new article's name, so that no two tests meet. */
export const newArticle = () => `article-${randomUUID()}`;

/** Comments with these texts, one after the other; their ids. */
export async function addAll(gateway, texts, more) {
  const ids = [];
  for (const text of texts) ids.push(await gateway.add({ ...more, text }));
  return ids;
}

/** Of tests that want more of a gateway than its HTTP: moderators, a clock, a lost connection. */
export const withModerators = { skip: MODERATO_GATEWAY && !IS_REAL ? "needs moderators" : false };
/** Of tests that look into the stand-in. */
export const standInOnly = { skip: MODERATO_GATEWAY ? "for the stand-in only" : false };

/** The comment (or own card) whose text holds these words. */
export const commentWith = (page, words) => page.locator("li.comment > article", { hasText: words });
