// The frame around every page: where one can go, who one is, what has just happened.
import { pathOf } from "./api.js";
import { button, element, icon, uniqueId } from "./dom.js";
import { say, number } from "./texts.js";
import { refreshTimes } from "./time.js";

const REFRESH_MS = 30000;
const TOAST_MS = 12000;

// What an address's first word shows: loaded when it is first wanted.
const PAGES = {
  queue: { words: "queue", icon: "queue", load: () => import("./queue/page.js") },
  search: { words: "search", icon: "search", load: () => import("./search.js") },
  activity: { words: "activity", icon: "stats", load: () => import("./activity.js") },
  audit: { words: "audit", icon: "audit", role: "lead", load: () => import("./audit.js") },
  accounts: { words: "accounts", icon: "accounts", role: "admin", load: () => import("./accounts.js") },
  account: { words: "account", hidden: true, load: () => import("./account.js") },
  comment: { words: "comment", hidden: true, load: () => import("./comment.js") },
  author: { words: "author", hidden: true, load: () => import("./author.js") },
};

/** "#/queue?kind=held" -> {name, parts, query}. Parts and query are decoded. */
export function parseAddress(hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const decode = (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  const [name, ...parts] = path.split("/").map(decode);
  return {
    name: Object.hasOwn(PAGES, name) ? name : "queue",
    parts,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The address of a page: addressOf("comment", [site, id], {…}). */
export function addressOf(name, parts = [], query = {}) {
  const given = Object.entries(query).filter(([, value]) => value);
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  return `#/${pathOf(name, ...parts)}${search}`;
}

export class Shell {
  constructor(app) {
    this.app = app;
    this.counters = new Map();
    this.links = new Map();
    const link = ([name, { words, icon: picture, role, hidden }]) => {
      if (hidden || (role && !app.may(role))) return null;
      const counter = element("span", { class: "counter", hidden: true });
      this.counters.set(name, counter);
      const node = element(
        "a",
        { href: addressOf(name) },
        icon(picture),
        element("span", { class: "label" }, say(words)),
        counter,
      );
      this.links.set(name, node);
      return element("li", {}, node);
    };
    const { name, role } = app.account;
    const account = element(
      "a",
      { href: addressOf("account"), class: "who", title: say("account") },
      icon("person"),
      element("span", { class: "label", dir: "auto" }, name),
      element("span", { class: "role" }, say(`role_${role}`)),
    );
    this.links.set("account", account);
    this.live = element("span", { class: "live", role: "img", hidden: true });
    const skip = element(
      "a",
      {
        href: "#main",
        class: "skip",
        onclick: (event) => {
          event.preventDefault();
          this.main.focus();
        },
      },
      say("skip"),
    );
    const header = element(
      "header",
      { class: "bar" },
      element("a", { class: "brand", href: addressOf("queue") }, "Moderato", this.live),
      element("nav", { "aria-label": say("navigation") }, element("ul", {}, ...Object.entries(PAGES).map(link))),
      element(
        "div",
        { class: "own" },
        button(say("keys"), () => app.keys.help(), { icon: "help", class: "quiet square only-icon" }),
        account,
        button(say("logOut"), () => app.logOut(), { icon: "out", class: "quiet square only-icon" }),
      ),
    );
    this.notice = element("div", { class: "notice", role: "status" });
    this.main = element("main", { id: "main", tabindex: -1 });
    this.toasts = element("section", { class: "toasts", "aria-label": say("messages") });
    this.status = element("p", { class: "unseen", role: "status" });
    this.elements = [skip, header, this.notice, this.main, this.toasts, this.status];

    addEventListener("hashchange", () => this.show());
    app.events.follow({ counts: (counts) => this.showCounts(counts) });
    setInterval(() => refreshTimes(document), REFRESH_MS);
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.dismiss());
  }

  /** Shows the page of the address; the one that is open may take a change of its own address. */
  async show() {
    const address = parseAddress(location.hash);
    const { name, parts } = address;
    const same = this.name === name && JSON.stringify(this.parts) === JSON.stringify(parts);
    if (same && this.page?.moved?.(address.query)) return;
    const turn = (this.turn = {});
    for (const [each, link] of this.links) {
      if (each === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    let page;
    try {
      const { open } = await PAGES[name].load();
      if (this.turn !== turn) return;
      this.page?.close?.();
      page = open(this.app, address);
    } catch (error) {
      console.error(error);
      this.main.replaceChildren(this.empty("broken", "brokenMore"));
      return;
    }
    const first = this.name === undefined;
    Object.assign(this, { page, name, parts });
    this.app.keys.set(page.keys);
    document.title = `${page.title} · Moderato`;
    this.main.className = `page-${name}`;
    this.main.replaceChildren(page.element);
    scrollTo(0, 0);
    if (!first) {
      this.main.focus({ preventScroll: true });
      this.announce(page.title);
    }
  }

  setTitle(title) {
    document.title = `${title} · Moderato`;
  }

  goSearch() {
    if (this.name === "search") document.querySelector("input[type=search]")?.focus();
    else location.hash = addressOf("search");
  }

  showCounts(counts) {
    const all = (counts?.held ?? 0) + (counts?.appeals ?? 0) + (counts?.reports ?? 0);
    const counter = this.counters.get("queue");
    counter.hidden = all === 0;
    counter.replaceChildren(
      element("span", { "aria-hidden": "true" }, all > 999 ? "999+" : number(all)),
      element("span", { class: "unseen" }, ` (${say("waiting", { n: all })})`),
    );
  }

  showLive(live) {
    this.live.hidden = false;
    this.live.classList.toggle("lost", !live);
    const words = say(live ? "live" : "notLive");
    this.live.setAttribute("aria-label", words);
    this.live.title = words;
    this.isLive = live;
    this.showNotice();
  }

  showReached(reached) {
    if (this.reached === reached) return;
    this.reached = reached;
    this.showNotice();
  }

  showNotice() {
    const lost = this.reached === false || this.isLive === false;
    if (lost === this.lost) return;
    this.lost = lost;
    this.notice.replaceChildren(...(lost ? [icon("clock"), say("connectionLost")] : []));
  }

  /** Says it to those who don't see the page. */
  announce(words) {
    this.status.textContent = this.status.textContent === words ? `${words}\u00a0` : words;
  }

  /** Something that has happened, with what can be done about it: {words, run}. */
  toast(words, { action, kind = "" } = {}) {
    this.dismiss();
    const id = uniqueId("toast");
    const node = element(
      "div",
      { class: `toast ${kind}`, id },
      element("p", { dir: "auto" }, words),
      action &&
        button(
          action.words,
          () => {
            this.dismiss();
            action.run();
          },
          { key: action.key },
        ),
      button(say("close"), () => this.dismiss(), { icon: "cross", class: "quiet square only-icon" }),
    );
    this.toasts.replaceChildren(node);
    this.announce(words);
    const later = () => (this.toastTimer = setTimeout(() => this.dismiss(), TOAST_MS));
    node.addEventListener("pointerenter", () => clearTimeout(this.toastTimer));
    node.addEventListener("focusin", () => clearTimeout(this.toastTimer));
    node.addEventListener("pointerleave", later);
    later();
  }

  dismiss() {
    clearTimeout(this.toastTimer);
    if (this.toasts.contains(document.activeElement)) this.main.focus({ preventScroll: true });
    this.toasts.replaceChildren();
  }

  /** What went wrong, in words for people. */
  explain(error) {
    if (error.status === 0) return say("unreachable");
    if (error.status === 503) return say("daemonAway");
    return error.detail || say("failed");
  }

  fail(error) {
    if (error.code === "aborted") return;
    if (error.status === undefined) console.error(error);
    this.toast(this.explain(error), { kind: "bad" });
  }

  /** A page's place where there is nothing, or nothing yet. `action`: {words, run}. */
  empty(title, more, action, picture) {
    return element(
      "div",
      { class: "empty" },
      picture && icon(picture),
      element("p", { class: "empty-title" }, say(title)),
      more && element("p", {}, say(more)),
      action && button(action.words, action.run),
    );
  }

  /** The same for what could not be loaded. */
  failed(error, again) {
    if (error.status === undefined) console.error(error);
    const action = again && button(say("tryAgain"), again, { class: "primary" });
    return element(
      "div",
      { class: "empty bad" },
      element("p", { class: "empty-title" }, say("notLoaded")),
      element("p", {}, this.explain(error)),
      action,
    );
  }
}
