// Where a comment is written: the form for members, the invitation for others.
import { element, uniqueId } from "./dom.js";
import { cleanDecision } from "./clean.js";
import { keepName, keptName, newId } from "./own.js";
import { allSpans, verdictNotice } from "./verdict.js";

const MAX_TEXT = 20000; // as the daemon's intake.max_text_bytes

/** What those see who are not logged in: the way to it, or null where the site gives none. */
export function invitation({ texts, links }) {
  const ways = ["login", "join"]
    .filter((way) => links[way])
    .map((way) => element("a", { href: links[way], class: way }, texts.say(way)));
  if (ways.length === 0) return element("p", { class: "invitation" }, texts.say("login"));
  return element(
    "p",
    { class: "invitation" },
    ways[0],
    ...ways.slice(1).flatMap((way) => [` ${texts.say("or")} `, way]),
  );
}

export class Composer {
  /**
   * `parent` is the view that is answered, null at the top level; `onend` is called once nothing more is to be written
   * here (not at the top level, where there is always something more).
   */
  constructor(section, { parent = null, onend = null }) {
    this.section = section;
    this.parent = parent;
    this.onend = onend;
    this.id = null;
    this.rejected = null;
    const { texts } = section;
    const ids = { text: uniqueId("text"), name: uniqueId("name"), error: uniqueId("error") };
    const known = section.member.name();

    const keepDraft = () => (section.own.draft = this.input.value);
    this.input = element("textarea", {
      oninput: parent ? null : keepDraft,
      id: ids.text,
      rows: parent ? 2 : 3,
      maxlength: MAX_TEXT,
      dir: "auto",
      "aria-describedby": ids.error,
      autocomplete: "off",
    });
    this.nameInput = known
      ? null
      : element("input", {
          id: ids.name,
          maxlength: 100,
          dir: "auto",
          autocomplete: "name",
          "aria-describedby": ids.error,
        });
    if (this.nameInput) this.nameInput.value = keptName();
    if (!parent) this.input.value = section.own.draft.slice(0, MAX_TEXT);
    this.error = element("p", { class: "error", id: ids.error, role: "status" });
    this.sendButton = element("button", { type: "submit", class: "primary" }, texts.say(parent ? "sendReply" : "send"));
    this.notice = element("div", { class: "notice" });
    this.element = element(
      "form",
      {
        class: "composer",
        novalidate: true,
        onsubmit: (event) => this.submit(event),
        onkeydown: (event) => this.key(event),
      },
      this.notice,
      element(
        "label",
        { for: ids.text },
        element("bdi", {}, parent ? texts.say("replyTo", { name: parent.name }) : texts.say("write")),
      ),
      this.input,
      this.nameInput && element("label", { for: ids.name }, texts.say("name")),
      this.nameInput,
      this.error,
      element(
        "div",
        { class: "buttons" },
        this.sendButton,
        onend && element("button", { type: "button", onclick: () => this.cancel() }, texts.say("cancel")),
        known && element("bdi", { class: "hint" }, texts.say("writingAs", { name: known })),
      ),
    );
  }

  focus() {
    this.input.focus();
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.element.requestSubmit();
    if (event.key === "Escape" && this.onend && !this.hasText) this.cancel();
  }

  cancel() {
    if (this.rejected) this.section.thread.showOwn(this.rejected);
    this.onend();
  }

  fail(key, field) {
    this.clearError();
    this.error.textContent = this.section.texts.say(key);
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  clearError() {
    this.error.textContent = "";
    for (const field of [this.input, this.nameInput]) field?.removeAttribute("aria-invalid");
  }

  setSending(sending) {
    this.sending = sending;
    this.sendButton.setAttribute("aria-disabled", String(sending)); // not disabled: that would lose the focus
    this.sendButton.textContent = this.section.texts.say(sending ? "sending" : this.parent ? "sendReply" : "send");
    this.input.readOnly = sending;
  }

  async submit(event) {
    event.preventDefault();
    if (this.sending) return;
    const text = this.input.value.trim();
    const name = this.nameInput?.value.trim();
    if (!text) return this.fail("emptyText", this.input);
    if (this.nameInput && !name) return this.fail("emptyName", this.nameInput);
    if (name) keepName(name);
    this.clearError();
    this.setSending(true);
    this.id ??= newId(); // the same when it is sent again: then it is the same comment
    const { sending } = this.section;
    const { id } = this;
    sending.add(id);
    try {
      const answer = await this.section.api.submit({
        id,
        parent: this.parent?.id ?? null,
        text,
        ...(name && { author: { name } }),
        url: location.href.slice(0, 4096),
      });
      const decision = cleanDecision(answer);
      if (decision?.comment.id !== id) throw new Error("the answer is no decision on this comment");
      this.setSending(false);
      this.decided(decision);
    } catch (error) {
      this.setSending(false);
      this.explain(error);
    } finally {
      sending.delete(id);
    }
  }

  explain(error) {
    const key =
      error.status === 401 ? "signedOut" : error.status === 429 || error.status === 503 ? "busy" : "unreachable";
    this.fail(key, this.input);
    if (error.detail && error.status >= 400 && error.status < 500 && key === "unreachable")
      this.error.textContent = error.detail;
  }

  decided(decision) {
    const { own, thread } = this.section;
    if (decision.action === "reject") {
      own.keep(decision);
      if (!this.parent) own.draft = ""; // it is kept with its reasons
      this.showRejected(decision);
      return;
    }
    this.clear();
    this.onend?.();
    if (decision.action === "approve") {
      own.drop(decision.comment.id);
      thread.publishOwn(decision, true);
    } else {
      own.keep(decision);
      thread.showOwn(decision)?.focus();
      this.section.ownChanged();
    }
  }

  /** Shows why, with the text at hand to be changed. */
  showRejected(decision, focus = true) {
    this.id = decision.comment.id;
    this.rejected = decision;
    this.input.value = decision.comment.text;
    const notice = verdictNotice(this.section, decision, {
      quote: true,
      onrevise: () => this.selectMarked(),
      ondiscard: () => this.discard(),
      onappealed: () => {
        this.clear();
        this.onend?.();
      },
    });
    this.notice.replaceChildren(notice);
    if (focus) notice.focus();
  }

  selectMarked() {
    const [first] = allSpans(this.rejected);
    this.input.focus();
    if (first && this.input.value === this.rejected.comment.text) this.input.setSelectionRange(...first);
  }

  discard() {
    this.section.own.drop(this.id);
    this.clear();
    this.section.announce(this.section.texts.say("discarded"));
    if (this.onend) this.onend();
    else this.focus();
  }

  get hasText() {
    return this.input.value.trim() !== "";
  }

  /** Goes on with what was written in another, which is no longer on the page. */
  takeOver(other) {
    if (other.rejected) this.showRejected(other.rejected, false);
    this.id = other.id;
    this.input.value = other.input.value;
    if (this.nameInput && other.nameInput) this.nameInput.value = other.nameInput.value;
  }

  clear() {
    this.input.value = "";
    if (!this.parent) this.section.own.draft = "";
    this.id = this.rejected = null;
    this.notice.replaceChildren();
    this.clearError();
  }
}
