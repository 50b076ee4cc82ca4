// The queue's list: a row an item. What was decided elsewhere fades where it stands, so that nothing moves under the eye;
// it is gone with the next step that the moderator takes.
import { element } from "../dom.js";
import { keyOf } from "../desk.js";
import { claimBadge, claimOf, filterName, kindBadge, stateBadge } from "../parts.js";
import { excerpt, nameOf } from "../text.js";
import { say } from "../texts.js";
import { timeElement } from "../time.js";

/** Nothing of theirs was decided before this one. */
const isNew = (counts) => counts && counts.approved === 0 && counts.rejected === 0 && counts.held <= 1;

class Row {
  constructor(list, item) {
    this.list = list;
    this.check = element("input", {
      type: "checkbox",
      onchange: () => list.options.selected(this.item, this.check.checked),
    });
    this.link = element("a", {
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        list.options.open(this.item);
      },
    });
    this.element = element("li", { class: "row" }, element("label", { class: "tick" }, this.check), this.link);
    this.update(item);
  }

  update(item) {
    this.item = item;
    const { self, sites, addressOf } = this.list.options;
    const claim = claimOf(item);
    this.check.setAttribute("aria-label", say("selectOf", { name: nameOf(item.author) }));
    this.link.href = addressOf(item);
    this.link.replaceChildren(
      element(
        "span",
        { class: "row-head" },
        element("span", { class: "row-name", dir: "auto" }, nameOf(item.author)),
        isNew(item.author.counts) && element("span", { class: "badge new" }, say("newHere")),
        element("span", { class: "row-time" }, timeElement(item.held_at ?? item.created_at)),
      ),
      element("span", { class: "row-text", dir: "auto" }, ...excerpt(item.text, item.reasons)),
      element(
        "span",
        { class: "row-foot" },
        kindBadge(item),
        claimBadge(claim, self),
        ...[...new Set((item.reasons ?? []).map(({ filter }) => filter))]
          .slice(0, 3)
          .map((filter) => element("span", { class: "chip" }, filterName(filter))),
        element(
          "span",
          { class: "row-place", dir: "auto" },
          item.article.title || item.article.id,
          sites > 1 && ` · ${item.site}`,
        ),
      ),
    );
    this.element.classList.toggle("taken", Boolean(claim && claim.by !== self));
  }

  /** Decided elsewhere, or no longer waiting: {state, by}. */
  fade({ state, by }) {
    if (this.gone) return;
    this.gone = { state, by };
    this.element.classList.add("gone");
    this.check.disabled = true;
    const foot = this.link.querySelector(".row-foot");
    foot.replaceChildren(stateBadge(state), element("span", { class: "row-place" }, goneWords(this.gone)));
  }
}

/** Who has decided it meanwhile. */
export const goneWords = ({ by }) => (by && by !== "filters" ? say("decidedBy", { name: by }) : say("waitsNoMore"));

export class List {
  /** `options`: open(item), selected(item, whether), self (the account's name), sites (how many), addressOf(item). */
  constructor(options) {
    this.options = options;
    this.rows = new Map();
    this.element = element("ul", { class: "rows", "aria-label": say("queue") });
  }

  get items() {
    return [...this.rows.values()].filter((row) => !row.gone).map((row) => row.item);
  }

  clear() {
    this.rows.clear();
    this.element.replaceChildren();
    this.current = null;
  }

  add(items, { first = false } = {}) {
    const rows = items.filter((item) => !this.rows.has(keyOf(item))).map((item) => new Row(this, item));
    const old = [...this.rows];
    const made = rows.map((row) => [keyOf(row.item), row]);
    this.rows = new Map(first ? [...made, ...old] : [...old, ...made]);
    this.element[first ? "prepend" : "append"](...rows.map((row) => row.element));
    return rows;
  }

  /** Puts an item back before the one that follows it by time, oldest or newest first. */
  putBack(item, newestFirst) {
    const known = this.rows.get(keyOf(item));
    if (known) {
      this.remove(item);
    }
    const row = new Row(this, item);
    const later = (a, b) => (newestFirst ? a.held_at < b.held_at : a.held_at > b.held_at);
    const all = [...this.rows];
    const at = all.findIndex(([, each]) => later(each.item, item));
    const place = at < 0 ? all.length : at;
    this.element.insertBefore(row.element, all[place]?.[1].element ?? null);
    all.splice(place, 0, [keyOf(item), row]);
    this.rows = new Map(all);
  }

  update(item) {
    const row = this.rows.get(keyOf(item));
    if (!row || row.gone) return false;
    row.update(item);
    return true;
  }

  get(item) {
    return this.rows.get(keyOf(item));
  }

  remove(item) {
    const row = this.rows.get(keyOf(item));
    if (!row) return;
    row.element.remove();
    this.rows.delete(keyOf(item));
    if (this.current === keyOf(item)) this.current = null;
  }

  /** Removes what has faded, but for what is open. */
  settle() {
    for (const [key, row] of this.rows) if (row.gone && key !== this.current) this.remove(row.item);
  }

  /** The item `by` places after (or before) the current one; null at the end. */
  neighbour(by) {
    const keys = [...this.rows.keys()];
    const at = keys.indexOf(this.current);
    for (let i = at < 0 ? (by > 0 ? 0 : keys.length - 1) : at + by; i >= 0 && i < keys.length; i += by) {
      const row = this.rows.get(keys[i]);
      if (!row.gone && !row.deciding) return row.item;
    }
    return null;
  }

  setCurrent(item, { focus = false } = {}) {
    const before = this.rows.get(this.current);
    before?.link.removeAttribute("aria-current");
    before?.element.classList.remove("current");
    this.current = item ? keyOf(item) : null;
    const row = this.rows.get(this.current);
    if (!row) return;
    row.link.setAttribute("aria-current", "true");
    row.element.classList.add("current");
    if (focus) row.link.focus({ preventScroll: true });
    row.element.scrollIntoView({ block: "nearest" });
  }

  setDeciding(items, deciding) {
    for (const item of items) {
      const row = this.rows.get(keyOf(item));
      if (!row) continue;
      row.deciding = deciding;
      row.element.classList.toggle("deciding", deciding);
    }
  }
}
