// Deciding: one or many, with reasons, a look beforehand, and the way back. It outlives pages, so that `u` undoes what
// was decided on another.
import { errorLine } from "./login.js";
import { openDialog } from "./dialog.js";
import { element, field } from "./dom.js";
import { kindOf } from "./parts.js";
import { excerpt, nameOf } from "./text.js";
import { number, say } from "./texts.js";

const MOST = 200; // in one request
const REMEMBERED = 50;
const LONGEST_REASON = 2000; // bytes

export const keyOf = ({ site, id }) => `${site}/${id}`;

/** What "approve" means for an item: what stands already is kept. */
const actionFor = (action, item) => (action === "approve" && item.state === "approved" ? "keep" : action);

/** The words on an item's two buttons. */
export function wordsFor(item) {
  const kind = kindOf(item);
  if (kind === "appeal" && item.state !== "approved") return { approve: say("grant"), reject: say("refuse") };
  if (item.state === "approved") return { approve: say("keep"), reject: say("takeDown") };
  return { approve: say("approve"), reject: say("reject") };
}

/** Why something was not done, in words. */
const why = (problem) => problem?.detail || say("failed");

/** Events: `decided` and `undone`, each with {results: [{item, result}]} of what was done. */
export class Desk extends EventTarget {
  constructor(app) {
    super();
    this.app = app;
    this.done = []; // [{item, seq}] of each decision, the last at the end
    this.unsent = new Map(); // by comment: a reason that was written and has not arrived
    this.turn = Promise.resolve(); // one after the other, so that an undo finds what it undoes
  }

  inTurn(job) {
    const result = this.turn.then(job);
    this.turn = result.catch(() => {});
    return result;
  }

  async send(action, items, reason, dryRun = false) {
    const groups = Map.groupBy(items, (item) => actionFor(action, item));
    const results = new Map();
    for (const [each, all] of groups) {
      for (let i = 0; i < all.length; i += MOST) {
        const part = all.slice(i, i + MOST).map(({ site, id, seq }) => ({ site, id, seq }));
        const body = { action: each, items: part, ...(reason && { reason }), ...(dryRun && { dry_run: true }) };
        const answer = await this.app.api.post("decisions", body);
        for (const result of answer.results) results.set(keyOf(result), result);
      }
    }
    return items.map((item) => ({ item, result: results.get(keyOf(item)) ?? { ok: false, problem: null } }));
  }

  /** Decides; gives [{item, result}]. What can't be done is told. Throws ApiError when there was no answer. */
  decide(action, items, reason) {
    return this.inTurn(async () => {
      const outcomes = await this.send(action, items, reason);
      const done = outcomes.filter(({ result }) => result.ok);
      for (const { item } of done) this.unsent.delete(keyOf(item));
      if (done.length > 0) {
        this.done.push(done.map(({ item, result }) => ({ item, seq: result.seq })));
        if (this.done.length > REMEMBERED) this.done.shift();
      }
      this.tell(action, outcomes, done);
      this.dispatchEvent(new CustomEvent("decided", { detail: { results: done } }));
      return outcomes;
    });
  }

  tell(action, outcomes, done) {
    const { shell } = this.app;
    const refused = outcomes.filter(({ result }) => !result.ok);
    if (done.length === 0) return shell.toast(why(refused[0]?.result.problem), { kind: "bad" });
    const undo = { words: say("undo"), run: () => this.undo(), key: "u" };
    const kept = done.every(({ item }) => actionFor(action, item) === "keep");
    const word = kept
      ? "kept"
      : action === "approve"
        ? "approved"
        : done.every(({ item }) => item.state === "rejected")
          ? "refused"
          : "rejected";
    let words =
      done.length === 1
        ? say(`done_${word}`, { name: nameOf(done[0].item.author) })
        : say(`doneMany_${word}`, { n: done.length });
    if (refused.length > 0) words += ` ${say("notDone", { n: refused.length })} ${why(refused[0].result.problem)}`;
    shell.toast(words, { action: undo, kind: refused.length > 0 ? "bad" : "" });
  }

  /** Takes back what was decided last. */
  undo() {
    return this.inTurn(async () => {
      const last = this.done.pop();
      const { shell } = this.app;
      if (!last) return shell.toast(say("nothingToUndo"));
      let outcomes;
      try {
        outcomes = await this.send(
          "undo",
          last.map(({ item, seq }) => ({ ...item, seq })),
        );
      } catch (error) {
        this.done.push(last);
        return shell.fail(error);
      }
      const done = outcomes.filter(({ result }) => result.ok);
      const refused = outcomes.filter(({ result }) => !result.ok);
      if (refused.length > 0)
        shell.toast(`${say("notDone", { n: refused.length })} ${why(refused[0].result.problem)}`, { kind: "bad" });
      else
        shell.toast(
          done.length === 1
            ? say("undone", { name: nameOf(done[0].item.author) })
            : say("undoneMany", { n: done.length }),
        );
      const results = done.map(({ item, result }) => ({
        item: { ...last.find((each) => keyOf(each.item) === keyOf(item)).item, seq: result.seq, state: result.state },
        result,
      }));
      this.dispatchEvent(new CustomEvent("undone", { detail: { results } }));
    });
  }

