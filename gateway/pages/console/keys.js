// Keyboard shortcuts of one character: never while somebody types or a dialog is open, and they can be switched off
// (WCAG 2.1.4).
import { element } from "./dom.js";
import { openDialog } from "./dialog.js";
import { say } from "./texts.js";

const isTyping = (target) =>
  target instanceof Element &&
  (target.closest("textarea, select, [contenteditable]") ||
    (target.closest("input") && !/^(checkbox|radio|button)$/.test(target.closest("input").type)));

export class Keys {
  constructor(app) {
    this.app = app;
    this.page = new Map(); // key: {words, run}
    this.everywhere = new Map([
      ["/", { words: "keySearch", run: () => this.app.shell.goSearch() }],
      ["?", { words: "keyHelp", run: () => this.help() }],
    ]);
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** `keys`: {key: {words, run}}, until the next call. */
  set(keys = {}) {
    this.page = new Map(Object.entries(keys));
  }

  pressed(event) {
    if (
      !this.app.shell ||
      event.defaultPrevented ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      event.isComposing
    )
      return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (!this.app.preferences.shortcuts) return;
    const found = this.page.get(event.key) ?? this.everywhere.get(event.key);
    if (!found || (event.repeat && !found.repeats)) return;
    event.preventDefault();
    found.run();
  }

  help() {
    const row = ([key, { words }]) =>
      element("tr", {}, element("th", { scope: "row" }, element("kbd", {}, key)), element("td", {}, say(words)));
    const { preferences } = this.app;
    const toggle = element("input", {
      type: "checkbox",
      checked: preferences.shortcuts,
      onchange: () => preferences.setShortcuts(toggle.checked),
    });
    openDialog({
      title: say("keys"),
      body: [
        element("table", { class: "keys" }, element("tbody", {}, ...[...this.page, ...this.everywhere].map(row))),
        element("label", { class: "check" }, toggle, say("keysOn")),
        element("p", { class: "hint" }, say("keysMore")),
      ],
      actions: [{ words: say("close"), value: "close" }],
    });
  }
}
