// The form by which a reader tells the moderators of a comment.
import { element, uniqueId } from "./dom.js";

const REASONS = ["abuse", "spam", "illegal", "off_topic", "other"];

/** A form about the view's comment; `onend` is called once it is sent or given up. */
export function reportForm(section, view, onend) {
  const { texts } = section;
  const group = uniqueId("reason");
  const noteId = uniqueId("note");
  const note = element("textarea", { id: noteId, rows: 2, maxlength: 1000, dir: "auto" });
  const error = element("p", { class: "error", role: "status" });
  const choice = (reason, place) =>
    element(
      "label",
      { class: "choice" },
      element("input", { type: "radio", name: group, value: reason, checked: place === 0 }),
      texts.say(reason),
    );
  let sending = false;

  const send = async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const reason = form.querySelector(":checked").value;
    const said = note.value.trim();
    try {
      await section.api.report(view.id, { reason, ...(said && { note: said }) });
      section.announce(texts.say("reported"));
      onend(texts.say("reported"));
    } catch {
      sending = false;
      error.textContent = texts.say("reportFailed");
    }
  };

  const form = element(
    "form",
    { class: "report", onsubmit: send, onkeydown: (event) => event.key === "Escape" && onend() },
    element("fieldset", {}, element("legend", {}, texts.say("reportWhy")), ...REASONS.map(choice)),
    element("label", { for: noteId }, texts.say("reportNote")),
    note,
    error,
    element(
      "div",
      { class: "buttons" },
      element("button", { type: "submit", class: "primary" }, texts.say("reportSend")),
      element("button", { type: "button", onclick: () => onend() }, texts.say("cancel")),
    ),
  );
  return form;
}
