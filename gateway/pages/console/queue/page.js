// The queue: a list beside the item that is open; on a small screen one of the two.
import { keyOf } from "../desk.js";
import { button, element } from "../dom.js";
import { claimOf, kindOf } from "../parts.js";
import { addressOf } from "../shell.js";
import { number, say } from "../texts.js";
import { Detail } from "./detail.js";
import { Claims } from "../claims.js";
import { askedFor, belongs, Filters } from "./filters.js";
import { List } from "./list.js";
import { Selection } from "./selection.js";

const LOAD_AHEAD = 5; // rows left when the next are fetched
const RENEW_MS = 120000; // a claim lasts five minutes
const LONGEST = 200; // items of one answer

class QueuePage {
  constructor(app, query) {
    this.app = app;
    this.title = say("queue");
    this.query = query;
    this.waiting = new Map();
    this.next = null;
    this.wide = matchMedia("(min-width: 60rem)");
    this.ended = new AbortController();
    const { signal } = this.ended;
    this.filters = new Filters(app, query, (next) => this.go(next));
    this.list = new List({
      self: app.account.name,
      sites: app.session.sites.length,
      open: (item) => this.open(item),
      selected: (item, whether) => this.selection.choose(item, whether),
      addressOf: (item) => addressOf("queue", [], { ...this.query, at: keyOf(item) }),
    });
    this.selection = new Selection(this.list, {
      announce: (words) => app.shell.announce(words),
      decide: (action) => this.decideMany(action),
    });
    this.claims = new Claims(app, (what, claim) => this.claimChanged(what, claim));
    this.detail = new Detail(app, {
      approve: (item) => this.decide("approve", [item]),
      reject: (item) => this.decide("reject", [item]),
      claim: (item) => this.claims.claim(item),
      back: () => this.back(),
      next: () => this.move(1),
    });
    this.build();
    app.events.follow(
      {
        added: ({ item }) => this.arrived(item),
        changed: ({ item }) => this.changed(item),
        removed: (what) => this.removed(what),
        claimed: ({ site, id, by, until }) => this.claimChanged({ site, id }, { by, until }),
        released: ({ site, id }) => this.claimChanged({ site, id }, null),
        counts: (counts) => this.filters.showCounts(counts),
        reset: () => this.refresh(),
        connected: () => this.readAt !== app.events.connections && this.refresh(),
      },
      signal,
    );
    app.desk.addEventListener("undone", ({ detail }) => this.undone(detail.results), { signal });
    this.wide.addEventListener("change", () => this.arrange(), { signal });
    this.renewal = setInterval(() => this.claims.renew(this.current), RENEW_MS);
    this.keys = {
      j: { words: "keyNext", run: () => this.move(1), repeats: true },
      k: { words: "keyPrevious", run: () => this.move(-1), repeats: true },
      a: { words: "keyApprove", run: () => this.decideChosen("approve") },
      r: { words: "keyReject", run: () => this.decideChosen("reject") },
      u: { words: "keyUndo", run: () => this.app.desk.undo() },
      x: { words: "keySelect", run: () => this.selection.toggle(this.current) },
      c: { words: "keyClaim", run: () => this.current && this.claims.claim(this.current) },
      n: { words: "keyNew", run: () => this.showWaiting() },
    };
    this.load();
  }

  build() {
    this.count = element("span", { class: "hint" });
    this.head = element(
      "div",
      { class: "list-head", hidden: true },
      element("label", { class: "tick" }, this.selection.all),
      this.count,
    );
    this.arrivals = element("button", {
      type: "button",
      class: "primary arrivals",
      hidden: true,
      onclick: () => this.showWaiting(),
    });
    this.more = button(say("more"), () => this.loadMore(), { class: "quiet more", hidden: true });
    this.message = element("div", { class: "list-message" });
    this.scroller = element("div", { class: "scroller" }, this.list.element, this.message, this.more);
    this.pane = element(
      "section",
      { class: "list-pane", "aria-label": say("list") },
      this.filters.element,
      this.head,
      element("div", { class: "arrivals-place" }, this.arrivals),
      this.scroller,
      this.selection.bar,
    );
    this.element = element(
      "div",
      { class: "queue" },
      element("h1", { class: "unseen" }, say("queue")),
      this.pane,
      this.detail.element,
    );
  }

