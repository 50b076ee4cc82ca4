// How a comment looks: one that is published, and one of the reader's own that is not.
import { Composer, invitation } from "./composer.js";
import { element, uniqueId } from "./dom.js";
import { reportForm } from "./report.js";
import { marked, paragraphs } from "./text.js";
import { timeElement } from "./time.js";
import { allSpans, verdictNotice } from "./verdict.js";

const NESTED_LEVELS = 4; // deeper replies stand in their ancestor's list
const LONG_TEXT = 1400; // characters, and lines, beyond which a text is folded
const LONG_LINES = 16;

const isLong = (text) => text.length > LONG_TEXT || text.split("\n", LONG_LINES + 1).length > LONG_LINES;

function avatar(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 997;
  return element("span", { class: `avatar hue${hash % 6}`, "aria-hidden": "true" }, [...name][0].toLocaleUpperCase());
}

export class CommentView {
  /** `parent` is the view above it, null at the top level. */
  constructor(section, comment, parent) {
    const { texts } = section;
    this.section = section;
    this.parent = parent;
    this.id = comment.id;
    this.depth = parent ? parent.depth + 1 : 0;
    this.headingId = uniqueId("by");
    this.header = element("header");
    this.body = element("div", { class: "body" });
    this.place = element("div", { class: "place" }); // where a reply is written, or a report
    this.replyButton = element(
      "button",
      { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.toggleReply() },
      texts.say("reply"),
    );
    this.reportButton = element(
      "button",
      { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.toggleReport() },
      texts.say("report"),
    );
    this.arrivedButton = element("button", {
      type: "button",
      class: "quiet arrived",
      hidden: true,
      onclick: () => section.live.show(this.id),
    });
    this.actions = element("footer", { class: "actions" }, this.replyButton, this.reportButton, this.arrivedButton);
    this.article = element(
      "article",
      { tabindex: -1, "aria-labelledby": this.headingId },
      this.header,
      this.body,
      this.actions,
      this.place,
    );
    this.ownList = this.depth < NESTED_LEVELS ? element("ol", { class: "replies" }) : null;
    this.element = element(
      "li",
      { class: `comment level${Math.min(this.depth, NESTED_LEVELS)}` },
      this.article,
      this.ownList,
    );
    this.update(comment);
  }

  /** The list that its replies stand in. */
  get list() {
    return this.ownList ?? this.parent.list;
  }

  get name() {
    return this.comment.name ?? this.section.texts.say("someone");
  }

  differs({ withdrawn, name, text, edited }) {
    const now = this.comment;
    return now.withdrawn !== withdrawn || now.name !== name || now.text !== text || now.edited !== edited;
  }

  update(comment) {
    const { texts } = this.section;
    this.comment = comment;
    this.element.classList.toggle("withdrawn", comment.withdrawn);
    this.actions.hidden = comment.withdrawn;
    if (comment.withdrawn) {
      if (!this.composer?.hasText) this.closePlace();
      this.header.replaceChildren();
      this.body.replaceChildren(element("p", { class: "removed", id: this.headingId }, texts.say("removed")));
      return;
    }
    const flat = this.parent && this.parent.depth >= NESTED_LEVELS;
    this.header.replaceChildren(
      avatar(this.name),
      element(
        "h3",
        { id: this.headingId },
        element("bdi", { class: "name" }, this.name),
        comment.staff ? element("span", { class: "badge" }, texts.say("staff")) : "",
        flat ? element("bdi", { class: "answered" }, ` ${texts.say("inReplyTo", { name: this.parent.name })}`) : "",
      ),
      element(
        "span",
        { class: "when" },
        element("a", { href: `#comment-${encodeURIComponent(this.id)}` }, timeElement(comment.created, texts.language)),
        comment.edited ? element("span", {}, ` · ${texts.say("edited")}`) : "",
      ),
    );
    this.replyButton.setAttribute("aria-label", texts.say("replyTo", { name: this.name }));
    this.reportButton.setAttribute("aria-label", texts.say("reportOf", { name: this.name }));
    this.replyButton.hidden = this.section.closed;
    this.body.replaceChildren(...paragraphs(comment.text));
    this.fold(isLong(comment.text));
  }

