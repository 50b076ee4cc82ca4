// A Coral as far as Moderato can see one, for tests: the real one needs MongoDB, Redis and a build of its own. Comments go
// through one external moderation phase; webhooks are sent, and GraphQL is answered by the library that Coral uses, by its
// names and types (schema.graphql). In words of our own, after coralproject/talk 9.11.8.
//
//   node coral.js '{"phase": {"url", "secrets", "timeout", "format"}, "webhook": {"url", "secrets"}, "token", "tls": {"key", "cert"}}'
//
// Prints its port, and with `tls` the one for that. A test asks, by POST with JSON:
//   /test/comment {author, role, body, parent, story}   writes one: {comment, asked: {status, text, error, took}}
//   /test/edit {id, body}                               its author edits it: the same answer
//   /test/moderate {id, status, moderator, at}          a moderator decides on it there
//   /test/settings {…}                                  merged into the settings
//   /test/state {}                                      {comments, calls: [name of each GraphQL operation], webhooks: [status]}
const { randomUUID } = require("node:crypto");
const { readFileSync } = require("node:fs");
const http = require("node:http");
const https = require("node:https");
const { join } = require("node:path");
const { buildSchema, graphql } = require("graphql");
const phases = require("./phase.js");

const settings = { phase: { timeout: 200, format: "HTML" }, moderator: "coral-service-account", ...JSON.parse(process.argv[2]) };
const schema = buildSchema(readFileSync(join(__dirname, "schema.graphql"), "utf8"));
const comments = new Map();
const calls = [];
const webhooks = [];
const tenant = { id: "7d3e1c2a-tenant", domain: "coral.example" };
const storyOf = (id) => ({ id, url: `https://news.example/${id}` });

const isPublished = (status) => status === "NONE" || status === "APPROVED";
// server/src/core/server/services/comments/moderation/counts.ts
const queues = ({ status, flags }) => ({
  PENDING: status === "PREMOD" || status === "SYSTEM_WITHHELD",
  REPORTED: status === "NONE" && flags > 0,
  UNMODERATED: ["NONE", "PREMOD", "SYSTEM_WITHHELD"].includes(status),
});

async function webhook(type, data) {
  if (!settings.webhook) return;
  const event = { id: randomUUID(), type, data, createdAt: new Date().toISOString(), tenantID: tenant.id, tenantDomain: tenant.domain };
  try {
    const answer = await phases.send(settings.webhook.url, settings.webhook.secrets, event, { name: "Webhook", headers: { "X-Coral-Event": type } });
    webhooks.push(answer.status);
  } catch (error) {
    webhooks.push(String(error));
  }
}

async function publishChanges(before, comment) {
  const data = { storyID: comment.story, siteID: "site-1", commentID: comment.id };
  if (!before && isPublished(comment.status))
    await webhook(comment.parent ? "COMMENT_REPLY_CREATED" : "COMMENT_CREATED", comment.parent ? { ...data, ancestorIDs: [comment.parent] } : data);
  const [was, is] = [before ? queues(before) : {}, queues(comment)];
  for (const queue of Object.keys(is)) {
    if (!was[queue] && is[queue]) await webhook("COMMENT_ENTERED_MODERATION_QUEUE", { queue, ...data, status: comment.status });
    if (was[queue] && !is[queue]) await webhook("COMMENT_LEFT_MODERATION_QUEUE", { queue, ...data, status: comment.status });
  }
}

const plainText = (html) => html.replace(/<br>|<\/(div|p|li)>/g, "\n").replace(/<[^>]*>/g, "")
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&nbsp;", "\u00a0").replaceAll("&quot;", '"').replaceAll("&amp;", "&").trim();

async function moderated(action, { body, author, role, story, parent }) {
  const asked = {};
  const began = performance.now();
  const request = {
    action,
    comment: { body: settings.phase.format === "HTML" ? body : plainText(body), parentID: parent || null },
    author: { id: author, role },
    story: storyOf(story),
    site: { id: "site-1" },
    tenantID: tenant.id,
    tenantDomain: tenant.domain,
  };
  let result = {};
  try {
    result = await phases.ask(settings.phase, request, (status, text) => Object.assign(asked, { status, text }));
  } catch (error) {
    asked.error = String(error);  // the comment goes on without an opinion
  }
  asked.took = performance.now() - began;
  return { asked, status: result.status || "NONE", flags: (result.actions || []).length };
}

