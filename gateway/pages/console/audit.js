// Who did what.
import { button, choice, element, field } from "./dom.js";
import { addressOf } from "./shell.js";
import { has, say } from "./texts.js";
import { timeElement } from "./time.js";

const WHAT = [
  "approve",
  "reject",
  "undo",
  "keep",
  "claim",
  "login",
  "login_failed",
  "logout",
  "account_created",
  "account_changed",
];
const FIELDS = ["who", "what", "site", "id", "from", "to"];

const wordsOf = (what) => (has(`audit_${what}`) ? say(`audit_${what}`) : what.replace(/[._]/g, " "));

class AuditPage {
  constructor(app, query) {
    this.app = app;
    this.title = say("audit");
    this.query = query;
    this.form = element("form", {
      class: "field-grid filter-form",
      onsubmit: (event) => {
        event.preventDefault();
        location.hash = addressOf(
          "audit",
          [],
          Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, value.trim()])),
        );
      },
    });
    this.body = element("tbody", {});
    this.message = element("div", {});
    this.table = element(
      "div",
      { class: "table-place", tabindex: 0, role: "region", "aria-label": this.title },
      element(
        "table",
        { class: "log" },
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ...["when", "who", "what", "comment", "detail", "fromWhere"].map((each) =>
              element("th", { scope: "col" }, say(`col_${each}`)),
            ),
          ),
        ),
        this.body,
      ),
    );
    this.more = button(say("more"), () => this.load(this.next), { class: "more", hidden: true });
    this.element = element(
      "div",
      { class: "page" },
      element("h1", {}, this.title),
      this.form,
      this.table,
      this.message,
      this.more,
    );
    this.fill();
    this.load();
  }

  fill() {
    const { query } = this;
    const text = (name, more = {}) =>
      element("input", { name, value: query[name] ?? "", maxlength: 128, autocapitalize: "none", ...more });
    this.form.replaceChildren(
      field(say("col_who"), text("who")),
      field(
        say("col_what"),
        choice([["", say("anything")], ...WHAT.map((what) => [what, wordsOf(what)])], query.what ?? "", null, {
          name: "what",
        }),
      ),
      field(say("commentId"), text("id")),
      field(say("from"), text("from", { type: "date" })),
      field(say("to"), text("to", { type: "date" })),
      element("button", { type: "submit", class: "primary" }, say("show")),
    );
  }

  moved(query) {
    this.query = query;
    this.fill();
    this.load();
    return true;
  }

  async load(cursor) {
    const turn = (this.turn = {});
    const asked = Object.fromEntries(FIELDS.map((name) => [name, this.query[name]]));
    if (asked.from) asked.from = `${asked.from}T00:00:00Z`;
    if (asked.to) asked.to = `${asked.to}T23:59:59Z`;
    try {
      const { entries, next } = await this.app.api.get("audit", { ...asked, cursor });
      if (this.turn !== turn) return;
      this.next = next;
      const rows = entries.map((entry) => this.row(entry));
      if (cursor) this.body.append(...rows);
      else this.body.replaceChildren(...rows);
      const none = this.body.childElementCount === 0;
      this.table.hidden = none;
      this.message.replaceChildren(...(none ? [this.app.shell.empty("noEntries", null, null, "audit")] : []));
    } catch (error) {
      if (this.turn !== turn) return;
      if (!cursor) this.body.replaceChildren();
      this.table.hidden = this.body.childElementCount === 0;
      this.message.replaceChildren(this.app.shell.failed(error, () => this.load(cursor)));
    }
    this.more.hidden = !this.next;
  }

  row({ at, who, what, site, id, detail, address }) {
    return element(
      "tr",
      {},
      element("td", {}, timeElement(at)),
      element("td", { dir: "auto" }, who ?? "–"),
      element("td", {}, element("span", { class: `act ${/fail|lock/.test(what) ? "bad" : ""}` }, wordsOf(what))),
      element(
        "td",
        {},
        site && id ? element("a", { href: addressOf("comment", [site, id]), dir: "auto" }, `${site}/${id}`) : "–",
      ),
      element(
        "td",
        { dir: "auto" },
        detail === null || detail === undefined ? "–" : typeof detail === "string" ? detail : JSON.stringify(detail),
      ),
      element("td", {}, address ?? "–"),
    );
  }
}

export const open = (app, { query }) => new AuditPage(app, query);
