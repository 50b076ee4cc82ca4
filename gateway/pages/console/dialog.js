// Dialogs over the page: the browser keeps the focus within and gives it back.
import { element, icon, uniqueId } from "./dom.js";
import { say } from "./texts.js";

/**
 * Shows a dialog; the promise gives the value of the action that closed it, null when it was dismissed.
 * `actions`: {words, value, kind ("primary", "danger")}; the first submits. `submit(value)`: false keeps it open.
 * `focus`: the element that has the focus at first. The element is given to `made`.
 */
export function openDialog({ title, body, actions = [], submit, focus, wide = false, dismissable = true, made }) {
  return new Promise((resolve) => {
    const titleId = uniqueId("dialog");
    let value = null;
    const form = element(
      "form",
      {
        method: "dialog",
        onsubmit: async (event) => {
          event.preventDefault();
          const chosen = event.submitter?.value ?? actions[0]?.value ?? null;
          if (submit && (await submit(chosen)) === false) return;
          value = chosen;
          dialog.close();
        },
      },
      element(
        "header",
        {},
        element("h2", { id: titleId }, title),
        dismissable &&
          element(
            "button",
            { type: "button", class: "quiet square", "aria-label": say("close"), onclick: () => dialog.close() },
            icon("cross"),
          ),
      ),
      element("div", { class: "dialog-body" }, body),
      actions.length > 0 &&
        element(
          "footer",
          {},
          ...actions.map(({ words, value: each, kind }) =>
            element("button", { type: "submit", value: each, class: kind }, words),
          ),
        ),
    );
    const dialog = element("dialog", { "aria-labelledby": titleId, class: wide ? "wide" : null }, form);
    dialog.addEventListener("cancel", (event) => !dismissable && event.preventDefault());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(value);
    });
    document.body.append(dialog);
    made?.(dialog);
    dialog.showModal();
    const text = dialog.querySelector(".dialog-body");
    const control = text.querySelector("input, select, textarea, button");
    if (!control) text.tabIndex = 0; // what is long can be scrolled with the keyboard
    (focus ?? control ?? dialog.querySelector("footer button"))?.focus();
  });
}

/** A button that shows a panel below it; Escape, a click elsewhere and leaving it close it. */
export function disclosure(label, panel, { icon: picture, class: more = "" } = {}) {
  panel.id ||= uniqueId("panel");
  panel.hidden = true;
  panel.classList.add("panel");
  const words = element("span", { class: "label" }, label);
  const opener = element(
    "button",
    {
      type: "button",
      class: more,
      "aria-expanded": "false",
      "aria-controls": panel.id,
      onclick: () => toggle(panel.hidden),
    },
    picture && icon(picture),
    words,
  );
  const place = element("div", { class: "disclosure" }, opener, panel);
  const toggle = (open) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) panel.querySelector("input, select, button, a")?.focus();
  };
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    toggle(false);
    opener.focus();
  });
  place.addEventListener(
    "focusout",
    ({ relatedTarget }) => relatedTarget && !place.contains(relatedTarget) && toggle(false),
  );
  document.addEventListener("pointerdown", ({ target }) => !panel.hidden && !place.contains(target) && toggle(false));
  return { element: place, close: () => toggle(false), say: (text) => (words.textContent = text), opener };
}
