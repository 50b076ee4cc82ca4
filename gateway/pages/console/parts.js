// What a comment is shown with, wherever it is shown: who wrote it, why it is here, what was said about it.
import { button, element, icon, svg } from "./dom.js";
import { nameOf, spansOf, writtenText } from "./text.js";
import { addressOf } from "./shell.js";
import { has, number, percent, say } from "./texts.js";
import { timeElement } from "./time.js";

const FOLD_CHARACTERS = 1500;
const FOLD_LINES = 20;
const HUES = 6;

/** A name from the configuration or a plugin as people say it: texts.js may know it, else it is taken as it is. */
const wordFor = (kind, name) => {
  const known = `${kind}_${String(name).toLowerCase()}`;
  if (has(known)) return say(known);
  const plain = String(name).replace(/_/g, " ").toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};
export const filterName = (name) => wordFor("filter", name);
const attributeName = (name) => wordFor("attribute", name);
export const reportName = (reason) => wordFor("report", reason);

/** What an item is in the queue for: "appeal", "reports" or "held"; null where nothing waits. */
export function kindOf(item) {
  if (item.appeal?.state === "open") return "appeal";
  if (item.state === "approved" && item.report_count > 0) return "reports";
  return item.state === "held" ? "held" : null;
}

export const stateBadge = (state) => element("span", { class: `badge ${state}` }, say(`state_${state}`));

/** Marks an appeal or reports; nothing for what is only held. */
export function kindBadge(item) {
  const kind = kindOf(item);
  if (kind === "appeal") return element("span", { class: "badge appeal" }, icon("scales"), say("appeal"));
  if (kind === "reports")
    return element("span", { class: "badge reports" }, icon("flag"), say("reportsN", { n: item.report_count }));
  return null;
}

export const claimBadge = (claim, self) =>
  claim &&
  element(
    "span",
    { class: "badge claim" },
    icon("hand"),
    claim.by === self ? say("claimedByYou") : say("claimedBy", { name: claim.by }),
  );

/** The claim if it still holds. */
export const claimOf = (item) => (item.claim && Date.parse(item.claim.until) > Date.now() ? item.claim : null);

function hueOf(id) {
  let sum = 0;
  for (const character of String(id)) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return sum % HUES;
}

export const avatar = (author) =>
  element(
    "span",
    { class: `avatar hue${hueOf(author.id)}`, "aria-hidden": "true" },
    [...nameOf(author)][0].toUpperCase(),
  );

/** "12 published · 2 held · 1 turned away". */
export function countsLine(counts) {
  if (!counts) return null;
  const part = (state) =>
    element("span", { class: `count ${state}` }, say(`count_${state}`, { n: counts[state] ?? 0 }));
  return element("span", { class: "counts" }, part("approved"), part("held"), part("rejected"));
}

/** The name as a heading that leads to all of the author's comments. */
export const authorHeading = (item, level = "h2") =>
  element(
    level,
    { class: "author" },
    element("a", { href: addressOf("author", [item.site, item.author.id]), dir: "auto" }, nameOf(item.author)),
  );

/** Where it stands: the article, the site. */
export function placeLine(item, sites) {
  const { article } = item;
  const title = article.title || article.id;
  return element(
    "p",
    { class: "place" },
    element(
      "a",
      { href: addressOf("queue", [], { article: article.id, site: item.site, kind: "all" }), dir: "auto" },
      title,
    ),
    sites > 1 && element("span", { class: "site" }, item.site),
    article.url &&
      /^https?:\/\//i.test(article.url) &&
      element(
        "a",
        {
          href: article.url,
          class: "outside",
          rel: "noopener noreferrer",
          target: "_blank",
          "aria-label": say("openArticle"),
        },
        icon("link"),
      ),
  );
}

/** The text with its words marked; a long one is folded. */
export function commentText(text, reasons) {
  const body = element("div", { class: "text", dir: "auto" }, ...writtenText(text, spansOf(reasons)));
  if (text.length < FOLD_CHARACTERS && text.split("\n").length < FOLD_LINES) return body;
  body.classList.add("folded");
  const more = button(
    say("readAll", { n: [...text].length }),
    () => {
      const folded = body.classList.toggle("folded");
      more.setAttribute("aria-expanded", String(!folded));
      more.querySelector(".label").textContent = folded ? say("readAll", { n: [...text].length }) : say("readLess");
    },
    { class: "quiet", "aria-expanded": "false" },
  );
  return element("div", {}, body, more);
}

/** A number between 0 and 1 as a bar. */
const bar = (value, level) =>
  svg(
    "svg",
    { class: `score-bar ${level}`, viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "track", width: 100, height: 6 }),
    svg("rect", { class: "value", width: Math.round(Math.min(1, Math.max(0, value)) * 100), height: 6 }),
  );
const levelOf = (value) => (value >= 0.8 ? "high" : value >= 0.5 ? "middle" : "low");

/** Each reason in words: which filter, what it says, how sure it is. */
export function reasonsList(reasons) {
  if (!reasons?.length) return null;
  return element(
    "ul",
    { class: "reasons" },
    ...reasons.map(({ filter, action, message, score, code }) =>
      element(
        "li",
        { class: action === "reject" || action === "hold" ? action : "note" },
        element("span", { class: "filter" }, filterName(filter)),
        element("span", { class: "message", dir: "auto", title: code }, message || code),
        typeof score === "number" && element("span", { class: "score" }, percent(score)),
      ),
    ),
  );
}

