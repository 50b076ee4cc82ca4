// Takes answers of the API apart as if an enemy had sent them: right types, bounded lengths, bounded numbers.
// What is no comment is left out; nothing else of an answer is used.

const MAX = {
  text: 20000,
  name: 100,
  id: 128,
  comments: 2000,
  depth: 16,
  message: 500,
  reasons: 10,
  spans: 200,
  token: 512,
};

const string = (value, longest) => (typeof value === "string" ? value.slice(0, longest) : null);
const count = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : 0);
const list = (value) => (Array.isArray(value) ? value : []);
const identifier = (value) => (typeof value === "string" && value.length > 0 && value.length <= MAX.id ? value : null);
const moment = (value) => (typeof value === "string" && value.length <= 64 && !isNaN(Date.parse(value)) ? value : null);

// Controls that would turn the direction of what follows, or hide it, are of no use in a name.
const cleanName = (value) =>
  string(value, MAX.name)
    ?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .trim() || null;

/** A comment with its replies, or null. `room` is how many more are taken in all. */
export function cleanComment(value, room = { left: MAX.comments }, depth = 0) {
  const id = identifier(value?.id);
  const created = moment(value?.created_at);
  if (id === null || created === null) return null;
  room.left -= 1;
  return {
    id,
    parent: identifier(value.parent),
    withdrawn: value.state === "withdrawn",
    name: cleanName(value.author?.name),
    staff: value.author?.staff === true,
    text: string(value.text, MAX.text) ?? "",
    created,
    edited: moment(value.edited_at),
    replies: depth < MAX.depth ? cleanReplies(value.replies, room, depth + 1) : { comments: [], next: null },
  };
}

export function cleanReplies(value, room = { left: MAX.comments }, depth = 0) {
  const comments = [];
  for (const each of list(value?.comments)) {
    if (room.left <= 0) break;
    const comment = cleanComment(each, room, depth);
    if (comment) comments.push(comment);
  }
  return { comments, next: string(value?.next, MAX.token) };
}

export function cleanPage(value) {
  return {
    ...cleanReplies(value),
    closed: value?.article?.closed === true,
    count: count(value?.count),
    seq: count(value?.seq),
  };
}

/** What became of an own comment; `action` is null while nothing is decided. Null for what is no decision. */
export function cleanDecision(value) {
  const comment = cleanComment({ ...value?.comment, state: "published" });
  if (!comment) return null;
  const action = ["approve", "hold", "reject"].find((known) => known === value.verdict?.action) ?? null;
  return {
    comment,
    action,
    reasons: cleanReasons(value.verdict?.reasons, comment.text.length),
    seq: count(value.verdict?.seq),
    appeal: cleanAppeal(value.appeal),
  };
}

function cleanAppeal(value) {
  const state = ["open", "granted", "refused"].find((known) => known === value?.state);
  return state ? { state, text: string(value.text, MAX.message) ?? "", answer: string(value.answer, MAX.message) } : null;
}

function cleanReasons(value, length) {
  return list(value)
    .slice(0, MAX.reasons)
    .map((reason) => ({
      code: string(reason?.code, 100) ?? "",
      message: string(reason?.message, MAX.message) ?? "",
      spans: list(reason?.spans)
        .slice(0, MAX.spans)
        .filter(
          (span) =>
            Array.isArray(span) &&
            span.every(Number.isSafeInteger) &&
            0 <= span[0] &&
            span[0] < span[1] &&
            span[1] <= length,
        ),
    }))
    .filter((reason) => reason.message);
}
