// Times as people say them, with the full time at hand.
import { element } from "./dom.js";
import { language } from "./texts.js";

const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
];
const RELATIVE_SECONDS = 7 * 86400; // a date says more than "23 days ago"

const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const full = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" });

function inWords(date, now) {
  const seconds = Math.max(0, (now - date) / 1000);
  if (seconds >= RELATIVE_SECONDS) return dates.format(date);
  const step = STEPS.findLast(([, length]) => seconds >= length);
  return step ? relative.format(-Math.floor(seconds / step[1]), step[0]) : relative.format(0, "second");
}

/** <time> of a moment given in RFC 3339; nothing when there is none. */
export function timeElement(moment) {
  const date = new Date(moment ?? NaN);
  if (isNaN(date)) return null;
  return element("time", { datetime: date.toISOString(), title: full.format(date) }, inWords(date, Date.now()));
}

/** Says anew how long ago each <time> below was. */
export function refreshTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const words = inWords(new Date(time.dateTime), Date.now());
    if (time.textContent !== words) time.textContent = words;
  }
}

/** "4 min", "2.5 h": for figures. */
export function duration(seconds) {
  const unit = (value, name) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: value < 10 ? 1 : 0,
    }).format(value);
  if (seconds < 90) return unit(seconds, "second");
  if (seconds < 3600) return unit(seconds / 60, "minute");
  if (seconds < 86400) return unit(seconds / 3600, "hour");
  return unit(seconds / 86400, "day");
}
