// What of the queue is shown, and in which order; kept in the page's address, and by name as a saved view.
import { disclosure, openDialog } from "../dialog.js";
import { pathOf } from "../api.js";
import { button, choice, element, field, icon } from "../dom.js";
import { claimOf, filterName, kindOf } from "../parts.js";
import { addressOf } from "../shell.js";
import { number, say } from "../texts.js";

const KINDS = ["all", "held", "appeals", "reports"];
const FIELDS = ["site", "filter", "author", "article", "q", "mine"];
const KNOWN_FILTERS = [
  "civility",
  "duplicate",
  "language",
  "length",
  "links",
  "membership",
  "newcomer",
  "privacy",
  "rate",
  "thread",
  "wordlist",
];

/** What of an address's query the backend is asked for. */
export const askedFor = ({ at, view, ...query }) =>
  Object.fromEntries(Object.entries(query).filter(([key]) => ["kind", "sort", ...FIELDS].includes(key)));

/** Whether a comment belongs to what a query shows, as far as can be told here. `self`: who looks. */
export function belongs(item, { kind = "all", site, article, author, filter, q, mine }, self) {
  const of = { held: "held", appeals: "appeal", reports: "reports" };
  return (
    (!kind || kind === "all" || kindOf(item) === of[kind] || (kind === "held" && item.state === "held")) &&
    (!site || item.site === site) &&
    (!article || item.article.id === article) &&
    (!author || item.author.id === author) &&
    (!filter || (item.reasons ?? []).some((reason) => reason.filter === filter)) &&
    (!q || item.text.toLowerCase().includes(q.toLowerCase())) &&
    (!mine || claimOf(item)?.by === self)
  );
}

export class Filters {
  /** `go(query)` shows another part of the queue. */
  constructor(app, query, go) {
    this.app = app;
    this.query = query;
    this.go = go;
    this.kinds = element("div", { class: "kinds", role: "group", "aria-label": say("kind") });
    this.chips = element("div", { class: "chips" });
    this.form = element("form", {
      class: "fields",
      onsubmit: (event) => {
        event.preventDefault();
        this.apply();
      },
    });
    this.panel = disclosure(say("filters"), element("div", {}, this.form), { icon: "filter", class: "quiet" });
    this.viewsList = element("div", { class: "views-list" });
    this.views = disclosure(say("views"), element("div", {}, this.viewsList), { icon: "star", class: "quiet" });
    const sorts = ["oldest", "newest", "score"].map((sort) => [sort, say(`sort_${sort}`)]);
    this.sort = choice(
      sorts,
      query.sort ?? "oldest",
      (sort) => this.go({ ...this.query, sort: sort === "oldest" ? "" : sort }),
      { "aria-label": say("sort") },
    );
    this.element = element(
      "div",
      { class: "filters" },
      this.kinds,
      element("div", { class: "filter-line" }, this.panel.element, this.views.element, this.sort),
      this.chips,
    );
    this.show(query);
    this.loadViews();
  }

  show(query) {
    this.query = query;
    this.sort.value = query.sort || "oldest";
    this.showCounts(this.counts);
    const active = FIELDS.filter((name) => query[name]);
    this.chips.replaceChildren(
      ...active.map((name) => {
        const value = name === "filter" ? filterName(query[name]) : name === "mine" ? "" : query[name];
        const words = `${say(`by_${name}`)}${value ? `: ${value}` : ""}`;
        return element(
          "button",
          {
            type: "button",
            class: "chip remove",
            "aria-label": say("removeFilter", { name: words }),
            onclick: () => this.go({ ...this.query, [name]: "" }),
          },
          element("span", { dir: "auto" }, words),
          icon("cross"),
        );
      }),
    );
    this.panel.say(active.length > 0 ? `${say("filters")} (${number(active.length)})` : say("filters"));
    this.fill();
  }

