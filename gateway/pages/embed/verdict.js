// Tells an author what became of a comment, and why.
import { appealNotice } from "./appeal.js";
import { element, uniqueId } from "./dom.js";
import { marked } from "./text.js";

const WORDS = {
  hold: ["held", "heldMore"],
  reject: ["turnedAway", "turnedAwayMore"],
  null: ["undecided", "undecidedMore"],
};

export const allSpans = (decision) => decision.reasons.flatMap((reason) => reason.spans);

/**
 * The notice of a decision that is no approval. With `quote` it shows the text where words in it are the reason;
 * buttons follow for what is given: onrevise, ondiscard. Who was turned away may object.
 */
export function verdictNotice(section, decision, { quote = false, onrevise, ondiscard, onappealed }) {
  const { texts } = section;
  const [title, more] = WORDS[decision.action];
  const titleId = uniqueId("verdict");
  const spans = allSpans(decision);
  const joining = section.links.join && decision.reasons.some((reason) => reason.code.startsWith("membership."));
  return element(
    "div",
    { class: `verdict ${decision.action ?? "undecided"}`, role: "group", "aria-labelledby": titleId, tabindex: -1 },
    element("p", { class: "verdict-title", id: titleId }, texts.say(title)),
    decision.reasons.length > 0 &&
      element(
        "ul",
        { class: "reasons" },
        ...decision.reasons.map((reason) => element("li", { dir: "auto" }, reason.message)),
      ),
    element("p", {}, texts.say(more)),
    quote && spans.length > 0 && element("p", { class: "hint" }, texts.say("marked")),
    quote && spans.length > 0 && element("blockquote", { dir: "auto" }, ...marked(decision.comment.text, spans)),
    joining && element("p", {}, element("a", { href: section.links.join }, texts.say("join"))),
    (onrevise || ondiscard) &&
      element(
        "div",
        { class: "buttons" },
        onrevise && element("button", { type: "button", class: "primary", onclick: onrevise }, texts.say("revise")),
        ondiscard && element("button", { type: "button", onclick: ondiscard }, texts.say("discard")),
      ),
    decision.action === "reject" && appealNotice(section, decision, onappealed),
  );
}
