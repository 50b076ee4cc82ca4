// The comments on the page: where each stands, what comes, changes and goes.
import { CommentView, ownCard } from "./comment.js";
import { cleanReplies } from "./clean.js";
import { element } from "./dom.js";

export class Thread {
  constructor(section) {
    this.section = section;
    this.views = new Map(); // by id
    this.cards = new Map(); // own comments that others don't see, by id
    this.drafts = new Map(); // replies that were being written when the page was read anew, by what they answer
    this.ownList = element("ol", { class: "thread" }); // those at the top level
    this.list = element("ol", { class: "thread" });
    this.element = element("div", {}, this.ownList, this.list);
  }

  clear() {
    for (const { id, composer } of this.views.values()) if (composer?.hasText) this.drafts.set(id, composer);
    this.views.clear();
    this.cards.clear();
    this.ownList.replaceChildren();
    this.list.replaceChildren();
  }

  /** Puts a comment with its replies at the end of where it belongs, or first; null if what it answers is not here. */
  add(comment, { first = false } = {}) {
    const known = this.views.get(comment.id);
    if (known) {
      for (const reply of comment.replies.comments) this.add(reply);
      return known;
    }
    const parent = comment.parent === null ? null : this.views.get(comment.parent);
    if (parent === undefined) return null;
    const view = new CommentView(this.section, comment, parent);
    this.views.set(comment.id, view);
    const list = parent ? parent.list : this.list;
    if (first) list.prepend(view.element);
    else list.append(view.element);
    for (const reply of comment.replies.comments) this.add(reply);
    if (comment.replies.next) this.offerMore(view, comment.replies.next);
    for (const decision of this.section.own.decisions.values()) {
      if (decision.comment.parent === comment.id) this.showOwn(decision);
    }
    const draft = this.drafts.get(comment.id);
    if (draft) view.openReply().takeOver?.(draft);
    this.drafts.delete(comment.id);
    return view;
  }

  /** A button for the replies that the page left out. */
  offerMore(view, cursor) {
    const item = element("li", { class: "more-replies" });
    const fetchMore = async () => {
      try {
        const { comments, next } = cleanReplies(await this.section.api.replies(view.id, cursor));
        const before = new Set(this.views.keys());
        for (const comment of comments) this.add(comment);
        item.remove();
        if (next && comments.length > 0) this.offerMore(view, next);
        const added = comments.find((comment) => !before.has(comment.id));
        this.views.get(added?.id)?.article.focus({ preventScroll: true });
      } catch {
        this.section.announce(this.section.texts.say("loadFailed"));
      }
    };
    item.append(
      element("button", { type: "button", class: "quiet", onclick: fetchMore }, this.section.texts.say("moreReplies")),
    );
    view.list.append(item);
  }

  /** Shows an own comment that is no approval where it belongs; null if what it answers is not here. */
  showOwn(decision) {
    const { id, parent } = decision.comment;
    const above = parent === null ? null : this.views.get(parent);
    if (above === undefined) return null;
    const card = ownCard(this.section, decision, {
      onrevise: () => this.revise(decision),
      ondiscard: () => this.discard(decision),
    });
    const old = this.cards.get(id);
    this.cards.set(id, card);
    if (old) old.element.replaceWith(card.element);
    else if (above) above.list.append(card.element);
    else this.ownList.prepend(card.element);
    return {
      focus: () => {
        card.article.focus({ preventScroll: true });
        card.article.scrollIntoView({ block: "nearest" });
      },
    };
  }

  removeOwn(id) {
    this.cards.get(id)?.element.remove();
    this.cards.delete(id);
  }

  revise(decision) {
    const above = this.views.get(decision.comment.parent);
    const composer = above ? above.openReply() : this.section.composer;
    if (!composer?.showRejected) return; // nobody is logged in
    this.removeOwn(decision.comment.id);
    composer.showRejected(decision);
    composer.selectMarked();
  }

  discard(decision) {
    this.section.own.drop(decision.comment.id);
    this.removeOwn(decision.comment.id);
    this.section.announce(this.section.texts.say("discarded"));
    this.section.heading.focus();
  }

  /** An own comment was approved. `focus`: its author waits for that. */
  publishOwn({ comment, seq }, focus) {
    this.removeOwn(comment.id);
    this.section.live.forget(comment.id); // it may have come while the first answer was lost
    this.views.get(comment.id)?.update(comment);
    const isNew = !this.views.has(comment.id);
    const view = this.add({ ...comment, edited: null }, { first: comment.parent === null });
    if (isNew && this.section.live.seq < seq) this.section.changeCount(1); // else the event said how many there are
    this.section.announce(this.section.texts.say("published"));
    view?.element.classList.add("fresh");
    if (focus) view?.focus();
  }

  /** Takes a comment away; one that was answered leaves a note in its place. */
  withdraw(id) {
    let view = this.views.get(id);
    if (!view) return;
    const focused = view.element.getRootNode().activeElement;
    view.update({ ...view.comment, withdrawn: true, text: "", name: null });
    while (view?.comment.withdrawn && !this.hasReplies(view)) {
      const above = view.parent;
      const held = focused && view.element.contains(focused);
      view.element.remove();
      this.views.delete(view.id);
      if (held) (above?.article ?? this.section.heading).focus({ preventScroll: true });
      view = above;
    }
  }

  /** Something stands below it, or is being written. */
  hasReplies(view) {
    if (view.composer?.hasText) return true;
    for (const other of this.views.values()) if (other.parent === view) return true;
    for (const decision of this.section.own.decisions.values()) if (decision.comment.parent === view.id) return true;
    return false;
  }
}