  fill() {
    const { query } = this;
    const text = (name, more = {}) =>
      element("input", { name, value: query[name] ?? "", maxlength: 200, autocapitalize: "none", ...more });
    const names = [...new Set([...KNOWN_FILTERS, query.filter].filter(Boolean))];
    const sites = this.app.session.sites.map((site) => [site, site]);
    this.form.replaceChildren(
      ...[
        sites.length > 1 &&
          field(say("by_site"), choice([["", say("allSites")], ...sites], query.site ?? "", null, { name: "site" })),
        field(
          say("by_filter"),
          choice(
            [["", say("allFilters")], ...names.map((name) => [name, filterName(name)])],
            query.filter ?? "",
            null,
            { name: "filter" },
          ),
        ),
        field(say("by_q"), text("q", { type: "search" })),
        field(say("by_article"), text("article")),
        field(say("by_author"), text("author")),
        element(
          "label",
          { class: "check" },
          element("input", { type: "checkbox", name: "mine", value: "claimed", checked: query.mine === "claimed" }),
          say("by_mine"),
        ),
        element(
          "div",
          { class: "buttons" },
          element("button", { type: "submit", class: "primary" }, say("apply")),
          button(
            say("reset"),
            () => {
              this.panel.close();
              this.go({ kind: this.query.kind, sort: this.query.sort });
            },
            { class: "quiet" },
          ),
        ),
      ].filter(Boolean),
    );
  }

  apply() {
    const given = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, value.trim()]));
    this.panel.close();
    this.panel.opener.focus();
    this.go({ ...this.query, ...Object.fromEntries(FIELDS.map((name) => [name, given[name] ?? ""])) });
  }

  showCounts(counts) {
    this.counts = counts ?? this.counts;
    const all = this.counts;
    const of = {
      all: all && all.held + all.appeals + all.reports,
      held: all?.held,
      appeals: all?.appeals,
      reports: all?.reports,
    };
    const made = this.kinds.childElementCount > 0;
    if (!made)
      this.kinds.append(
        ...KINDS.map((kind) =>
          element(
            "button",
            { type: "button", onclick: () => this.go({ ...this.query, kind: kind === "all" ? "" : kind }) },
            say(`kind_${kind}`),
            " ",
            element("span", { class: "counter" }),
          ),
        ),
      );
    KINDS.forEach((kind, i) => {
      const node = this.kinds.children[i];
      node.setAttribute("aria-pressed", String((this.query.kind || "all") === kind));
      node.querySelector(".counter").textContent = of[kind] === undefined ? "" : number(of[kind]);
    });
  }

  async loadViews() {
    let views = [];
    try {
      ({ views } = await this.app.api.get("views"));
    } catch {
      // The list says nothing of views then; all else works.
    }
    const self = this.app.account.name;
    const line = ({ name, shared, owner, query }) => {
      const { page, ...rest } = query;
      return element(
        "li",
        {},
        element(
          "a",
          {
            href: addressOf(page === "search" ? "search" : "queue", [], rest),
            dir: "auto",
            onclick: () => this.views.close(),
          },
          name,
        ),
        shared && element("span", { class: "hint" }, say("sharedBy", { name: owner })),
        owner === self &&
          button(say("removeView", { name }), () => this.removeView(name), {
            icon: "cross",
            class: "quiet square only-icon",
          }),
      );
    };
    this.viewsList.replaceChildren(
      ...[
        views.length > 0 ? element("ul", {}, ...views.map(line)) : element("p", { class: "hint" }, say("noViews")),
        button(
          say("saveView"),
          () => saveView(this.app, { page: "queue", ...askedFor(this.query) }, () => this.loadViews()),
          { icon: "star" },
        ),
      ],
    );
  }

  async removeView(name) {
    try {
      await this.app.api.delete(pathOf("views", name));
      await this.loadViews();
      this.app.shell.announce(say("viewRemoved", { name }));
      this.viewsList.querySelector("button")?.focus();
    } catch (error) {
      this.app.shell.fail(error);
    }
  }
}

/** Asks for a name, and saves what is shown under it. */
export async function saveView(app, query, done) {
  const name = element("input", { required: true, maxlength: 60 });
  const shared = element("input", { type: "checkbox" });
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value));
  await openDialog({
    title: say("saveView"),
    body: [
      element("p", { class: "hint" }, say("saveViewMore")),
      field(say("name"), name),
      app.may("lead") && element("label", { class: "check" }, shared, say("shareView")),
    ],
    actions: [{ words: say("save"), value: "save", kind: "primary" }],
    focus: name,
    submit: async () => {
      try {
        await app.api.put(pathOf("views", name.value.trim()), { query: given, shared: shared.checked });
        app.shell.toast(say("viewSaved", { name: name.value.trim() }));
        done?.();
        return true;
      } catch (error) {
        app.shell.fail(error);
        return false;
      }
    },
  });
}