/** All that was measured, the highest first. */
export function scoresList(scores) {
  const all = Object.entries(scores ?? {}).flatMap(([filter, attributes]) =>
    Object.entries(attributes ?? {}).map(([name, value]) => ({ filter, name, value })),
  );
  if (all.length === 0) return null;
  all.sort((a, b) => b.value - a.value);
  return element(
    "ul",
    { class: "scores", "aria-label": say("scores") },
    ...all
      .slice(0, 12)
      .map(({ filter, name, value }) =>
        element(
          "li",
          { title: filterName(filter) },
          element("span", { class: "name" }, attributeName(name)),
          bar(value, levelOf(value)),
          element("span", { class: "value" }, percent(value)),
        ),
      ),
  );
}

export const section = (title, ...children) =>
  children.flat().some(Boolean) ? element("section", { class: "part" }, element("h3", {}, title), ...children) : null;

/** The author's objection, and what was decided before. */
export function appealPart(item) {
  const { appeal } = item;
  if (!appeal) return null;
  return element(
    "section",
    { class: "part appeal-part" },
    element("h2", {}, icon("scales"), say(`appeal_${appeal.state}`)),
    element("blockquote", { dir: "auto" }, ...writtenText(appeal.text)),
    element(
      "p",
      { class: "hint" },
      timeElement(appeal.at),
      appeal.decided_before_by?.length > 0 && [
        " · ",
        say("decidedBefore", { names: appeal.decided_before_by.join(", ") }),
      ],
    ),
    item.note &&
      element("p", {}, element("b", {}, say("reasonGiven")), " ", element("span", { dir: "auto" }, item.note)),
    appeal.answer &&
      element("p", {}, element("b", {}, say("answerGiven")), " ", element("span", { dir: "auto" }, appeal.answer)),
  );
}

export function reportsPart(item) {
  if (!item.reports?.length) return null;
  return element(
    "section",
    { class: "part reports-part" },
    element("h2", {}, icon("flag"), say("reportsN", { n: item.report_count })),
    element(
      "ul",
      {},
      ...item.reports.map(({ reason, note, at }) =>
        element(
          "li",
          {},
          element("b", {}, reportName(reason)),
          " ",
          element("span", { class: "hint" }, timeElement(at)),
          note && element("blockquote", { dir: "auto" }, ...writtenText(note)),
        ),
      ),
    ),
  );
}

/** What it answers. */
export function parentPart({ parent }) {
  if (!parent) return null;
  return element(
    "div",
    { class: "parent" },
    element(
      "p",
      { class: "hint" },
      say("answers", { name: nameOf(parent.author) }),
      parent.state !== "approved" && [" ", stateBadge(parent.state)],
    ),
    element("blockquote", { dir: "auto" }, ...writtenText(parent.text)),
  );
}

/** The discussion around it; itself marked. */
export function threadPart(site, thread) {
  if (!thread || thread.length < 2) return null;
  return section(
    say("thread"),
    element(
      "ol",
      { class: "thread" },
      ...thread.map(({ id, depth, author, text, state, focus }) =>
        element(
          "li",
          {
            class: `depth${Math.min(4, Math.max(0, Number(depth) || 0))}${focus ? " focus" : ""}`,
            "aria-current": focus ? "true" : null,
          },
          element("a", { class: "author", href: addressOf("comment", [site, id]), dir: "auto" }, nameOf(author)),
          state !== "approved" && [" ", stateBadge(state)],
          element("p", { dir: "auto" }, ...writtenText(text)),
        ),
      ),
    ),
  );
}

/** One of an author's other comments, briefly. */
export const recentLine = ({ site, id, text, state, decided_at, article }) =>
  element(
    "li",
    {},
    element(
      "p",
      { class: "hint" },
      stateBadge(state),
      " ",
      timeElement(decided_at),
      " · ",
      element("span", { dir: "auto" }, String(article?.title ?? article?.id ?? article)),
    ),
    element("a", { href: addressOf("comment", [site, id]), dir: "auto" }, ...writtenText(text, [], { live: false })),
  );

/** What was decided, and by whom, the newest first. */
/** What else its author wrote. */
export const othersPart = (item, recent) =>
  recent.length > 0 &&
  section(
    say("others"),
    element("ul", { class: "recent" }, ...recent.map(recentLine)),
    element("p", {}, element("a", { href: addressOf("author", [item.site, item.author.id]) }, say("allOfAuthor"))),
  );

/** The comment itself: who wrote it, with these badges, and the text with its words marked; `more` stands below it. */
export const commentCard = (item, badges, more = null) =>
  element(
    "article",
    { class: "comment" },
    element(
      "header",
      {},
      avatar(item.author),
      element(
        "div",
        { class: "who" },
        element("div", { class: "who-line" }, authorHeading(item), ...badges),
        countsLine(item.author.counts),
      ),
      element("p", { class: "when hint" }, timeElement(item.created_at ?? item.held_at)),
    ),
    commentText(item.text, item.reasons),
    more,
  );

export function historyPart(history) {
  if (!history?.length) return null;
  return section(
    say("history"),
    element(
      "ol",
      { class: "history" },
      ...history
        .toReversed()
        .map(({ at, action, by, note, text, revision }, i, all) =>
          element(
            "li",
            { class: action },
            element(
              "p",
              {},
              has(`did_${action}`) ? say(`did_${action}`) : action,
              " · ",
              by === "filters" ? say("byFilters") : element("b", { dir: "auto" }, by ?? ""),
              " · ",
              element(
                "span",
                { class: "hint" },
                timeElement(at),
                revision > 1 && ` · ${say("revision", { n: revision })}`,
              ),
            ),
            note && element("p", { dir: "auto" }, ...writtenText(note)),
            text &&
              i !== all.length - 1 &&
              all.some((other) => other.text && other.text !== text) &&
              element("blockquote", { dir: "auto" }, ...writtenText(text)),
          ),
        ),
    ),
  );
}
