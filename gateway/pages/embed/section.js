// The section as a whole: its frame, its pages of comments, links to single comments, and the reader's own.
import { Api } from "./api.js";
import { cleanComment, cleanDecision, cleanPage } from "./clean.js";
import { Composer, invitation } from "./composer.js";
import { element, uniqueId } from "./dom.js";
import { Live } from "./live.js";
import { Member } from "./member.js";
import { Own } from "./own.js";
import { Thread } from "./thread.js";
import { refreshTimes } from "./time.js";

const SORTS = ["newest", "oldest", "replies"];
const REFRESH_MS = 60000;
const ASK_AGAIN_MS = 3000; // while a comment is not decided; held ones are asked for when times are refreshed

export class Section {
  /** `options`: api, site, article, texts, token, links {login, join}. */
  constructor({ api, site, article, texts, token, links }) {
    this.texts = texts;
    this.links = links;
    this.member = new Member(token);
    this.api = new Api(api, site, article, this.member);
    this.own = new Own(site, article);
    this.thread = new Thread(this);
    this.live = new Live(this);
    this.sending = new Set(); // ids of comments that wait for their answer
    this.closed = false;
    this.count = 0;
    this.next = null;
    this.build();
  }

  build() {
    const { texts } = this;
    const headingId = uniqueId("heading");
    const sortId = uniqueId("sort");
    this.counter = element("span", { class: "count" });
    this.heading = element("h2", { id: headingId, tabindex: -1 }, texts.say("comments"), " ", this.counter);
    this.sort = element(
      "select",
      { id: sortId, onchange: () => this.load() },
      ...SORTS.map((sort) => element("option", { value: sort }, texts.say(sort))),
    );
    this.status = element("p", { class: "unseen", role: "status" });
    this.writing = element("div", { class: "writing" });
    this.arrivedButton = element("button", {
      type: "button",
      class: "primary arrived-bar",
      hidden: true,
      onclick: () => this.live.show(null),
    });
    this.message = element("p", { class: "message" }, texts.say("loading"));
    this.moreButton = element(
      "button",
      { type: "button", class: "more", hidden: true, onclick: () => this.loadMore() },
      texts.say("more"),
    );
    this.element = element(
      "section",
      { "aria-labelledby": headingId, lang: texts.language },
      element(
        "header",
        { class: "top" },
        this.heading,
        element("div", { class: "sort" }, element("label", { for: sortId }, texts.say("sort")), this.sort),
      ),
      this.status,
      this.writing,
      element("div", { class: "arrived-place" }, this.arrivedButton),
      this.message,
      this.thread.element,
      this.moreButton,
    );
  }

  async start() {
    setInterval(() => this.refresh(), REFRESH_MS);
    addEventListener("hashchange", () => this.goToLinked());
    await this.member.token();
    if (await this.load()) await this.goToLinked();
    this.ownChanged();
  }

  /** Reads the first page anew. */
  async load() {
    this.element.setAttribute("aria-busy", "true");
    try {
      const page = cleanPage(await this.api.page(this.sort.value));
      this.closed = page.closed;
      this.next = page.next;
      this.thread.clear();
      this.setCount(page.count);
      this.showWriting();
      for (const decision of this.own.decisions.values())
        if (decision.comment.parent === null) this.thread.showOwn(decision);
      for (const comment of page.comments) this.arrange(comment);
      this.message.replaceChildren();
      this.showMessage();
      this.live.start(page.seq);
      return true;
    } catch (error) {
      console.warn("moderato:", error);
      this.message.replaceChildren(
        this.texts.say("loadFailed"),
        " ",
        element("button", { type: "button", onclick: () => this.load() }, this.texts.say("tryAgain")),
      );
      this.message.hidden = false;
      return false;
    } finally {
      this.element.removeAttribute("aria-busy");
      this.moreButton.hidden = !this.next;
    }
  }

  async loadMore() {
    try {
      const page = cleanPage(await this.api.page(this.sort.value, this.next));
      const added = page.comments.filter((comment) => !this.thread.views.has(comment.id));
      for (const comment of page.comments) this.arrange(comment);
      this.next = page.comments.length > 0 ? page.next : null;
      this.moreButton.hidden = !this.next;
      this.thread.views.get(added[0]?.id)?.article.focus({ preventScroll: true });
    } catch {
      this.announce(this.texts.say("loadFailed"));
    }
  }

