// Stands in for the console's backend: its HTTP interface over arrays in memory, with real cookies, CSRF tokens and
// server-sent events. Pages come from FOLDER (the built share/moderato/gateway/console) under the policy that
// gateway/pages/console_route.cpp sends.
// node console_stand_in.mjs FOLDER [PORT]: fills it with samples, prints its address, runs until its input ends.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { fillWithSamples, statsOf } from "./console_samples.mjs";

export const PASSWORD = "correct horse battery";
export const CODE = "123456"; // of every authenticator, at any time
const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; img-src 'self' data:; " +
  "connect-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const REASONS = [
  "Please keep to the subject of the article.",
  "This attacks a person. Please say what you think of what they said.",
  "This is advertising.",
  "Please don't share other people's personal data.",
  "We can't check this claim. Please name a source.",
];
const LADDER = ["moderator", "lead", "admin"];
const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><rect width="29" height="29" fill="#fff"/>' +
  '<path d="M4 4h7v7h-7zM18 4h7v7h-7zM4 18h7v7h-7zM13 5h2v3h-2zM14 12h5v2h-5zM20 16h3v5h-3zM13 20h4v4h-4z"/></svg>';

class Problem extends Error {
  constructor(status, code, detail, headers = {}) {
    super(code);
    this.status = status;
    this.headers = headers;
    this.body = { type: "about:blank", title: code, status, code, detail };
  }
}
const gone = () => new Problem(404, "page.not_found", "There is nothing here.");
const keyOf = ({ site, id }) => `${site}/${id}`;

export class ConsoleStandIn {
  constructor(folder) {
    this.folder = folder;
    this.seq = 1000;
    this.comments = new Map(); // by "site/id"
    this.accounts = new Map(); // by name
    this.sessions = new Map(); // by cookie
    this.streams = new Set(); // {response, session}
    this.views = [];
    this.audit = [];
    this.requests = []; // {method, path, body}, for tests that ask what was sent
    this.down = false; // true: answers as if the daemon were away
    this.sites = ["default", "sport"];
    for (const [name, role, more] of [
      ["anna", "moderator", {}],
      ["ben", "lead", {}],
      ["carla", "admin", {}],
      ["tom", "moderator", { totp: true }],
      ["nora", "moderator", { must_change_password: true }],
      ["sven", "moderator", { sites: ["sport"] }],
    ])
      this.addAccount({ name, role, sites: null, ...more });
    this.server = createServer({ keepAliveTimeout: 120000 }, (request, response) => this.serve(request, response));
  }

