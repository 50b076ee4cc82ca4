// Stands in for moderato-gateway until it is there: gateway/api/openapi.json over an array in memory, with real HTTP
// and server-sent events. It moderates by words: "idiot" is turned away, "casino" held, "slowly" not judged before a
// test does.
// node stand_in.mjs EMBED: prints its address, and runs until its standard input ends.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

export const KEY = "the key of the sites in these tests";
const WORDS = {
  idiot: { action: "reject", code: "civility.insult", message: "This reads as an insult. Please say it without." },
  casino: { action: "hold", code: "wordlist.advertising", message: "It may be advertising." },
};
const TITLES = {
  "request.invalid": "The request is not as it should be",
  not_found: "Not found",
  "token.missing": "Log in first",
  "token.invalid": "The sign-in token does not hold",
  "comment.id_taken": "This id is in use",
  "comment.moved": "A comment stays where it is",
  "cursor.invalid": "Begin anew",
  "request.not_json": "Send JSON",
};

class Problem extends Error {
  constructor(status, code, errors) {
    super(code);
    this.body = { type: `urn:moderato:problem:${code}`, title: TITLES[code], status, code, ...(errors && { errors }) };
  }
}

export function sign(claims) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${head}.${createHmac("sha256", KEY).update(head).digest("base64url")}`;
}

function member(request) {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (!token) throw new Problem(401, "token.missing");
  const [header, payload, signature] = token.split(".");
  const expected = createHmac("sha256", KEY).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature ?? "", "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem(401, "token.invalid");
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  if (!(claims.exp * 1000 > Date.now())) throw new Problem(401, "token.invalid");
  return claims;
}

export class StandIn {
  constructor(embed) {
    this.embed = embed;
    this.entries = []; // {id, article, parent, sub, name, staff, text, created, edited, verdict, state, seq}
    this.events = []; // {seq, article, kind, data}
    this.streams = new Set(); // {article, response}
    this.reports = [];
    this.closedArticles = new Set();
    this.seq = 0;
    this.server = createServer((request, response) => this.serve(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  // What moderators do; of the real gateway, the moderato command line.
  approve(id) {
    this.decide(this.find(id), { action: "approve", reasons: [], by: "moderator" });
  }

  reject(id, message) {
    this.decide(this.find(id), {
      action: "reject",
      reasons: [{ code: "review.rejected", message, spans: [] }],
      by: "moderator",
    });
  }

  edit(id, text) {
    Object.assign(this.find(id), { text, edited: new Date().toISOString() });
    this.approve(id);
  }

  withdraw(id, erased = false) {
    const entry = this.find(id);
    entry.state = "withdrawn";
    this.publish(entry, "withdrawn", { id, parent: entry.parent, erased });
  }

  /** Puts a published comment there, as if it had been submitted. */
  add({
    id = randomUUID(),
    article = "a",
    parent = null,
    name = "Anna",
    text,
    created = new Date().toISOString(),
    staff = false,
  }) {
    const entry = {
      id,
      article,
      parent,
      sub: `sub-${name}`,
      name,
      staff,
      text,
      created,
      edited: null,
      state: "new",
      revision: 0,
    };
    this.entries.push(entry);
    this.decide(entry, { action: "approve", reasons: [], by: "filters" });
    return id;
  }

  find(id) {
    return this.entries.find((entry) => entry.id === id);
  }

  decide(entry, { action, reasons, by }) {
    this.seq += 1;
    entry.verdict = {
      action,
      reasons,
      decided_at: new Date().toISOString(),
      by,
      revision: entry.revision,
      seq: this.seq,
    };
    if (action !== "approve") return;
    const kind = entry.state === "published" ? "edited" : "published";
    Object.assign(entry, { state: "published", seq: this.seq });
    this.publish(entry, kind, { comment: this.public(entry, false) });
  }

  publish(entry, kind, data) {
    const seq = kind === "withdrawn" ? ++this.seq : this.seq;
    const event = { seq, article: entry.article, kind, data: { seq, ...data, count: this.count(entry.article) } };
    this.events.push(event);
    for (const { article, response } of this.streams) if (article === entry.article) response.write(this.frame(event));
  }

  frame({ seq, kind, data }) {
    return `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  count(article) {
    return this.entries.filter((entry) => entry.article === article && entry.state === "published").length;
  }

  children(id) {
    return this.entries.filter((entry) => entry.parent === id && this.shown(entry));
  }

  shown(entry) {
    return entry.state === "published" || (entry.state === "withdrawn" && this.children(entry.id).length > 0);
  }

  below(id) {
    return this.children(id).reduce((sum, child) => sum + (child.state === "published") + this.below(child.id), 0);
  }

  public(entry, nested = true) {
    const there = entry.state === "published";
    return {
      id: entry.id,
      parent: entry.parent,
      state: there ? "published" : "withdrawn",
      author: there ? { name: entry.name, staff: entry.staff } : null,
      text: there ? entry.text : "",
      created_at: entry.created,
      edited_at: entry.edited,
      seq: entry.seq,
      reply_count: this.below(entry.id),
      replies: nested ? this.replies(entry.id, 0, 20) : { comments: [], next: null },
    };
  }

  replies(id, from, limit) {
    const all = this.children(id);
    const comments = all.slice(from, from + limit).map((entry) => this.public(entry));
    return { comments, next: from + limit < all.length ? String(from + limit) : null };
  }

  article(id) {
    return { id, title: null, url: null, closed: this.closedArticles.has(id) };
  }

  page(article, query) {
    const sort = query.get("sort") ?? "newest";
    const limit = Number(query.get("limit") ?? 20);
    const from = Number(query.get("cursor") ?? 0);
    if (!["newest", "oldest", "replies"].includes(sort))
      throw new Problem(400, "request.invalid", [{ pointer: "sort", detail: "newest, oldest or replies" }]);
    if (!(limit >= 1 && limit <= 100))
      throw new Problem(400, "request.invalid", [{ pointer: "limit", detail: "1 to 100" }]);
    if (!Number.isInteger(from)) throw new Problem(400, "cursor.invalid");
    const all = this.entries.filter((entry) => entry.article === article && entry.parent === null && this.shown(entry));
    if (sort !== "oldest") all.reverse();
    if (sort === "replies") all.sort((a, b) => this.below(b.id) - this.below(a.id));
    const comments = all.slice(from, from + limit).map((entry) => this.public(entry));
    return {
      article: this.article(article),
      count: this.count(article),
      seq: this.seq,
      comments,
      next: from + limit < all.length ? String(from + limit) : null,
    };
  }

  decision(entry) {
    const comment = {
      id: entry.id,
      article: entry.article,
      parent: entry.parent,
      author: { name: entry.name, staff: false },
      text: entry.text,
      created_at: entry.created,
    };
    return { comment, verdict: entry.verdict, published: entry.state === "published" };
  }

  submit(article, claims, { id = randomUUID(), parent = null, text, author }) {
    if (typeof text !== "string" || !text.trim())
      throw new Problem(400, "request.invalid", [{ pointer: "/text", detail: "must not be empty" }]);
    let entry = this.find(id);
    if (entry && entry.sub !== claims.sub) throw new Problem(409, "comment.id_taken");
    if (entry && (entry.article !== article || entry.parent !== parent)) throw new Problem(409, "comment.moved");
    if (parent !== null && this.find(parent)?.state !== "published") throw new Problem(404, "not_found");
    const known = Boolean(entry);
    if (entry?.text === text) return { known, entry };
    const now = new Date().toISOString();
    if (entry)
      Object.assign(entry, { text, edited: entry.state === "published" ? now : null, revision: entry.revision + 1 });
    else
      this.entries.push(
        (entry = {
          id,
          article,
          parent,
          sub: claims.sub,
          name: claims.name ?? author?.name ?? null,
          staff: false,
          text,
          created: now,
          edited: null,
          state: "new",
          revision: 0,
          verdict: null,
        }),
      );
    if (!/slowly/.test(text)) this.judge(entry, claims.status);
    return { known, entry };
  }

  judge(entry, status) {
    const reasons = [];
    if (status === "lapsed")
      reasons.push({
        action: "reject",
        code: "membership.lapsed",
        message: "Your membership has ended. Renew it to leave a comment.",
        spans: [],
      });
    for (const [word, finding] of Object.entries(WORDS)) {
      const spans = [...entry.text.matchAll(new RegExp(word, "gi"))].map((match) => [
        match.index,
        match.index + word.length,
      ]);
      if (spans.length > 0) reasons.push({ ...finding, spans });
    }
    const action = ["reject", "hold"].find((strict) => reasons.some((reason) => reason.action === strict)) ?? "approve";
    this.decide(entry, {
      action,
      reasons: reasons.map(({ code, message, spans }) => ({ code, message, spans })),
      by: "filters",
    });
  }

  async serve(request, response) {
    const url = new URL(request.url, this.address);
    const headers = {
      "Access-Control-Allow-Origin": request.headers.origin ?? "*",
      "Access-Control-Expose-Headers": "ETag, Location, Retry-After",
      Vary: "Origin",
    };
    const answer = (status, body, more = {}) => {
      response.writeHead(status, {
        ...headers,
        "Content-Type": status >= 400 ? "application/problem+json" : "application/json",
        "Cache-Control": "no-store",
        ...more,
      });
      response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
    };
    try {
      if (request.method === "OPTIONS") {
        return answer(204, undefined, {
          "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
          "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID, If-None-Match",
          "Access-Control-Max-Age": "86400",
        });
      }
      await this.route(request, url, answer, response, headers);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      answer(error.body.status, error.body, error.body.status === 401 ? { "WWW-Authenticate": "Bearer" } : {});
    }
  }

  async route(request, url, answer, response, headers) {
    const cached = (body, type = "application/json") => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const etag = `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`;
      const fresh = { "Content-Type": type, ETag: etag, "Cache-Control": "public, max-age=0" };
      return request.headers["if-none-match"] === etag ? answer(304, undefined, fresh) : answer(200, text, fresh);
    };
    if (url.pathname === "/embed.js") return cached(readFileSync(this.embed, "utf8"), "text/javascript");
    const [, site, kind, name, rest] =
      /^\/api\/v1\/sites\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    const id = name && decodeURIComponent(name);
    const posts = request.method === "POST";
    if (!site) throw new Problem(404, "not_found");
    if (kind === "counts")
      return cached({
        counts: Object.fromEntries(url.searchParams.getAll("article").map((article) => [article, this.count(article)])),
      });
    if (kind === "articles" && rest === "comments" && posts) {
      const claims = member(request);
      const { known, entry } = this.submit(id, claims, await body(request));
      const at = `/api/v1/sites/${site}/comments/${encodeURIComponent(entry.id)}/decision`;
      if (!entry.verdict) return answer(202, this.decision(entry), { Location: at, "Retry-After": "1" });
      return answer(known ? 200 : 201, this.decision(entry), { Location: at });
    }
    if (kind === "articles" && rest === "comments") return cached(this.page(id, url.searchParams));
    if (kind === "articles" && rest === "events") return this.follow(id, request, url, response, headers);
    const entry = kind === "comments" && this.find(id);
    if (!entry) throw new Problem(404, "not_found");
    if (rest === "decision") {
      if (member(request).sub !== entry.sub) throw new Problem(404, "not_found");
      return answer(200, { ...this.decision(entry), appeal: entry.appeal ?? null });
    }
    if (rest === "appeal" && posts) {
      if (member(request).sub !== entry.sub) throw new Problem(404, "not_found");
      if (!["hold", "reject"].includes(entry.verdict?.action)) throw new Problem(409, "appeal.not_possible");
      if (entry.appeal) throw new Problem(409, "appeal.twice");
      entry.appeal = { state: "open", text: (await body(request)).text, answer: null };
      return answer(204);
    }
    if (!this.shown(entry)) throw new Problem(404, "not_found");
    if (rest === "reports" && posts) {
      this.reports.push({ id, ...(await body(request)) });
      return answer(204);
    }
    if (rest === "replies") return cached(this.replies(id, Number(url.searchParams.get("cursor") ?? 0), 20));
    let top = entry;
    while (top.parent !== null) top = this.find(top.parent);
    return cached({ article: this.article(entry.article), thread: this.public(top) });
  }

  follow(article, request, url, response, headers) {
    const after = Number(request.headers["last-event-id"] ?? url.searchParams.get("after") ?? this.seq);
    response.writeHead(200, {
      ...headers,
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
    });
    response.write("retry: 3000\n\n");
    for (const event of this.events)
      if (event.article === article && event.seq > after) response.write(this.frame(event));
    const stream = { article, response };
    this.streams.add(stream);
    response.on("close", () => this.streams.delete(stream));
  }
}

async function body(request) {
  if (request.headers["content-type"] !== "application/json") throw new Problem(415, "request.not_json");
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return JSON.parse(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const standIn = await new StandIn(process.argv[2]).start();
  console.log(standIn.address);
  process.stdin.resume().on("end", () => standIn.stop());
}
