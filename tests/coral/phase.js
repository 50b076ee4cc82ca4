// Calls an external moderation phase as Coral does (coralproject/talk, server/src/core/server/services/fetch/fetch.ts and
// .../comments/pipeline/phases/external.ts), with Node's own fetch and crypto, and what it accepts of an answer, in Joi.
const { createHmac } = require("node:crypto");
const Joi = require("joi");

const STATUSES = ["NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"];
const REASONS = ["OFFENSIVE", "ABUSIVE", "SPAM", "BANNED_WORD", "AD", "ILLEGAL_CONTENT", "HARASSMENT_BULLYING", "MISINFORMATION",
  "HATE_SPEECH", "IRRELEVANT_CONTENT", "OTHER"];

const one = (...words) => Joi.string().valid(...words);
const ANSWER = Joi.object({
  actions: Joi.array().items(Joi.object({
    actionType: one("FLAG").required(),
    reason: one("COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM").required(),
  })),
  status: one(...STATUSES),
  tags: Joi.array().items(one("FEATURED", "STAFF").required()),
  moderationAction: Joi.object({
    status: one(...STATUSES),
    rejectionReason: Joi.object({
      code: one(...REASONS),
      legalGrounds: Joi.string(),
      detailedExplanation: Joi.string(),
      customReason: Joi.string(),
    }),
  }),
});

// Throws where Coral drops the whole answer.
function validated(answer) {
  const { value, error } = ANSWER.validate(answer, { stripUnknown: true, presence: "optional", abortEarly: false });
  if (error) throw error;
  return value;
}

const signature = (secrets, body) =>
  secrets.map((secret) => "sha256=" + createHmac("sha256", secret).update(body).digest("hex")).join(",");

// Signed JSON to a URL; fails when no headers come within `timeout` ms.
async function send(url, secrets, data, { name = "Moderation", timeout = 10000, headers = {} } = {}) {
  const body = JSON.stringify(data, null, 2);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "User-Agent": `Coral ${name}/9.11.8`, "Content-Type": "application/json",
        "X-Coral-Signature": signature(secrets, body), ...headers },
      body,
      redirect: "manual",
      signal: abort.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

// What a phase answers: {} for no opinion. `seen` is told the HTTP status and the text, before they are judged.
async function ask(phase, request, seen = () => {}) {
  const answer = await send(phase.url, phase.secrets, request, { timeout: phase.timeout });
  const text = await answer.text();
  seen(answer.status, text);
  if (!answer.ok || answer.status === 204 || text === "" || text === "{}") return {};
  return validated(JSON.parse(text));
}

module.exports = { ask, send, signature, validated };
