// A comment's text as nodes: paragraphs, links, marked words.
import { element, webAddress } from "./dom.js";

const MAX_LINKS = 50; // beyond, addresses stay text

/** An address without what ends the sentence around it: a dot, a quote, a bracket that was opened before it. */
function withoutEnd(address) {
  const shorter = address.replace(/[.,;:!?'’”»]{1,9}$/, "");
  const opened = shorter.split("(").length >= shorter.split(")").length;
  return shorter.endsWith(")") && !opened ? withoutEnd(shorter.slice(0, -1)) : shorter;
}

/** Plain text with its http and https addresses made links. */
function withLinks(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]{1,2000}/gi)) {
    if (nodes.length > 2 * MAX_LINKS) break;
    const address = withoutEnd(match[0]);
    const href = webAddress(address);
    if (!href) continue;
    nodes.push(text.slice(end, match.index), element("a", { href, rel: "nofollow ugc noopener" }, address));
    end = match.index + address.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** Paragraphs; single line breaks are kept by the style. */
export function paragraphs(text) {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => element("p", { dir: "auto" }, ...withLinks(part.trim())));
}

/** The text with its spans ([begin, end) in UTF-16 code units) marked. Spans may come in any order and overlap. */
export function marked(text, spans) {
  const nodes = [];
  let end = 0;
  for (const [begin, stop] of [...spans].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(begin, end);
    if (stop <= from) continue;
    nodes.push(text.slice(end, from), element("mark", {}, text.slice(from, stop)));
    end = stop;
  }
  nodes.push(text.slice(end));
  return nodes;
}
