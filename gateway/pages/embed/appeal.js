// What an author may say against a decision, once, and what a moderator answered.
import { element, uniqueId } from "./dom.js";

const MAX_OBJECTION = 1000;

/**
 * Of a comment that was turned away: a button that opens a form, or what has become of the objection. `onappealed` is
 * called before the objection is shown below the comment.
 */
export function appealNotice(section, decision, onappealed) {
  const { texts } = section;
  const { appeal, comment } = decision;
  if (appeal?.state === "open") return element("p", { class: "hint" }, texts.say("appealOpen"));
  if (appeal)
    return element(
      "div",
      {},
      element("p", {}, texts.say("appealRefused")),
      appeal.answer && element("blockquote", { dir: "auto" }, appeal.answer),
    );

  const textId = uniqueId("appeal");
  const input = element("textarea", { id: textId, rows: 2, maxlength: MAX_OBJECTION, dir: "auto", required: true });
  const error = element("p", { class: "error", role: "status" });
  let sending = false;
  const send = async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (sending || !text) return;
    sending = true;
    try {
      await section.api.appeal(comment.id, { text });
      onappealed?.();
      section.appealed({ ...decision, appeal: { state: "open", text, answer: null } });
    } catch (failure) {
      sending = false;
      if (failure.status === 409) section.ownChanged(comment.id); // it is another by now
      error.textContent = texts.say("appealFailed");
    }
  };
  const form = element(
    "form",
    { class: "report", hidden: true, onsubmit: send },
    element("label", { for: textId }, texts.say("appealWhy")),
    input,
    error,
    element("div", { class: "buttons" }, element("button", { type: "submit" }, texts.say("appealSend"))),
  );
  const button = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-expanded": "false",
      onclick: () => {
        form.hidden = !form.hidden;
        button.setAttribute("aria-expanded", String(!form.hidden));
        if (!form.hidden) input.focus();
      },
    },
    texts.say("appeal"),
  );
  return element("div", {}, button, form);
}
