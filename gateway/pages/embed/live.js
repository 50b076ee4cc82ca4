// What arrives while somebody reads. Nothing that is being read moves: what would push it aside waits behind a button.
import { cleanComment } from "./clean.js";

const MAX_WAITING = 500;
const MAX_DATA = 200000; // characters
const RETRY_MS = [5000, 15000, 60000, 300000]; // where the browser has given up
const QUIET_MS = 30000; // between two announcements

export class Live {
  constructor(section) {
    this.section = section;
    this.seq = 0;
    this.failures = 0;
    this.waiting = new Map(); // by the parent's id, null at the top level: comments
    this.announced = 0;
    // A browser has few connections to a site: those who don't look leave theirs.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
  }

  /** Follows what comes after a page's seq. */
  start(seq) {
    this.close();
    this.seq = seq;
    this.started = true;
    this.waiting.clear();
    this.showButton(null);
    this.open();
  }

  open() {
    if (!this.started || this.source || document.hidden) return;
    this.source = this.section.api.events(this.seq);
    this.source.onopen = () => (this.failures = 0);
    this.source.onerror = () => {
      if (this.source?.readyState !== EventSource.CLOSED) return; // it connects anew by itself
      this.close();
      this.timer = setTimeout(() => this.open(), RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
    };
    for (const kind of ["published", "edited", "withdrawn", "reset"]) {
      this.source.addEventListener(kind, (event) => this.receive(kind, event));
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  receive(kind, event) {
    let data;
    try {
      data = event.data.length <= MAX_DATA ? JSON.parse(event.data) : null;
    } catch {
      data = null;
    }
    const seq = Number(event.lastEventId);
    if (!data || !(seq > this.seq)) return;
    this.seq = seq;
    if (kind === "reset") return this.section.load();
    if (Number.isSafeInteger(data.count) && data.count >= 0) this.section.setCount(data.count);
    if (kind === "withdrawn") return this.withdrawn(data.id);
    const comment = cleanComment(data.comment);
    if (comment) this.arrived({ ...comment, replies: { comments: [], next: null } });
  }

  arrived(comment) {
    const { thread, own, texts, sending } = this.section;
    if (sending.has(comment.id)) return; // the answer, which its author waits for, is on its way
    const shown = thread.views.get(comment.id);
    const wasHeld = thread.cards.has(comment.id);
    if (own.decisions.has(comment.id) && !shown) {
      own.drop(comment.id);
      thread.removeOwn(comment.id);
      if (wasHeld) this.section.announce(texts.say("published"));
    }
    if (shown) return shown.differs(comment) && shown.update(comment);
    const waiting = this.find(comment.id);
    if (waiting) return Object.assign(waiting, { ...comment, replies: waiting.replies });
    if (comment.parent !== null && !thread.views.has(comment.parent)) {
      this.find(comment.parent)?.replies.comments.push(comment); // else it is on a page that was not loaded
      return;
    }
    if (comment.parent === null && this.section.addsAtEnd()) {
      if (!this.section.next) this.section.added(thread.add(comment));
    } else if (wasHeld || this.isBelow(comment.parent)) {
      this.section.added(thread.add(comment, { first: comment.parent === null }));
    } else {
      this.wait(comment);
    }
  }

  /** The place where a comment would stand is not on the screen yet, so nothing that is read moves. */
  isBelow(parent) {
    const { thread } = this.section;
    if (parent === null)
      return thread.list.childElementCount === 0 || thread.list.getBoundingClientRect().top > innerHeight;
    const view = thread.views.get(parent);
    return (view.list.lastElementChild ?? view.article).getBoundingClientRect().bottom > innerHeight;
  }

  wait(comment) {
    const list = this.waiting.get(comment.parent) ?? [];
    if (list.length >= MAX_WAITING) return;
    list.push(comment);
    this.waiting.set(comment.parent, list);
    this.showButton(comment.parent);
    if (Date.now() - this.announced < QUIET_MS) return;
    this.announced = Date.now();
    this.section.announce(
      this.section.texts.say(comment.parent === null ? "newComments" : "newReplies", { n: list.length }),
    );
  }

  find(id) {
    const stack = [...this.waiting.values()].flat();
    while (stack.length > 0) {
      const comment = stack.pop();
      if (comment.id === id) return comment;
      stack.push(...comment.replies.comments);
    }
    return null;
  }

  showButton(parent) {
    const n = this.waiting.get(parent)?.length ?? 0;
    if (parent === null) this.section.setArrived(n);
    else this.section.thread.views.get(parent)?.setArrived(n);
  }

  /** Shows what waits below a comment (null: at the top level), and goes to the first of it. */
  show(parent) {
    const { thread } = this.section;
    const comments = this.waiting.get(parent) ?? [];
    this.waiting.delete(parent);
    this.showButton(parent);
    const views = comments.map((comment) => thread.add(comment, { first: parent === null })).filter(Boolean);
    for (const view of views) this.section.added(view);
    (parent === null ? views.at(-1) : views[0])?.focus();
  }

  withdrawn(id) {
    this.forget(id);
    this.section.thread.withdraw(id);
    this.section.showMessage();
  }

  /** Shows it no longer as something that waits. */
  forget(id) {
    for (const [parent, list] of this.waiting) {
      const rest = list.filter((comment) => comment.id !== id);
      if (rest.length === list.length) continue;
      this.waiting.set(parent, rest);
      this.showButton(parent);
    }
  }
}