  get current() {
    return this.list.rows.get(this.list.current)?.item ?? null;
  }

  /** Shows another part of the queue. */
  go(query) {
    const { at, ...rest } = query;
    location.hash = addressOf("queue", [], rest);
  }

  /** The address has changed while the page was open. */
  moved(query) {
    const { at, ...rest } = query;
    const { at: before, ...old } = this.query;
    this.query = query;
    if (JSON.stringify(askedFor(rest)) !== JSON.stringify(askedFor(old))) {
      this.filters.show(query);
      this.load();
    } else if (!at) this.showDetail(false);
    else {
      const row = this.list.rows.get(at);
      if (row) this.openNow(row.item);
    }
    return true;
  }

  close() {
    this.ended.abort();
    clearInterval(this.renewal);
    this.asking?.abort();
    this.detail.show(null);
  }

  async load() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.readAt = this.app.events.connections;
    this.element.setAttribute("aria-busy", "true");
    if (this.list.rows.size === 0) this.message.replaceChildren(element("p", { class: "empty hint" }, say("loading")));
    let answer;
    try {
      answer = await this.app.api.get("queue", askedFor(this.query), asking.signal);
    } catch (error) {
      if (error.code === "aborted") return;
      this.list.clear();
      this.detail.show(null);
      this.count.textContent = "";
      this.more.hidden = true;
      this.message.replaceChildren(this.app.shell.failed(error, () => this.load()));
      this.element.removeAttribute("aria-busy");
      return;
    }
    this.waiting.clear();
    this.showArrivals();
    this.selection.clear();
    this.list.clear();
    this.list.add(answer.items);
    this.next = answer.next;
    this.total = answer.total;
    this.showCounts(answer.counts);
    this.scroller.scrollTop = 0;
    this.showState();
    this.element.removeAttribute("aria-busy");
    const named = this.query.at && this.list.rows.get(this.query.at)?.item;
    if (named) this.openNow(named);
    else if (this.wide.matches && this.list.items[0]) this.openNow(this.list.items[0]);
    else {
      this.detail.show(null);
      this.showDetail(false);
    }
  }

  async loadMore() {
    if (!this.next || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const answer = await this.app.api.get("queue", { ...askedFor(this.query), cursor: this.next });
      for (const item of answer.items) this.waiting.delete(keyOf(item));
      this.list.add(answer.items);
      this.next = answer.next;
      this.total = answer.total;
      this.showArrivals();
    } catch (error) {
      this.app.shell.fail(error);
    }
    this.loadingMore = false;
    this.showState();
  }

  /** Reads again what may have been missed, and shows it as if it had happened just now. */
  async refresh() {
    if (this.element.hasAttribute("aria-busy")) return this.load();
    let answer;
    this.readAt = this.app.events.connections;
    try {
      const limit = Math.min(LONGEST, Math.max(50, this.list.rows.size));
      answer = await this.app.api.get("queue", { ...askedFor(this.query), limit });
    } catch {
      return; // the shell says that there is no connection
    }
    const there = new Set(answer.items.map(keyOf));
    for (const item of this.list.items) {
      if (there.has(keyOf(item))) continue;
      if (!answer.next) this.removed({ ...item, by: null });
    }
    for (const item of answer.items) if (!this.changed(item)) this.arrived(item);
    this.showCounts(answer.counts);
  }

  showCounts(counts) {
    this.filters.showCounts(counts);
    this.app.shell.showCounts(counts);
  }

  showState() {
    const { items } = this.list;
    const filtered = Object.keys(askedFor(this.query)).some((key) => key !== "sort" && this.query[key]);
    this.more.hidden = !this.next;
    this.head.hidden = this.list.rows.size === 0;
    this.count.textContent =
      items.length > 0 ? say("shownOf", { shown: number(items.length), n: Math.max(this.total, items.length) }) : "";
    const { shell } = this.app;
    if (this.list.rows.size > 0) this.message.replaceChildren();
    else if (filtered)
      this.message.replaceChildren(
        shell.empty("emptyFiltered", null, { words: say("showAll"), run: () => this.go({}) }, "filter"),
      );
    else this.message.replaceChildren(shell.empty("emptyQueue", "emptyQueueMore", null, "check"));
  }

  // What is open.

  open(item) {
    this.openNow(item);
    this.list.settle();
    if (this.wide.matches) return;
    this.pushed = true;
    this.query = { ...this.query, at: keyOf(item) };
    history.pushState(null, "", addressOf("queue", [], this.query));
    this.detail.element.setAttribute("tabindex", "-1");
    this.detail.element.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  openNow(item, { focus = false } = {}) {
    this.list.setCurrent(item, { focus });
    if (!this.detail.item || keyOf(this.detail.item) !== keyOf(item)) this.detail.show(item);
    const row = this.list.get(item);
    if (row?.gone) this.detail.showGone(row.gone);
    if (this.wide.matches) {
      this.query = { ...this.query, at: keyOf(item) };
      history.replaceState(null, "", addressOf("queue", [], this.query));
    }
    this.showDetail(true);
  }

  showDetail(open) {
    this.element.classList.toggle("open", open);
  }

  arrange() {
    if (this.wide.matches && !this.current && this.list.items[0]) this.openNow(this.list.items[0]);
  }

  back() {
    const { at, ...rest } = this.query;
    this.query = rest;
    history.replaceState(null, "", addressOf("queue", [], rest));
    this.showDetail(false);
    this.list.settle();
    this.list.get(this.detail.item ?? {})?.link.focus();
    this.showState();
  }

  /** On a small screen the list only moves its focus, until an item is open. */
  move(by) {
    const item = this.list.neighbour(by);
    if (!item) {
      if (by > 0) this.loadMore();
      return;
    }
    if (this.wide.matches) this.openNow(item, { focus: true });
    else if (this.element.classList.contains("open")) this.openNow(item);
    else {
      this.list.setCurrent(item, { focus: true });
      this.detail.show(item);
    }
    this.list.settle();
    if (this.next && this.list.items.length - this.list.items.indexOf(item) <= LOAD_AHEAD) this.loadMore();
  }

  // Deciding.

  decideChosen(action) {
    if (this.selection.size > 0) return this.decideMany(action);
    if (this.current && !this.list.get(this.current)?.gone) return this.decide(action, [this.current]);
  }

  async decide(action, items) {
    let reason = null;
    if (action === "reject") {
      const free = items.filter((item) => !claimOf(item));
      const claims = Promise.all(free.map((item) => this.claims.claimQuietly(item)));
      reason = await this.app.desk.askReason(items);
      if (reason === null) return claims.then(() => this.claims.letGo(free));
    }
    const given = items.map((item) => this.list.get(item)?.item ?? item);
    const focused =
      this.list.element.contains(document.activeElement) ||
      this.detail.element.contains(document.activeElement) ||
      document.activeElement === document.body;
    this.list.setDeciding(given, true);
    this.step(given, focused);
    let outcomes = [];
    try {
      outcomes = await this.app.desk.decide(action, given, reason);
    } catch (error) {
      this.app.shell.fail(error);
    }
    this.list.setDeciding(given, false);
    const done = outcomes.filter(({ result }) => result.ok).map(({ item }) => item);
    for (const item of done) this.drop(item);
    const failed = given.find((item) => !done.includes(item));
    if (failed && given.length === 1) this.openNow(this.list.get(failed)?.item ?? failed);
    this.afterDrop();
  }

  /** To the next that is not being decided. */
  step(items, focus) {
    const deciding = new Set(items.map(keyOf));
    if (this.list.current && !deciding.has(this.list.current)) return;
    const item = this.list.neighbour(1) ?? this.list.neighbour(-1);
    if (!item) return;
    if (this.wide.matches) this.openNow(item, { focus });
    else if (this.element.classList.contains("open")) this.openNow(item);
    else this.list.setCurrent(item, { focus });
  }

  drop(item) {
    const open = this.detail.item && keyOf(this.detail.item) === keyOf(item);
    this.list.remove(item);
    this.selection.forget(item);
    this.waiting.delete(keyOf(item));
    if (this.total > 0) this.total -= 1;
    if (open) {
      const next = this.list.items[0];
      this.detail.show(null);
      if (next && this.wide.matches) this.openNow(next);
      else if (!this.wide.matches) this.back();
    }
  }

  afterDrop() {
    this.list.settle();
    this.selection.show();
    this.showArrivals();
    this.showState();
    if (this.list.items.length <= LOAD_AHEAD && this.next) this.loadMore();
    if (document.activeElement === document.body) this.app.shell.main.focus({ preventScroll: true });
  }

  async decideMany(action) {
    const { items } = this.selection;
    let reason = null;
    if (action === "reject") {
      reason = await this.app.desk.askReason(items);
      if (reason === null) return;
    }
    try {
      const chosen = await this.app.desk.preview(action, items, reason);
      if (!chosen) return;
      this.list.setDeciding(chosen, true);
      this.step(chosen, false);
      const outcomes = await this.app.desk.decide(action, chosen, reason);
      for (const { item, result } of outcomes) if (result.ok) this.drop(item);
      this.selection.clear();
    } catch (error) {
      this.app.shell.fail(error);
    }
    this.list.setDeciding(items, false);
    this.afterDrop();
  }

  undone(results) {
    for (const { item } of results) {
      if (kindOf(item) === null && item.state !== "held") continue;
      if (!belongs(item, this.query, this.app.account.name)) continue;
      if (!this.waiting.delete(keyOf(item))) this.total += 1;
      this.list.putBack({ ...item, claim: null }, this.query.sort === "newest");
    }
    const first = results[0]?.item;
    if (first && this.list.get(first)) {
      this.detail.show(null);
      if (this.wide.matches || this.element.classList.contains("open"))
        this.openNow(this.list.get(first).item, { focus: this.wide.matches });
      else this.list.setCurrent(first, { focus: true });
    }
    this.showArrivals();
    this.showState();
  }

  claimChanged(what, claim) {
    const row = this.list.get(what);
    if (!row || row.gone) return;
    const item = { ...row.item, claim };
    row.update(item);
    this.detail.update(item);
  }

  // What happens elsewhere.

  arrived(item) {
    if (!item || !belongs(item, this.query, this.app.account.name)) return;
    const row = this.list.get(item);
    if (row && !row.gone) return this.changed(item);
    if (row) this.list.remove(item);
    const known = this.waiting.has(keyOf(item));
    this.waiting.set(keyOf(item), item);
    if (!known) this.total = (this.total ?? 0) + 1;
    if (this.list.rows.size === 0) return this.showWaiting({ quiet: true });
    this.showArrivals();
    if (!known) this.app.shell.announce(say("newN", { n: this.waiting.size }));
  }

  changed(item) {
    if (this.waiting.has(keyOf(item))) this.waiting.set(keyOf(item), item);
    const known = this.list.update(item) || this.waiting.has(keyOf(item));
    if (known) this.detail.update(item);
    return known;
  }

  removed({ site, id, seq, state, by }) {
    const what = { site, id };
    if (this.waiting.delete(keyOf(what))) {
      this.total -= 1;
      this.showArrivals();
    }
    const row = this.list.get(what);
    if (!row || row.deciding || row.gone || (seq && seq < row.item.seq)) return;
    this.selection.forget(what);
    this.selection.show();
    row.fade({ state, by });
    this.total -= 1;
    this.count.textContent = say("shownOf", { shown: number(this.list.items.length), n: this.total });
    if (this.detail.item && keyOf(this.detail.item) === keyOf(what)) this.detail.showGone({ state, by });
  }

  showArrivals() {
    const n = this.waiting.size;
    this.arrivals.hidden = n === 0;
    this.arrivals.textContent = n > 0 ? say("newN", { n }) : "";
  }

  showWaiting({ quiet = false } = {}) {
    const items = [...this.waiting.values()];
    if (items.length === 0) return;
    this.waiting.clear();
    this.list.settle();
    const newest = this.query.sort === "newest";
    items.sort((a, b) => (a.held_at < b.held_at === newest ? 1 : -1));
    const rows = this.list.add(items, { first: newest });
    for (const row of rows) row.element.classList.add("fresh");
    this.showArrivals();
    this.showState();
    if (quiet) {
      if (this.wide.matches && !this.current) this.openNow(this.list.items[0]);
      return;
    }
    if (!rows[0]) return;
    if (this.wide.matches) this.openNow(rows[0].item, { focus: true });
    else this.list.setCurrent(rows[0].item, { focus: true });
  }
}

export const open = (app, { query }) => new QueuePage(app, query);