  /** A comment of a page: it may have been published by its author's wait, so it is no longer an own one that waits. */
  arrange(comment) {
    const stack = [comment];
    while (stack.length > 0) {
      const each = stack.pop();
      const decision = this.own.decisions.get(each.id);
      if (decision && decision.action !== "reject") {
        this.own.drop(each.id);
        this.thread.removeOwn(each.id);
      }
      stack.push(...each.replies.comments);
    }
    return this.thread.add(comment);
  }

  showWriting() {
    if (this.composer && !this.closed && this.member.current) return; // somebody may be writing
    this.composer = null;
    if (this.closed) {
      this.writing.replaceChildren(element("p", { class: "invitation" }, this.texts.say("closed")));
    } else if (this.member.current) {
      this.composer = new Composer(this, {});
      this.writing.replaceChildren(this.composer.element);
    } else {
      this.writing.replaceChildren(invitation(this));
    }
  }

  showMessage() {
    const empty = this.thread.list.childElementCount === 0 && this.thread.ownList.childElementCount === 0;
    this.message.hidden = !empty;
    if (empty) this.message.textContent = this.texts.say(this.closed ? "closed" : "empty");
  }

  setCount(count) {
    this.count = count;
    this.counter.textContent = count > 0 ? this.texts.number(count) : "";
  }

  changeCount(by) {
    this.setCount(Math.max(0, this.count + by));
    this.showMessage();
  }

  setArrived(n) {
    this.arrivedButton.hidden = n === 0;
    this.arrivedButton.textContent = n ? this.texts.say("newComments", { n }) : "";
  }

  addsAtEnd() {
    return this.sort.value === "oldest";
  }

  added(view) {
    view?.element.classList.add("fresh");
    this.showMessage();
  }

  announce(words) {
    this.status.textContent = "";
    requestAnimationFrame(() => (this.status.textContent = words));
  }

  /** Goes to the comment that the page's address names; one that is not on the page is fetched. */
  async goToLinked() {
    const match = /^#comment-(.{1,400})$/.exec(location.hash);
    if (!match) return;
    try {
      const id = decodeURIComponent(match[1]);
      if (!this.thread.views.has(id)) {
        const thread = cleanComment((await this.api.thread(id))?.thread);
        if (thread) this.thread.add(thread, { first: true });
      }
      const view = this.thread.views.get(id);
      for (const linked of this.thread.element.querySelectorAll(".linked")) linked.classList.remove("linked");
      view?.element.classList.add("linked");
      view?.focus();
    } catch (error) {
      if (error.status === 404) this.announce(this.texts.say("notThere"));
    }
  }

  refresh() {
    if (document.hidden) return;
    refreshTimes(this.element, this.texts.language);
    this.ownChanged();
  }

  /** Asks what became of the own comments that wait, and of this one; soon again while one is not even judged. */
  async ownChanged(changed) {
    clearTimeout(this.asking);
    if (!this.member.current) return;
    let undecided = false;
    for (const { comment, action, appeal } of [...this.own.decisions.values()]) {
      if (action === "reject" && appeal?.state !== "open" && comment.id !== changed) continue;
      try {
        const decision = cleanDecision(await this.api.decision(comment.id));
        const differs = decision?.action !== action || decision.appeal?.state !== appeal?.state;
        if (decision?.comment.id === comment.id && differs) this.ownDecided(decision);
        undecided ||= decision?.action === null;
      } catch (error) {
        if (error.status === 404) this.forgetOwn(comment.id);
      }
    }
    if (undecided) this.asking = setTimeout(() => this.ownChanged(), ASK_AGAIN_MS);
  }

  ownDecided(decision) {
    if (!this.own.decisions.has(decision.comment.id)) return; // it arrived meanwhile
    if (decision.action === "approve") {
      this.own.drop(decision.comment.id);
      this.thread.publishOwn(decision, false);
    } else {
      this.own.keep(decision);
      this.thread.showOwn(decision);
      this.announce(this.texts.say(decision.action === "hold" ? "held" : "turnedAway"));
    }
  }

  /** What its author objected to a decision is on its way to the moderators. */
  appealed(decision) {
    this.own.keep(decision);
    this.thread.showOwn(decision)?.focus();
    this.announce(this.texts.say("appealOpen"));
  }

  forgetOwn(id) {
    this.own.drop(id);
    this.thread.removeOwn(id);
    this.showMessage();
  }
}
