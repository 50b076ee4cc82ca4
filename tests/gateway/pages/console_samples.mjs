// A day at a newspaper's desk, for looking at the console, and figures for its charts.

const ARTICLES = {
  bridge: { id: "harbour-bridge", title: "The harbour bridge reopens", url: "https://example.org/harbour-bridge" },
  school: {
    id: "school-meals",
    title: "School meals to be free from autumn, council decides after long debate",
    url: "https://example.org/school-meals",
  },
  derby: { id: "derby", title: "Derby ends in a draw", url: "https://example.org/derby" },
  quiet: { id: "2026-11-29-untitled", title: null, url: null },
};
const PEOPLE = {
  dora: { id: "sub-dora", name: "Dora Lindqvist" },
  max: { id: "sub-max", name: "max_power_77" },
  amina: { id: "sub-amina", name: "Amina B." },
  yusuf: { id: "sub-yusuf", name: "يوسف" },
  paul: { id: "sub-paul", name: "Paul Okafor" },
  none: { id: "sub-4b1e", name: null },
};

/** A reason whose spans are where these words stand in the text. */
export function reason(filter, code, action, message, text, words = [], score = null) {
  const spans = words.map((word) => [text.indexOf(word), text.indexOf(word) + word.length]);
  return { filter, code, action, message, score, spans };
}

const civil = (value, more = {}) => ({
  civility: { TOXICITY: value, INSULT: value * 0.9, THREAT: 0.03, PROFANITY: 0.12, IDENTITY_ATTACK: 0.02, ...more },
});

export function fillWithSamples(to) {
  const put = (more) => to.put({ quiet: true, ...more });
  const approved = (author, text, article = ARTICLES.bridge, more = {}) =>
    put({ author, text, article, state: "approved", age: 90000, ...more });
  const top = approved(
    PEOPLE.dora,
    "Good to see it open again after two years. The cycle lane is wider than they promised.",
  );
  approved(
    PEOPLE.amina,
    "My mother can walk to the market now. Thank you to everyone who worked on it.",
    ARTICLES.bridge,
    { parent: top },
  );
  const council = approved(
    PEOPLE.paul,
    "The council has known about the cost since March. Why was it not said before the vote?",
    ARTICLES.school,
  );
  for (let i = 0; i < 14; ++i)
    approved(PEOPLE.dora, `Something friendly, number ${i + 1}, about the harbour and its boats.`, ARTICLES.quiet, {
      age: 90000 + i * 7000,
    });
  put({
    author: PEOPLE.max,
    state: "rejected",
    age: 200000,
    text: "Buy followers at best-followers.example",
    article: ARTICLES.derby,
    reasons: [],
  });
  put({
    author: PEOPLE.max,
    state: "rejected",
    age: 260000,
    text: "You are all sheep.",
    article: ARTICLES.derby,
    decided_by: "ben",
    note: "This attacks a person.",
  });

  let text =
    "Only a complete moron would believe that this bridge was on budget. You clown, read the report before you write.";
  put({
    author: PEOPLE.max,
    text,
    parent: top,
    age: 7400,
    article: ARTICLES.bridge,
    scores: civil(0.91),
    reasons: [
      reason(
        "civility",
        "civility.insult",
        "hold",
        "This reads as an insult.",
        text,
        ["complete moron", "You clown"],
        0.91,
      ),
    ],
  });
  text =
    "Great offer!! Cheap scaffolding and casino nights: https://cheap.example/win?ref=77 — write to me at win77@example.com";
  put({
    author: PEOPLE.none,
    text,
    age: 5200,
    article: ARTICLES.school,
    scores: civil(0.08),
    reasons: [
      reason("links", "links.unknown", "hold", "It links to a site that nobody here has linked to before.", text, [
        "https://cheap.example/win?ref=77",
      ]),
      reason("wordlist", "wordlist.advertising", "hold", "It may be advertising.", text, ["casino"]),
      reason("privacy", "privacy.email", "hold", "It contains an e-mail address.", text, ["win77@example.com"]),
    ],
  });
  text =
    "شكرًا للمجلس على هذا القرار، لكن متى يبدأ التنفيذ في مدارس الحي الشرقي؟ See https://example.org/plan for the plan.";
  put({
    author: PEOPLE.yusuf,
    text,
    language: "ar",
    age: 3300,
    article: ARTICLES.school,
    parent: council,
    scores: civil(0.04),
    reasons: [reason("language", "language.other", "hold", "It is written in Arabic; this site takes English.", text)],
  });
  text = "I was there when the old one closed. My first comment here, be kind.";
  put({
    author: { id: "sub-ida", name: "Ida" },
    text,
    age: 1500,
    article: ARTICLES.bridge,
    reasons: [reason("newcomer", "newcomer.first", "hold", "It is the author's first comment.", text)],
  });
  text = "Send them all back where they came from, and the mayor first.";
  put({
    author: PEOPLE.max,
    text,
    age: 840,
    article: ARTICLES.school,
    scores: civil(0.84, { IDENTITY_ATTACK: 0.71 }),
    reasons: [
      reason(
        "civility",
        "civility.identity_attack",
        "hold",
        "This attacks people for what they are.",
        text,
        ["Send them all back"],
        0.71,
      ),
    ],
  });
  text = "The referee was bought, everybody knows it. Shame on him and his whole family.";
  put({
    site: "sport",
    author: PEOPLE.paul,
    text,
    age: 600,
    article: ARTICLES.derby,
    scores: civil(0.62),
    reasons: [reason("civility", "civility.insult", "hold", "This reads as an insult.", text, ["Shame on him"], 0.62)],
  });
  text = "The mayor's brother owns the company that painted it. Look it up in the register.";
  put({
    author: PEOPLE.amina,
    text,
    state: "rejected",
    age: 4000,
    article: ARTICLES.bridge,
    decided_by: "ben",
    note: "We can't check this claim. Please name a source.",
    appeal: {
      text: "The register is public: entry 4711. I can send the page.",
      at: new Date(Date.now() - 1800e3).toISOString(),
      decided_before_by: ["ben"],
      state: "open",
      answer: null,
    },
  });
  text = "People like Dora should not be let near a keyboard.";
  put({
    author: PEOPLE.paul,
    text,
    state: "approved",
    age: 2500,
    article: ARTICLES.bridge,
    parent: top,
    scores: civil(0.41),
    reports: [
      {
        reason: "abuse",
        note: "This is about me, and it is not nice.",
        at: new Date(Date.now() - 900e3).toISOString(),
      },
      { reason: "off_topic", note: null, at: new Date(Date.now() - 300e3).toISOString() },
    ],
  });
  text = `I have written this down at length, because nobody listens. ${"The bridge has a history that goes back to 1911. ".repeat(60)}`;
  put({
    author: PEOPLE.paul,
    text,
    age: 400,
    article: ARTICLES.quiet,
    reasons: [reason("length", "length.too_long", "hold", "It is longer than 2,000 characters.", text)],
  });
  text = "Free\u200b mon\u200bey here\u202e txt.exe";
  put({
    author: PEOPLE.none,
    text,
    age: 200,
    article: ARTICLES.derby,
    reasons: [
      reason(
        "duplicate",
        "duplicate.copy",
        "hold",
        "Nearly the same was posted 12 times in the last hour.",
        text,
        [],
        0.97,
      ),
    ],
  });
  to.claim("ben", "default", [...to.comments.values()].find((item) => item.text.startsWith("Great offer")).id);
  to.decide("ben", "approve", { id: approvedByBen(to, put) });
  to.views.push({
    name: "Insults, newest first",
    shared: true,
    owner: "ben",
    query: { page: "queue", filter: "civility", sort: "newest" },
  });
  to.note({ account: { name: "carla" } }, "account_created", { detail: "nora" });
  to.note(null, "login_failed", { who: "anna" });
}

