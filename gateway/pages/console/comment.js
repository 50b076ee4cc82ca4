// One comment on a page of its own: whatever its state, with its thread, its history, and what can be done about it.
import { pathOf } from "./api.js";
import { Claims } from "./claims.js";
import { keyOf, wordsFor } from "./desk.js";
import { button, element } from "./dom.js";
import {
  appealPart,
  claimBadge,
  claimOf,
  commentCard,
  historyPart,
  kindBadge,
  othersPart,
  placeLine,
  reasonsList,
  reportsPart,
  scoresList,
  section,
  stateBadge,
  threadPart,
} from "./parts.js";
import { nameOf } from "./text.js";
import { say } from "./texts.js";

class CommentPage {
  constructor(app, [site, id]) {
    this.app = app;
    this.site = site;
    this.id = id;
    this.title = say("comment");
    this.claims = new Claims(app, () => this.load());
    this.element = element(
      "div",
      { class: "page reading" },
      element("h1", { class: "unseen" }, this.title),
      element("p", { class: "hint loading" }, say("loading")),
    );
    this.ended = new AbortController();
    const { signal } = this.ended;
    const again = (what) => what.site === site && what.id === id && this.load();
    app.events.follow(
      {
        added: ({ item }) => again(item),
        changed: ({ item }) => again(item),
        removed: again,
        claimed: again,
        released: again,
        reset: () => this.load(),
        connected: () => app.events.connections > 1 && this.load(),
      },
      signal,
    );
    const done = ({ detail }) => detail.results.some(({ item }) => keyOf(item) === `${site}/${id}`) && this.load();
    app.desk.addEventListener("decided", done, { signal });
    app.desk.addEventListener("undone", done, { signal });
    this.keys = {
      a: { words: "keyApprove", run: () => this.decide("approve") },
      r: { words: "keyReject", run: () => this.decide("reject") },
      u: { words: "keyUndo", run: () => app.desk.undo() },
      c: { words: "keyClaim", run: () => this.item && this.claims.claim(this.item) },
    };
    this.load();
  }

  close() {
    this.ended.abort();
  }

  async load() {
    const turn = (this.turn = {});
    try {
      const answer = await this.app.api.get(pathOf("comments", this.site, this.id), {}, this.ended.signal);
      if (this.turn !== turn) return;
      this.answer = answer;
      this.item = answer.item;
      this.render();
    } catch (error) {
      if (error.code === "aborted" || this.turn !== turn) return;
      const there = error.status === 404;
      this.element.replaceChildren(
        element("h1", {}, this.title),
        there ? this.app.shell.empty("noComment", "noCommentMore") : this.app.shell.failed(error, () => this.load()),
      );
    }
  }

  render() {
    const { item, answer, app } = this;
    const at = this.foot && [...this.foot.querySelectorAll("button")].indexOf(document.activeElement);
    const words = wordsFor(item);
    const claim = claimOf(item);
    const self = app.account.name;
    const last = answer.history?.at(-1);
    const undoable = last && last.by !== "filters" && last.action !== "undo" && (last.by === self || app.may("lead"));
    const there = item.state !== "erased" && item.state !== "withdrawn";
    const appealed = item.appeal?.state === "open";
    this.foot = element(
      "div",
      { class: "decide", role: "group", "aria-label": say("decision") },
      there &&
        (item.state !== "approved" || item.report_count > 0) &&
        button(words.approve, () => this.decide("approve"), { icon: "check", key: "a", class: "approve" }),
      there &&
        (item.state !== "rejected" || appealed) &&
        button(words.reject, () => this.decide("reject"), { icon: "cross", key: "r", class: "reject" }),
      undoable && button(say("undoOf", { name: last.by }), () => this.undo(), { icon: "undo" }),
      there &&
        item.state === "held" &&
        button(claim?.by === self ? say("release") : claim ? say("takeOver") : say("claim"), () => this.item && this.claims.claim(this.item), {
          icon: "hand",
          key: "c",
        }),
    );
    this.element.replaceChildren(
      ...[
        element("h1", { class: "unseen" }, `${this.title}: ${nameOf(item.author)}`),
        placeLine(item, app.session.sites.length),
        appealPart(item),
        reportsPart(item),
        commentCard(item, [stateBadge(item.state), kindBadge(item), claimBadge(claim, self)]),
        this.foot,
        section(say("why"), reasonsList(item.reasons), scoresList(item.scores)),
        element(
          "div",
          { class: "columns" },
          element("div", {}, threadPart(item.site, answer.thread), historyPart(answer.history)),
          othersPart(item, answer.author?.recent ?? []),
        ),
      ].filter(Boolean),
    );
    if (at >= 0) (this.foot.querySelectorAll("button")[at] ?? app.shell.main).focus({ preventScroll: true });
  }

  async decide(action) {
    const { item } = this;
    if (!item) return;
    const reason = action === "reject" ? await this.app.desk.askReason([item]) : null;
    if (action === "reject" && reason === null) return;
    await this.app.desk.decide(action, [item], reason).catch((error) => this.app.shell.fail(error));
    this.load();
  }

  async undo() {
    await this.app.desk.undoOf(this.item).catch((error) => this.app.shell.fail(error));
    this.load();
  }
}

export const open = (app, { parts }) => new CommentPage(app, parts);