  fold(folded) {
    this.body.classList.toggle("folded", folded);
    this.unfoldButton?.remove();
    this.unfoldButton = null;
    if (!folded) return;
    const { texts } = this.section;
    const unfold = () => {
      const moves = this.unfoldButton?.matches(":focus");
      this.fold(false);
      if (moves) this.article.focus({ preventScroll: true });
    };
    this.unfoldButton = element(
      "button",
      {
        type: "button",
        class: "quiet unfold",
        "aria-label": texts.say("readMoreOf", { name: this.name }),
        onclick: unfold,
      },
      texts.say("readMore"),
    );
    this.body.after(this.unfoldButton);
    this.body.addEventListener("focusin", unfold, { once: true }); // a link in it, out of sight
  }

  setArrived(n) {
    this.arrivedButton.hidden = n === 0;
    this.arrivedButton.textContent = n ? this.section.texts.say("newReplies", { n }) : "";
  }

  toggleReply() {
    const opens = this.replyButton.getAttribute("aria-expanded") !== "true";
    this.closePlace();
    if (opens) this.openReply().focus();
    else this.replyButton.focus();
  }

  /** The form to answer it, or the invitation where nobody is logged in. */
  openReply() {
    this.closePlace();
    this.replyButton.setAttribute("aria-expanded", "true");
    if (!this.section.member.current) {
      const invited = invitation(this.section);
      this.place.replaceChildren(invited);
      return invited.querySelector("a") ?? this.replyButton;
    }
    const composer = new Composer(this.section, {
      parent: this,
      onend: () => {
        this.closePlace();
        this.replyButton.focus();
      },
    });
    this.composer = composer;
    this.place.replaceChildren(composer.element);
    return composer;
  }

  toggleReport() {
    const opens = this.reportButton.getAttribute("aria-expanded") !== "true";
    this.closePlace();
    this.reportButton.focus();
    if (!opens) return;
    this.reportButton.setAttribute("aria-expanded", "true");
    const end = (said) => {
      this.closePlace();
      this.reportButton.focus();
      if (said) this.place.replaceChildren(element("p", { class: "hint" }, said));
    };
    this.place.replaceChildren(reportForm(this.section, this, end));
    this.place.querySelector("input").focus();
  }

  closePlace() {
    this.composer = null;
    this.place.replaceChildren();
    this.replyButton.setAttribute("aria-expanded", "false");
    this.reportButton.setAttribute("aria-expanded", "false");
  }

  focus() {
    this.article.focus({ preventScroll: true });
    this.article.scrollIntoView({ block: "center" });
  }
}

/** An own comment that is held, turned away, or not decided: `onrevise` and `ondiscard` where it was turned away. */
export function ownCard(section, decision, { onrevise, ondiscard }) {
  const { comment } = decision;
  const { texts } = section;
  const headingId = uniqueId("own");
  const spans = allSpans(decision);
  const name = comment.name ?? texts.say("you");
  const article = element(
    "article",
    { tabindex: -1, "aria-labelledby": headingId },
    element(
      "header",
      {},
      avatar(name),
      element("h3", { id: headingId }, element("bdi", { class: "name" }, name)),
      element("span", { class: "when" }, timeElement(comment.created, texts.language)),
    ),
    spans.length > 0
      ? element(
          "div",
          { class: "body" },
          element("p", { class: "as-written", dir: "auto" }, ...marked(comment.text, spans)),
        )
      : element("div", { class: "body" }, ...paragraphs(comment.text)),
    verdictNotice(section, decision, decision.action === "reject" ? { onrevise, ondiscard } : {}),
  );
  return { article, element: element("li", { class: `comment own ${decision.action ?? ""}` }, article) };
}
