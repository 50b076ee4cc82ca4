// Which comments of the list are chosen, to decide on all of them at once.
import { keyOf } from "../desk.js";
import { button, element } from "../dom.js";
import { say } from "../texts.js";

const MOST = 200; // that one decision takes

export class Selection {
  /** `announce` says what changed; `decide` is asked for "approve" or "reject". */
  constructor(list, { announce, decide }) {
    this.list = list;
    this.announce = announce;
    this.decide = decide;
    this.chosen = new Map();
    this.all = element("input", {
      type: "checkbox",
      "aria-label": say("selectAll"),
      onchange: () => this.chooseAll(this.all.checked),
    });
    this.bar = element("div", { class: "bulk", role: "group", "aria-label": say("selection"), hidden: true });
  }

  get size() {
    return this.chosen.size;
  }

  /** As they now read. */
  get items() {
    return [...this.chosen.values()].map((item) => this.list.get(item)?.item ?? item);
  }

  toggle(item) {
    const row = item && this.list.get(item);
    if (!row || row.gone) return;
    row.check.checked = !row.check.checked;
    this.choose(row.item, row.check.checked);
  }

  choose(item, whether) {
    if (whether) this.chosen.set(keyOf(item), item);
    else this.chosen.delete(keyOf(item));
    this.list.get(item)?.element.classList.toggle("selected", whether);
    this.show();
    this.announce(say("selectedN", { n: this.size }));
  }

  chooseAll(whether) {
    for (const row of this.list.rows.values()) {
      if (row.gone || this.size >= MOST) continue;
      row.check.checked = whether;
      this.choose(row.item, whether);
    }
  }

  /** It is not in the list any more; show() is to follow. */
  forget(what) {
    this.chosen.delete(keyOf(what));
  }

  clear() {
    for (const item of this.chosen.values()) {
      const row = this.list.get(item);
      if (!row) continue;
      row.check.checked = false;
      row.element.classList.remove("selected");
    }
    this.chosen.clear();
    this.show();
  }

  show() {
    const n = this.size;
    const shown = this.list.items.length;
    this.bar.hidden = n === 0;
    this.all.checked = n > 0 && n >= shown;
    this.all.indeterminate = n > 0 && n < shown;
    if (n === 0) return this.bar.replaceChildren();
    this.bar.replaceChildren(
      element("span", { class: "bulk-count" }, say("selectedN", { n })),
      button(say("approve"), () => this.decide("approve"), { icon: "check", class: "approve" }),
      button(say("reject"), () => this.decide("reject"), { icon: "cross", class: "reject" }),
      button(say("clear"), () => this.clear(), { icon: "cross", class: "quiet square only-icon" }),
    );
  }
}
