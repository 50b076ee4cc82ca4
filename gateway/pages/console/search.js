// Looking for comments, in every state.
import { button, choice, element, field, icon } from "./dom.js";
import { stateBadge, kindBadge } from "./parts.js";
import { saveView } from "./queue/filters.js";
import { addressOf } from "./shell.js";
import { excerpt, nameOf, writtenText } from "./text.js";
import { number, say } from "./texts.js";
import { timeElement } from "./time.js";

const STATES = ["held", "approved", "rejected", "withdrawn", "erased"];
const FIELDS = ["q", "site", "state", "article", "author", "moderator", "from", "to", "sort"];

/** A comment found: its words, who wrote them, what became of it. */
export function resultLine(item, sites) {
  const { snippet } = item;
  const words = snippet
    ? writtenText(
        snippet.text,
        (snippet.spans ?? []).map(([begin, end]) => ({ begin, end, action: "found", message: null })),
        { live: false },
      )
    : excerpt(item.text, item.reasons, 280);
  return element(
    "li",
    { class: "result" },
    element(
      "p",
      { class: "result-head" },
      element("b", { dir: "auto" }, nameOf(item.author)),
      " ",
      stateBadge(item.state),
      kindBadge(item),
      element("span", { class: "hint" }, timeElement(item.created_at ?? item.held_at)),
    ),
    element("a", { href: addressOf("comment", [item.site, item.id]), class: "result-text", dir: "auto" }, ...words),
    element(
      "p",
      { class: "hint", dir: "auto" },
      item.article.title || item.article.id,
      sites > 1 && ` · ${item.site}`,
      item.decided_by && item.decided_by !== "filters" && [" · ", say("decidedBy", { name: item.decided_by })],
    ),
  );
}

/** A list that grows by pages: `ask(cursor)` gives {items, next, total}. */
export class Results {
  constructor(app, ask, empty) {
    this.app = app;
    this.ask = ask;
    this.empty = empty;
    this.count = element("p", { class: "hint", role: "status" });
    this.list = element("ul", { class: "results" });
    this.message = element("div", {});
    this.more = button(say("more"), () => this.load(this.next), { class: "more", hidden: true });
    this.element = element("div", { class: "found" }, this.count, this.list, this.message, this.more);
  }

  async load(cursor) {
    const turn = (this.turn = {});
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await this.ask(cursor);
      if (this.turn !== turn) return;
      const lines = answer.items.map((item) => resultLine(item, this.app.session.sites.length));
      if (cursor) this.list.append(...lines);
      else this.list.replaceChildren(...lines);
      this.next = answer.next;
      const capped = answer.total >= 1000;
      this.count.textContent =
        answer.total > 0 ? (capped ? say("foundMany", { n: 1000 }) : say("foundN", { n: answer.total })) : "";
      this.message.replaceChildren(
        ...(this.list.childElementCount > 0 ? [] : [this.app.shell.empty(this.empty, null, null, "search")]),
      );
      if (cursor) lines[0]?.querySelector("a").focus();
      this.first ??= answer.items[0];
      this.loaded?.(answer);
    } catch (error) {
      if (this.turn !== turn) return;
      if (!cursor) this.list.replaceChildren();
      this.message.replaceChildren(this.app.shell.failed(error, () => this.load(cursor)));
    }
    this.more.hidden = !this.next;
    this.element.removeAttribute("aria-busy");
  }
}

class SearchPage {
  constructor(app, query) {
    this.app = app;
    this.title = say("search");
    this.query = query;
    this.results = new Results(app, (cursor) => app.api.get("search", { ...this.asked(), cursor }), "nothingFound");
    this.form = element("form", {
      class: "search-form",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        const given = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, value.trim()]));
        location.hash = addressOf("search", [], given);
      },
    });
    this.saved = element("div", { class: "saved" });
    this.element = element(
      "div",
      { class: "page narrow" },
      element("h1", {}, this.title),
      this.form,
      this.saved,
      this.results.element,
    );
    this.fill();
    this.load();
    if (!query.q) queueMicrotask(() => setTimeout(() => this.words.focus()));
  }

  asked() {
    const { query } = this;
    const given = Object.fromEntries(FIELDS.map((name) => [name, query[name] ?? ""]));
    if (given.from) given.from = `${given.from}T00:00:00Z`;
    if (given.to) given.to = `${given.to}T23:59:59Z`;
    return given;
  }

  fill() {
    const { query, app } = this;
    const text = (name, more = {}) =>
      element("input", { name, value: query[name] ?? "", maxlength: 200, autocapitalize: "none", ...more });
    const sites = app.session.sites.map((site) => [site, site]);
    this.words = text("q", {
      type: "search",
      "aria-label": say("searchWords"),
      placeholder: say("searchWords"),
      class: "search-words",
    });
    const extra = ["site", "state", "article", "author", "moderator", "from", "to"];
    const more = element(
      "details",
      { open: extra.some((name) => query[name]) },
      element("summary", {}, say("narrow")),
      element(
        "div",
        { class: "field-grid" },
        sites.length > 1 &&
          field(say("by_site"), choice([["", say("allSites")], ...sites], query.site ?? "", null, { name: "site" })),
        field(
          say("state"),
          choice(
            [["", say("anyState")], ...STATES.map((state) => [state, say(`state_${state}`)])],
            query.state ?? "",
            null,
            { name: "state" },
          ),
        ),
        field(say("by_article"), text("article")),
        field(say("by_author"), text("author")),
        field(say("moderatorName"), text("moderator")),
        field(say("from"), text("from", { type: "date" })),
        field(say("to"), text("to", { type: "date" })),
        field(
          say("sort"),
          choice(
            ["newest", "oldest", "rank"].map((sort) => [sort, say(`sort_${sort}`)]),
            query.sort || "newest",
            null,
            { name: "sort" },
          ),
        ),
      ),
    );
    this.form.replaceChildren(
      element(
        "div",
        { class: "search-line" },
        this.words,
        element(
          "button",
          { type: "submit", class: "primary" },
          icon("search"),
          element("span", { class: "label" }, say("search")),
        ),
      ),
      element("p", { class: "hint" }, say("searchHow")),
      more,
    );
  }

  moved(query) {
    this.query = query;
    this.fill();
    this.load();
    return true;
  }

  load() {
    const some = FIELDS.some((name) => name !== "sort" && this.query[name]);
    this.saved.replaceChildren();
    if (!some) {
      this.results.list.replaceChildren();
      this.results.count.textContent = "";
      this.results.more.hidden = true;
      return this.showViews();
    }
    this.saved.append(
      button(
        say("saveView"),
        () =>
          saveView(this.app, { page: "search", ...Object.fromEntries(FIELDS.map((name) => [name, this.query[name]])) }),
        { icon: "star", class: "quiet" },
      ),
    );
    this.results.load();
  }

  async showViews() {
    try {
      const { views } = await this.app.api.get("views");
      const mine = views.filter(({ query }) => query.page === "search");
      if (mine.length === 0) return;
      this.results.message.replaceChildren();
      this.saved.replaceChildren(
        element("h2", {}, say("views")),
        element(
          "ul",
          { class: "plain" },
          ...mine.map(({ name, query: { page, ...rest } }) =>
            element("li", {}, element("a", { href: addressOf("search", [], rest), dir: "auto" }, name)),
          ),
        ),
      );
    } catch {
      // It can be searched without.
    }
  }
}

export const open = (app, { query }) => new SearchPage(app, query);