const approvedByBen = (to, put) =>
  put({ author: PEOPLE.amina, text: "Will there be benches on the bridge?", age: 9000, article: ARTICLES.bridge });

/** Figures that look like a week at a desk; the same every time but for the days. */
export function statsOf(account, query) {
  const hourly = query.get("step") === "hour";
  const step = hourly ? 3600e3 : 86400e3;
  const end = Math.floor((query.get("to") ? Date.parse(query.get("to")) : Date.now()) / step) * step;
  const from = query.get("from") ? Date.parse(query.get("from")) : end - 14 * step;
  const many = Math.max(1, Math.min(90, Math.round((end - from) / step) + 1));
  const wave = (i, high) => Math.round(high * (0.6 + 0.4 * Math.sin(i * 1.7) + 0.25 * Math.sin(i * 0.6)));
  const decisions = Array.from({ length: many }, (_, i) => ({
    at: new Date(end - (many - 1 - i) * step).toISOString(),
    approved: Math.max(0, wave(i, 420)),
    held: Math.max(0, wave(i + 2, 60)),
    rejected: Math.max(0, wave(i + 4, 90)),
    withdrawn: i % 5 === 0 ? 4 : 1,
    reviewed: Math.max(0, wave(i + 2, 55)),
  }));
  const moderators = [
    { name: "anna", approved: 214, rejected: 96, undone: 3, p50_s: 95 },
    { name: "ben", approved: 131, rejected: 122, undone: 5, p50_s: 140 },
    { name: "carla", approved: 12, rejected: 9, undone: 0, p50_s: 620 },
  ];
  return {
    decisions,
    filters: [
      { filter: "civility", held: 212, rejected: 388, agreed: 171, overruled: 41 },
      { filter: "links", held: 96, rejected: 12, agreed: 61, overruled: 35 },
      { filter: "duplicate", held: 54, rejected: 141, agreed: 52, overruled: 2 },
      { filter: "newcomer", held: 143, rejected: 0, agreed: 18, overruled: 125 },
      { filter: "wordlist", held: 33, rejected: 9, agreed: 20, overruled: 13 },
    ],
    queue_age: [300, 3600, 21600, 86400, null].map((up_to_s, i) => ({ up_to_s, count: [4, 9, 6, 2, 1][i] })),
    review_time: { count: 357, p50_s: 118, p90_s: 2460 },
    moderators: account.role === "moderator" ? moderators.filter(({ name }) => name === account.name) : moderators,
    latency: { p50_us: 84, p99_us: 640, count: 12840 },
    daemon: { version: "0.9.0", uptime_s: 393120, chain: "a41c09", in_flight: 2, ledger_writable: true },
  };
}
