// The reader's own comments that others don't see yet, and the name they gave, kept in this browser.
import { cleanDecision } from "./clean.js";

const MAX_KEPT = 50;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // not allowed, or not ours
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Not allowed, or full: then it lasts as long as the page.
  }
}

/** Decisions on an article's own comments that are not approvals, by id, in the order they were made. */
export class Own {
  constructor(site, article) {
    this.key = `moderato:${site}:${article}`;
    this.decisions = new Map();
    const kept = read(this.key);
    for (const value of Array.isArray(kept) ? kept.slice(-MAX_KEPT) : []) {
      const decision = cleanDecision(value);
      if (decision && decision.action !== "approve") this.decisions.set(decision.comment.id, decision);
    }
  }

  keep(decision) {
    this.decisions.set(decision.comment.id, decision);
    this.save();
  }

  /** What was begun at the top level, and not sent. */
  get draft() {
    return String(read(`${this.key}:draft`) ?? "");
  }

  set draft(text) {
    write(`${this.key}:draft`, text);
  }

  drop(id) {
    if (this.decisions.delete(id)) this.save();
  }

  save() {
    const values = [...this.decisions.values()].slice(-MAX_KEPT).map(({ comment, action, reasons, appeal }) => ({
      comment: {
        id: comment.id,
        parent: comment.parent,
        text: comment.text,
        created_at: comment.created,
        author: { name: comment.name },
      },
      verdict: action && { action, reasons },
      appeal,
    }));
    write(this.key, values);
  }
}

export const keptName = () => String(read("moderato:name") ?? "").slice(0, 100);
export const keepName = (name) => write("moderato:name", name);

/** A version 4 UUID; crypto.randomUUID is missing on pages without TLS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
