// Times as a reader says them, with the full time at hand.
import { element } from "./dom.js";

const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
];
const RELATIVE_SECONDS = 7 * 86400; // a date says more than "23 days ago"

function inWords(date, language, now) {
  const seconds = Math.max(0, (now - date) / 1000);
  if (seconds >= RELATIVE_SECONDS) return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(date);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const step = STEPS.findLast(([, length]) => seconds >= length);
  return step ? format.format(-Math.floor(seconds / step[1]), step[0]) : format.format(0, "second");
}

/** <time> of a moment given in RFC 3339. */
export function timeElement(moment, language) {
  const date = new Date(moment);
  const full = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(date);
  return element(
    "time",
    { datetime: date.toISOString(), title: full, dir: "auto" },
    inWords(date, language, Date.now()),
  );
}

/** Says anew how long ago each <time> below was. */
export function refreshTimes(root, language) {
  for (const time of root.querySelectorAll("time")) {
    const words = inWords(new Date(time.dateTime), language, Date.now());
    if (time.textContent !== words) time.textContent = words;
  }
}