  async start(port = 0) {
    await new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  addAccount({ name, role, sites, password = PASSWORD, ...more }) {
    const account = {
      name,
      role,
      sites,
      password,
      totp: false,
      disabled: false,
      must_change_password: false,
      failures: 0,
      last_login_at: null,
      created_at: "2026-03-02T09:00:00Z",
      ...more,
    };
    this.accounts.set(name, account);
    return account;
  }

  // What tests do to the queue. A comment as the filters have decided it: held unless `state` says otherwise.
  put({
    id = `c${this.seq + 1}`,
    site = "default",
    state = "held",
    age = 60,
    article = { id: "harbour-bridge", title: "The harbour bridge reopens", url: "https://example.org/harbour-bridge" },
    parent = null,
    author = { id: "sub-dora", name: "Dora" },
    text,
    language = "en",
    reasons = [],
    scores = {},
    appeal = null,
    reports = [],
    decided_by = "filters",
    note = null,
    quiet = false,
  }) {
    const at = new Date(Date.now() - age * 1000).toISOString();
    const item = {
      site,
      id,
      seq: ++this.seq,
      revision: 1,
      state,
      article,
      parent,
      author,
      text,
      created_at: at,
      held_at: at,
      language,
      reasons,
      scores,
      decided_by,
      note,
      published: state === "approved",
      claim: null,
      appeal,
      reports,
      history: [{ seq: this.seq, at, action: state, by: decided_by, note, revision: 1, text, reasons }],
    };
    this.comments.set(keyOf(item), item);
    if (!quiet) this.tellOf(item, false);
    return id;
  }

  find(site, id) {
    return this.comments.get(`${site}/${id}`);
  }

  /** A decision of somebody else. */
  decide(by, action, { site = "default", id, reason = null }) {
    return this.decideOne({ name: by, role: "admin" }, action, { site, id, seq: this.find(site, id).seq }, reason);
  }

  claim(by, site, id) {
    const item = this.find(site, id);
    item.claim = { by, until: new Date(Date.now() + 300000).toISOString() };
    this.tell("claimed", { site, id, ...item.claim }, site);
  }

  queued(item) {
    if (item.state === "held") return true;
    return item.appeal?.state === "open" || (item.state === "approved" && item.reports.length > 0);
  }

  counts(account) {
    const mine = [...this.comments.values()].filter((item) => this.queued(item) && this.sees(account, item.site));
    return {
      held: mine.filter((item) => item.state === "held").length,
      appeals: mine.filter((item) => item.appeal?.state === "open").length,
      reports: mine.filter((item) => item.reports.length > 0 && item.state === "approved").length,
      oldest_at: mine.map((item) => item.held_at).sort()[0] ?? null,
    };
  }

  sees(account, site) {
    return account.sites === null || account.sites.includes(site);
  }

  tell(event, data, site) {
    for (const { response, session } of this.streams)
      if (!site || this.sees(session.account, site))
        response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  tellOf(item, before, by = null) {
    const now = this.queued(item);
    if (now) this.tell(before ? "changed" : "added", { item: this.shown(item) }, item.site);
    else if (before)
      this.tell("removed", { site: item.site, id: item.id, seq: item.seq, state: item.state, by }, item.site);
    for (const { response, session } of this.streams)
      response.write(`event: counts\ndata: ${JSON.stringify(this.counts(session.account))}\n\n`);
  }

  authorCounts(id) {
    const theirs = [...this.comments.values()].filter((item) => item.author.id === id);
    const of = (state) => theirs.filter((item) => item.state === state).length;
    return { approved: of("approved"), held: of("held"), rejected: of("rejected") };
  }

  shown(item) {
    const { history, parent, ...rest } = item;
    const above = parent && this.find(item.site, parent);
    return {
      ...rest,
      parent: above
        ? { id: above.id, author: { name: above.author.name }, text: above.text, state: above.state }
        : null,
      author: { ...item.author, counts: this.authorCounts(item.author.id) },
      report_count: item.reports.length,
    };
  }

  note(session, what, more = {}) {
    const who = session?.account?.name ?? more.who ?? null;
    this.audit.push({
      at: new Date().toISOString(),
      who,
      what,
      site: null,
      id: null,
      detail: null,
      address: "127.0.0.1",
      ...more,
    });
  }

  decideOne(account, action, { site, id, seq }, reason, dry = false) {
    const item = this.find(site, id);
    const refuse = (code, detail) => ({
      site,
      id,
      ok: false,
      state: item?.state ?? null,
      seq: item?.seq ?? null,
      problem: { code, detail },
    });
    if (!item || (account.sites && !this.sees(account, site)))
      return refuse("comment.unknown", "There is no such comment.");
    if (item.seq !== seq) return refuse("decision.changed", "It was decided or changed in the meantime.");
    const claimed = item.claim && Date.parse(item.claim.until) > Date.now() && item.claim.by !== account.name;
    if (claimed && account.role === "moderator") return refuse("claim.taken", `${item.claim.by} has this one.`);
    const last = item.history.at(-1);
    let state = { approve: "approved", reject: "rejected", keep: item.state }[action];
    if (action === "undo") {
      if (last.by === "filters") return refuse("undo.nothing", "No moderator has decided it.");
      if (last.by !== account.name && account.role === "moderator")
        return refuse("role.missing", "Only a lead can undo this.");
      state = last.before.state;
    }
    const open = item.appeal?.state === "open" && action !== "undo";
    if (open && item.appeal.decided_before_by.includes(account.name))
      return refuse("appeal.same_person", "You decided this before: somebody else answers the appeal.");
    if (dry) return { site, id, ok: true, state, seq: item.seq, problem: null };
    const before = this.queued(item);
    const was = { state: item.state, appeal: item.appeal, reports: item.reports };
    if (action === "undo")
      Object.assign(item, {
        appeal: last.before.appeal,
        reports: last.before.reports,
        note: null,
        decided_by: "filters",
      });
    else {
      if (open) item.appeal = { ...item.appeal, state: state === "approved" ? "granted" : "refused", answer: reason };
      item.reports = [];
      Object.assign(item, { decided_by: account.name, note: reason });
    }
    Object.assign(item, { state, seq: ++this.seq, claim: null, published: state === "approved" });
    const at = new Date().toISOString();
    item.history.push({
      seq: this.seq,
      at,
      action: action === "undo" ? "undo" : state,
      by: account.name,
      note: reason,
      revision: 1,
      text: null,
      reasons: [],
      before: was,
    });
    this.note({ account }, action, { site, id, detail: reason });
    this.tellOf(item, before, account.name);
    return { site, id, ok: true, state, seq: item.seq, problem: null };
  }

  async serve(request, response) {
    const url = new URL(request.url, this.address);
    const send = (status, body, headers = {}) => {
      response.writeHead(status, {
        "Cache-Control": "no-store",
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      });
      response.end(body && JSON.stringify(body));
    };
    try {
      if (!url.pathname.startsWith("/console/api/v1/")) return this.file(url.pathname, response);
      const path = url.pathname.slice("/console/api/v1/".length).split("/").map(decodeURIComponent);
      const body = await bodyOf(request);
      this.requests.push({ method: request.method, path: path.join("/"), query: url.search, body });
      if (this.hold) await this.hold(request.method, path.join("/"));
      const answer = this.answer(request, path, url.searchParams, body, response);
      if (answer !== this)
        send(answer?.status ?? (answer ? 200 : 204), answer?.status ? answer.body : answer, answer?.headers);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      send(error.status, error.body, { ...error.headers, "Content-Type": "application/problem+json" });
    }
  }

  file(path, response) {
    const name = /^\/console\/?$/.test(path) ? "index.html" : normalize(path.replace(/^\/console\//, ""));
    let text;
    try {
      text = readFileSync(join(this.folder, name));
    } catch {
      return response.writeHead(404).end();
    }
    response.writeHead(200, {
      "Content-Type": `${TYPES[extname(name)] ?? "text/plain"}; charset=utf-8`,
      "Content-Security-Policy": POLICY,
      "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff",
    });
    response.end(text);
  }

  answer(request, path, query, body, response) {
    const [what, ...rest] = path;
    const method = request.method;
    const cookie = /moderato=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
    const session = this.sessions.get(cookie);
    if (what === "session" && method === "POST" && !rest.length) return this.logIn(body);
    if (!session) throw new Problem(401, "session.missing", "Log in first.");
    if (method !== "GET" && request.headers["x-csrf-token"] !== session.csrf)
      throw new Problem(403, "csrf.missing", "Load the page again.");
    const wants = (role) => {
      if (LADDER.indexOf(session.account.role) < LADDER.indexOf(role))
        throw new Problem(403, "role.missing", "Your account may not do this.");
    };
    if (this.down && what !== "session") throw new Problem(503, "daemon.unreachable", "The daemon can't be reached.");
    const call = `${method} ${what}`;
    switch (call) {
      case "GET session":
        return this.sessionOf(session);
      case "DELETE session":
        if (rest[0] === "totp") return this.totpOff(session, body);
        this.note(session, "logout");
        this.sessions.delete(cookie);
        for (const stream of this.streams) if (stream.session === session) stream.response.end();
        return { status: 204 };
      case "POST session":
        return rest[0] === "password"
          ? this.changePassword(session, body)
          : { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/x", qr: QR };
      case "PUT session":
        if (body.code !== CODE) throw new Problem(400, "totp.code_wrong", "The code is wrong.");
        session.account.totp = true;
        return { status: 204 };
      case "GET queue":
        return this.queue(session, query);
      case "GET comments":
        return this.comment(session, ...rest);
      case "POST claims":
        return rest[0] === "release" ? this.release(session, body) : this.claims(session, body);
      case "POST decisions": {
        if (body.action === "reject" && !body.reason?.trim()) throw new Problem(400, "reason.missing", "Say why.");
        const one = (item) => this.decideOne(session.account, body.action, item, body.reason ?? null, body.dry_run);
        return { results: body.items.map(one) };
      }
      case "GET events":
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write(`retry: 500\n\n`);
        {
          const stream = { response, session };
          this.streams.add(stream);
          response.on("close", () => this.streams.delete(stream));
          response.write(`event: counts\ndata: ${JSON.stringify(this.counts(session.account))}\n\n`);
        }
        return this;
      case "GET search":
        return this.search(session, query);
      case "GET views":
        return { views: this.views.filter((view) => view.shared || view.owner === session.account.name) };
      case "PUT views":
        if (body.shared) wants("lead");
        this.views = this.views.filter((view) => view.name !== rest[0]);
        this.views.push({ name: rest[0], shared: body.shared, owner: session.account.name, query: body.query });
        return { status: 204 };
      case "DELETE views":
        this.views = this.views.filter((view) => view.name !== rest[0] || view.owner !== session.account.name);
        return { status: 204 };
      case "GET reasons":
        return { reasons: REASONS.map((text) => ({ text })) };
      case "GET audit": {
        wants("lead");
        const all = this.audit
          .filter((entry) =>
            ["who", "what", "site", "id"].every((key) => !query.get(key) || entry[key] === query.get(key)),
          )
          .reverse();
        return page(all, query, "entries");
      }
      case "GET stats":
        return statsOf(session.account, query);
      case "GET accounts":
        wants("admin");
        return { accounts: [...this.accounts.values()].map(publicAccount) };
      default:
        if (what !== "accounts") throw gone();
        wants("admin");
        return this.admin(session, method, rest, body);
    }
  }

  logIn({ name, password, code }) {
    const account = this.accounts.get(name);
    const wrong = (errorCode, detail) => {
      this.note(null, "login_failed", { who: name });
      if (account) account.failures += 1;
      return new Problem(401, errorCode, detail);
    };
    if (account?.failures >= 5)
      throw new Problem(429, "login.locked", "Too many wrong attempts. Try again in 15 minutes.", {
        "Retry-After": "900",
      });
    if (!account || account.disabled || account.password !== password)
      throw wrong("login.wrong", "Name or password is wrong.");
    if (account.totp && !code) throw new Problem(401, "login.code_missing", "Enter the code.");
    if (account.totp && code !== CODE) throw wrong("login.code_wrong", "The code is wrong.");
    const cookie = randomBytes(16).toString("hex");
    const session = { account, csrf: randomBytes(8).toString("hex") };
    account.failures = 0;
    account.last_login_at = new Date().toISOString();
    this.sessions.set(cookie, session);
    this.note(session, "login");
    return {
      status: 200,
      body: this.sessionOf(session),
      headers: { "Set-Cookie": `moderato=${cookie}; HttpOnly; SameSite=Strict; Path=/console` },
    };
  }

  sessionOf({ account, csrf }) {
    const { name, role, sites, totp, must_change_password } = account;
    return {
      account: { name, role, sites, totp },
      csrf,
      sites: this.sites.filter((site) => this.sees(account, site)),
      must_change_password,
    };
  }

  changePassword({ account }, { old, new: next }) {
    if (old !== account.password) throw new Problem(400, "password.wrong", "The old password is wrong.");
    if (next.length < 12) throw new Problem(400, "password.too_short", "At least 12 characters.");
    if (/^password|1234/.test(next)) throw new Problem(400, "password.common", "Many people use this one.");
    Object.assign(account, { password: next, must_change_password: false });
    return { status: 204 };
  }

  totpOff({ account }, { password }) {
    if (password !== account.password) throw new Problem(400, "password.wrong", "The password is wrong.");
    account.totp = false;
    return { status: 204 };
  }

  admin(session, method, [name, part], body) {
    const account = this.accounts.get(name);
    if (method === "POST" && !name) {
      if (this.accounts.has(body.name)) throw new Problem(409, "account.exists", "There is an account with this name.");
      const made = this.addAccount({ ...body, password: "one-time-pass-4711", must_change_password: true });
      this.note(session, "account_created", { detail: body.name });
      return { status: 201, body: { account: publicAccount(made), password: made.password } };
    }
    if (!account) throw gone();
    if (method === "POST" && part === "password") {
      Object.assign(account, { password: "one-time-pass-0815", must_change_password: true });
      return { password: account.password };
    }
    if (method === "DELETE" && part === "totp") {
      account.totp = false;
      return { status: 204 };
    }
    const admins = [...this.accounts.values()].filter((each) => each.role === "admin" && !each.disabled);
    if (admins.length === 1 && admins[0] === account && (body.disabled || (body.role && body.role !== "admin")))
      throw new Problem(409, "account.last_admin", "This is the last administrator.");
    Object.assign(account, body);
    this.note(session, "account_changed", { detail: name });
    return publicAccount(account);
  }

  queue(session, query) {
    const has = (key, value) => !query.get(key) || query.get(key) === value;
    const kinds = {
      held: (item) => item.state === "held",
      appeals: (item) => item.appeal?.state === "open",
      reports: (item) => item.state === "approved" && item.reports.length > 0,
      all: () => true,
    };
    const matches = (item) =>
      this.queued(item) &&
      this.sees(session.account, item.site) &&
      kinds[query.get("kind") ?? "all"](item) &&
      has("site", item.site) &&
      has("article", item.article.id) &&
      has("author", item.author.id) &&
      (!query.get("filter") || item.reasons.some((reason) => reason.filter === query.get("filter"))) &&
      (!query.get("mine") || item.claim?.by === session.account.name) &&
      item.text.toLowerCase().includes((query.get("q") ?? "").toLowerCase());
    const all = [...this.comments.values()].filter(matches).sort((a, b) => (a.held_at < b.held_at ? -1 : 1));
    const score = (item) => Math.max(0, ...item.reasons.map((reason) => reason.score ?? 0));
    if (query.get("sort") === "newest") all.reverse();
    if (query.get("sort") === "score") all.sort((a, b) => score(b) - score(a));
    const answer = page(
      all.map((item) => this.shown(item)),
      query,
      "items",
    );
    return { ...answer, counts: this.counts(session.account), seq: this.seq };
  }

  search(session, query) {
    const words = (query.get("q") ?? "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const all = [...this.comments.values()]
      .filter(
        (item) =>
          this.sees(session.account, item.site) &&
          words.every((word) => item.text.toLowerCase().includes(word)) &&
          (!query.get("site") || item.site === query.get("site")) &&
          (!query.get("state") || item.state === query.get("state")) &&
          (!query.get("author") || item.author.id === query.get("author")) &&
          (!query.get("article") || item.article.id === query.get("article")) &&
          (!query.get("moderator") || item.decided_by === query.get("moderator")),
      )
      .sort((a, b) => (a.held_at < b.held_at ? 1 : -1));
    if (query.get("sort") === "oldest") all.reverse();
    const withSnippet = (item) => {
      const text = item.text.slice(0, 200);
      const spans = words
        .map((word) => [text.toLowerCase().indexOf(word), word.length])
        .filter(([at]) => at >= 0)
        .map(([at, length]) => [at, at + length]);
      return { ...this.shown(item), snippet: { text, spans } };
    };
    return page(all.map(withSnippet), query, "items");
  }

  comment(session, site, id) {
    const item = this.find(site, id);
    if (!item || !this.sees(session.account, site)) throw gone();
    const all = [...this.comments.values()].filter((each) => each.site === site && each.article.id === item.article.id);
    const above = [];
    for (let at = item; at; at = at.parent && this.find(site, at.parent)) above.unshift(at);
    const below = (parent, depth) =>
      all.filter((each) => each.parent === parent).flatMap((each) => [[each, depth], ...below(each.id, depth + 1)]);
    const line = ([each, depth]) => ({
      id: each.id,
      parent: each.parent,
      depth,
      author: { name: each.author.name },
      text: each.text,
      state: each.state,
      focus: each === item,
    });
    const thread = [...above.map((each, depth) => [each, depth]), ...below(item.id, above.length)].map(line);
    const theirs = [...this.comments.values()].filter((each) => each.author.id === item.author.id && each !== item);
    const brief = (each) => ({
      site: each.site,
      id: each.id,
      text: each.text.slice(0, 280),
      state: each.state,
      decided_at: each.held_at,
      article: each.article.id,
    });
    return {
      item: this.shown(item),
      history: item.history.map(({ before, ...entry }) => entry),
      thread,
      author: {
        ...item.author,
        counts: this.authorCounts(item.author.id),
        first_at: "2025-11-03T10:00:00Z",
        recent: theirs.slice(-20).reverse().map(brief),
      },
    };
  }

  claims({ account }, { items, take_over }) {
    const claimed = [];
    const taken = [];
    for (const { site, id } of items) {
      const item = this.find(site, id);
      if (!item) continue;
      const other = item.claim && item.claim.by !== account.name;
      if (other && !(take_over && account.role !== "moderator")) taken.push({ site, id, ...item.claim });
      else {
        this.claim(account.name, site, id);
        claimed.push({ site, id, until: item.claim.until });
      }
    }
    return { claimed, taken };
  }

  release({ account }, { items }) {
    for (const { site, id } of items) {
      const item = this.find(site, id);
      if (item?.claim?.by !== account.name) continue;
      item.claim = null;
      this.tell("released", { site, id }, site);
    }
    return { status: 204 };
  }
}

function publicAccount({ name, role, sites, totp, disabled, last_login_at, created_at }) {
  return { name, role, sites, totp, disabled, last_login_at, created_at };
}

function page(all, query, name) {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  return {
    [name]: all.slice(from, from + limit),
    next: from + limit < all.length ? String(from + limit) : null,
    total: all.length,
  };
}

async function bodyOf(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text ? JSON.parse(text) : {};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const standIn = new ConsoleStandIn(process.argv[2]);
  fillWithSamples(standIn);
  await standIn.start(Number(process.argv[3] ?? 0));
  console.log(`${standIn.address}/console  anna, ben (lead), carla (admin): ${PASSWORD}`);
  process.stdin.resume().on("end", () => standIn.stop());
}