  /** Undoes the newest decision of a comment, whoever made it. */
  async undoOf(item) {
    const [{ result }] = await this.send("undo", [item]);
    if (!result.ok) return this.app.shell.toast(why(result.problem), { kind: "bad" });
    this.app.shell.toast(say("undone", { name: nameOf(item.author) }));
    this.dispatchEvent(
      new CustomEvent("undone", {
        detail: { results: [{ item: { ...item, seq: result.seq, state: result.state }, result }] },
      }),
    );
  }

  async sentences(site) {
    this.known ??= new Map();
    if (!this.known.has(site)) {
      try {
        const { reasons } = await this.app.api.get("reasons", { site });
        this.known.set(
          site,
          reasons.map(({ text }) => text).filter((text) => typeof text === "string"),
        );
      } catch {
        return []; // own words are always possible
      }
    }
    return this.known.get(site);
  }

  /** Asks for the reason that the author is shown; null when it was called off. */
  async askReason(items) {
    const sentences = await this.sentences(items[0].site);
    const appeal = items.every((item) => kindOf(item) === "appeal" && item.state === "rejected");
    const text = element("textarea", {
      rows: 3,
      maxlength: 2000,
      dir: "auto",
      "aria-required": "true",
      oninput: () => {
        for (const radio of radios) radio.checked = radio.value === text.value;
        error.textContent = "";
      },
    });
    text.value = this.unsent.get(keyOf(items[0])) ?? "";
    const error = errorLine();
    const radios = [];
    const choices = sentences.map((sentence, i) => {
      const radio = element("input", {
        type: "radio",
        name: "sentence",
        value: sentence,
        onchange: () => {
          text.value = sentence;
          error.textContent = "";
        },
      });
      radios.push(radio);
      return element(
        "label",
        { class: "check" },
        radio,
        element("span", { dir: "auto" }, sentence),
        i < 9 && element("kbd", { "aria-hidden": "true" }, i + 1),
      );
    });
    const body = [
      element(
        "p",
        { class: "hint" },
        say(appeal ? "answerMore" : items.length === 1 ? "reasonMore" : "reasonMoreMany", { n: items.length }),
      ),
      choices.length > 0 &&
        !appeal &&
        element(
          "fieldset",
          { class: "sentences" },
          element("legend", { class: "unseen" }, say("sentences")),
          ...choices,
        ),
      field(say(appeal ? "answer" : "ownWords"), text),
      error,
    ];
    const made = (dialog) =>
      dialog.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
          return dialog.querySelector("form").requestSubmit();
        const radio = /^[1-9]$/.test(event.key) && event.target !== text && radios[Number(event.key) - 1];
        if (!radio || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        radio.checked = true;
        radio.dispatchEvent(new Event("change"));
        radio.focus();
      });
    const value = await openDialog({
      title: appeal
        ? say("refuseTitle")
        : items.length === 1
          ? say("rejectTitle", { name: nameOf(items[0].author) })
          : say("rejectTitleMany", { n: items.length }),
      body,
      made,
      focus: appeal ? text : (radios[0] ?? text),
      actions: [{ words: appeal ? say("refuse") : say("reject"), value: "reject", kind: "danger" }],
      submit: () => {
        const bytes = new TextEncoder().encode(text.value.trim()).length;
        for (const item of items) this.unsent.set(keyOf(item), text.value);
        if (bytes > 0 && bytes <= LONGEST_REASON) return true;
        error.textContent = say(bytes === 0 ? "reasonMissing" : "reasonLong");
        text.focus();
        return false;
      },
    });
    return value === null ? null : text.value.trim();
  }

  /** Shows what a decision about many would do; gives the items to go on with, or null. */
  async preview(action, items, reason) {
    const outcomes = await this.send(action, items, reason, true);
    const can = outcomes.filter(({ result }) => result.ok);
    const cannot = outcomes.filter(({ result }) => !result.ok);
    const line = ({ item, result }) =>
      element(
        "li",
        {},
        element("b", { dir: "auto" }, nameOf(item.author)),
        " ",
        element("span", { dir: "auto" }, ...excerpt(item.text, item.reasons, 90)),
        !result.ok && element("p", { class: "error" }, why(result.problem)),
      );
    const list = (title, all) =>
      all.length > 0 && [element("h3", {}, title), element("ul", { class: "preview" }, ...all.map(line))];
    const word = action === "approve" ? "approve" : "reject";
    const value = await openDialog({
      title: say(`${word}Many`, { n: can.length }),
      wide: true,
      body: [
        reason && element("p", {}, element("b", {}, say("reasonGiven")), " ", element("span", { dir: "auto" }, reason)),
        list(say(`will_${word}`, { n: can.length }), can),
        list(say("cannot", { n: cannot.length }), cannot),
      ],
      actions:
        can.length > 0
          ? [
              {
                words: `${say(word)} ${number(can.length)}`,
                value: "go",
                kind: action === "approve" ? "approve" : "danger",
              },
            ]
          : [{ words: say("close"), value: null }],
    });
    return value === "go" ? can.map(({ item }) => item) : null;
  }
}