async function write({ author = "u-ann", role = "COMMENTER", body, parent = null, story = "s1" }) {
  const { asked, status, flags } = await moderated("NEW", { body, author, role, story, parent });
  const id = randomUUID();
  const comment = { id, author, role, story, parent, body, status, flags, revision: randomUUID(), history: [], flaggers: new Set(), at: Date.now() };
  if (status !== "NONE") comment.history.push({ status, moderator: null, at: new Date().toISOString() });
  comments.set(id, comment);
  await publishChanges(null, comment);
  return { comment, asked };
}

async function edit({ id, body }) {
  const comment = comments.get(id);
  const { asked, status, flags } = await moderated("EDIT", { ...comment, body });
  const before = { ...comment };
  Object.assign(comment, { body, status, flags, revision: randomUUID() });
  if (status !== before.status) comment.history.push({ status, moderator: null, at: new Date().toISOString() });
  await publishChanges(before, comment);
  return { comment, asked };
}

async function moderate(id, revision, status, moderator, at = new Date().toISOString()) {
  const comment = comments.get(id);
  if (!comment) throw new Error("COMMENT_NOT_FOUND");
  if (revision && revision !== comment.revision) throw new Error("COMMENT_REVISION_NOT_FOUND");
  const before = { ...comment };
  comment.status = status;
  comment.history.push({ status, moderator, at });
  await publishChanges(before, comment);
  return comment;
}

const shown = (comment) => comment && {
  id: comment.id, body: comment.body, status: comment.status, createdAt: new Date(comment.at).toISOString(),
  author: { id: comment.author }, story: storyOf(comment.story), revision: { id: comment.revision, body: comment.body, createdAt: "" },
  parent: () => shown(comments.get(comment.parent)),
  statusHistory: ({ first }) => ({ nodes: comment.history.slice(0, first).map(({ status, moderator, at }, i) =>
    ({ id: String(i), status, createdAt: at, moderator: moderator && { id: moderator } })) }),
};
const root = {
  viewer: () => ({ id: settings.moderator }),
  comment: ({ id }) => shown(comments.get(id)) || null,
  comments: ({ first, storyID, status }) => ({ nodes: [...comments.values()]
    .filter((each) => (!storyID || each.story === storyID) && (!status || each.status === status)).reverse().slice(0, first).map(shown) }),
  approveComment: async ({ input }) =>
    ({ comment: shown(await moderate(input.commentID, input.commentRevisionID, "APPROVED", settings.moderator)), clientMutationId: input.clientMutationId }),
  rejectComment: async ({ input }) =>
    ({ comment: shown(await moderate(input.commentID, input.commentRevisionID, "REJECTED", settings.moderator)), clientMutationId: input.clientMutationId }),
  createCommentFlag: async ({ input }) => {
    const comment = comments.get(input.commentID);
    const before = { ...comment };
    // The same user's second flag on a comment is the first one (server/src/core/server/models/action/comment.ts: an upsert).
    if (!comment.flaggers.has(settings.moderator)) comment.flags += 1;
    comment.flaggers.add(settings.moderator);
    await publishChanges(before, comment);
    return { comment: shown(comment), clientMutationId: input.clientMutationId };
  },
};

async function answerGraphql(headers, { query, variables }) {
  if (settings.broken) return [settings.broken, { errors: [{ message: "out of order" }] }];
  if (headers.authorization !== `Bearer ${settings.token}`)
    return [401, { errors: [{ message: "The token is not valid", extensions: { code: "TOKEN_INVALID" } }] }];
  calls.push(/(query|mutation) (\w+)/.exec(query)[2]);
  const result = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
  return [result.data === undefined ? 400 : 200, result];
}

const tests = {
  comment: write, edit, moderate: ({ id, status, moderator = "u-mary", at }) => moderate(id, null, status, moderator, at),
  settings: (given) => Object.assign(settings, given),
  state: () => ({ comments: [...comments.values()], calls, webhooks }),
};

async function answer(request, response) {
  let text = "";
  for await (const piece of request) text += piece;
  let [status, body] = [404, {}];
  try {
    if (request.url === "/api/graphql") [status, body] = await answerGraphql(request.headers, JSON.parse(text));
    else if (request.url.startsWith("/test/")) [status, body] = [200, await tests[request.url.slice(6)](JSON.parse(text))];
  } catch (error) {
    [status, body] = [500, { error: String(error.stack) }];
  }
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

// What a test asks is asked in plain; GraphQL over TLS as well, where it is given a certificate.
const servers = [http.createServer(answer)];
if (settings.tls) servers.push(https.createServer({ key: readFileSync(settings.tls.key), cert: readFileSync(settings.tls.cert) }, answer));
const ports = servers.map((server) => new Promise((then) => server.listen(0, "127.0.0.1", () => then(server.address().port))));
Promise.all(ports).then((all) => console.log(all.join(" ")));
