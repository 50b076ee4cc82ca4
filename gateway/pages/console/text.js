// What people wrote, as nodes: as text always, with the words that matter marked, characters that can't be seen shown,
// and links that vouch for nothing.
import { element, webAddress } from "./dom.js";
import { say } from "./texts.js";

const MAX_LINKS = 50; // beyond, addresses stay text
const MAX_SPANS = 500;
const MAX_CHIPS = 200; // beyond, what can't be seen is left out

// What turns the direction of what follows, or hides: of no use to a reader, of much to somebody who wants to deceive.
// Joiners that scripts and emoji need (U+200C, U+200D) stay.
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]+/g;
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A name without what would turn or hide the words around it; "Anonymous" where there is none. */
export function nameOf(author) {
  const name = typeof author?.name === "string" ? author.name.slice(0, 100).replace(UNSEEN, "").trim() : "";
  return name || say("anonymous");
}

/** Where http and https addresses stand: [begin, end). The sentence around them is not theirs. */
function addresses(text) {
  const found = [];
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]{1,2000}/gi)) {
    if (found.length >= MAX_LINKS) break;
    const address = match[0].replace(/[.,;:!?'’”»)\]]{1,9}$/, "");
    if (webAddress(address)) found.push([match.index, match.index + address.length]);
  }
  return found;
}

/** Plain text with what can't be seen made visible. */
function visible(text, room) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(UNSEEN)) {
    nodes.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (room.chips-- <= 0) continue;
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    const many = [...match[0]].length;
    const what = TURNS.test(match[0]) ? say("turning") : say("unseen");
    nodes.push(
      element(
        "span",
        { class: "unseen-character", title: `${what} (U+${code})` },
        many > 1 ? `U+${code} ×${many}` : `U+${code}`,
      ),
    );
  }
  nodes.push(text.slice(end));
  return nodes;
}

/**
 * The text with its spans marked. `spans`: {begin, end (UTF-16 code units), action, message, weight 0..1 or null}, in any
 * order; what overlaps is marked by the one that begins first. Without `live`, addresses are no links.
 */
export function writtenText(text, spans = [], { live = true } = {}) {
  const marks = spans
    .slice(0, MAX_SPANS)
    .map((span) => ({ ...span, begin: Math.max(0, span.begin), end: Math.min(text.length, span.end) }))
    .filter(({ begin, end }) => Number.isInteger(begin) && Number.isInteger(end) && begin < end)
    .sort((a, b) => a.begin - b.begin);
  const links = live ? addresses(text) : [];
  const room = { chips: MAX_CHIPS };
  const nodes = [];

  // A stretch without marks, or all of one mark.
  const stretch = (from, to) => {
    const parts = [];
    let at = from;
    for (const [begin, end] of links) {
      if (end <= at || begin >= to) continue;
      parts.push(...visible(text.slice(at, Math.max(at, begin)), room));
      const href = webAddress(text.slice(begin, end));
      const shown = visible(text.slice(Math.max(at, begin), Math.min(to, end)), room);
      parts.push(element("a", { href, rel: "nofollow noopener noreferrer ugc", target: "_blank" }, ...shown));
      at = Math.min(to, end);
    }
    parts.push(...visible(text.slice(at, to), room));
    return parts;
  };

  let at = 0;
  for (const { begin, end, action, message, weight } of marks) {
    const from = Math.max(at, begin);
    if (end <= from) continue;
    nodes.push(...stretch(at, from));
    const strength =
      weight === null || weight === undefined ? "" : weight > 0.66 ? " strong" : weight > 0.33 ? "" : " faint";
    nodes.push(
      element(
        "mark",
        {
          class: (action === "reject" || action === "found" || action === "hold" ? action : "note") + strength,
          title: message,
        },
        ...stretch(from, end),
      ),
    );
    at = end;
  }
  nodes.push(...stretch(at, text.length));
  return nodes;
}

/** The spans of an item's reasons, with what each is about. */
export function spansOf(reasons) {
  return (reasons ?? []).flatMap(({ spans, weights, action, message }) => {
    const heaviest = Math.max(...(weights ?? []).map(Math.abs), 1e-9);
    return (spans ?? []).map(([begin, end], i) => ({
      begin,
      end,
      action,
      message,
      weight: weights?.[i] === undefined ? null : Math.abs(weights[i]) / heaviest,
    }));
  });
}

/** The beginning of a text, around its first mark, for a list. */
export function excerpt(text, reasons, longest = 200) {
  const spans = spansOf(reasons);
  const first = spans.length > 0 ? Math.min(...spans.map((span) => span.begin)) : 0;
  const from = first > longest - 60 ? Math.max(0, first - 40) : 0;
  const cut = text.slice(from, from + longest).replace(/\s/g, " ");
  const moved = spans.map((span) => ({ ...span, begin: span.begin - from, end: span.end - from }));
  return [from > 0 && "… ", ...writtenText(cut, moved, { live: false }), from + longest < text.length && " …"];
}
