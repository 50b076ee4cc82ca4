// Charts as SVG built by hand: drawn at the width there is, each with the same figures as a table. Colours differ in
// lightness as well as in hue, what was turned away is hatched, and everything says its name.
import { element, svg, uniqueId } from "./dom.js";
import { number, percent, say } from "./texts.js";

const NARROW = 260;

/** 0, 20, 40, 60: round steps up to at least `highest`, about `many` of them. */
export function ticks(highest, many = 4) {
  const rough = Math.max(highest, 1) / many;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((each) => each * power >= rough) * power);
  return Array.from({ length: Math.ceil(Math.max(highest, 1) / step) + 1 }, (_, i) => i * step);
}

/** A figure: title, legend, picture, and the table behind it. `draw(width)` gives the picture; `head`, `rows` the table. */
export function figure({ title, more, series = [], draw, head, rows, wide = false }) {
  const heading = uniqueId("figure");
  const place = element("div", { class: "drawing" });
  const readout = element("p", { class: "readout hint", "aria-hidden": "true" }, more ?? "");
  const keys = uniqueId("keys");
  const legend =
    series.length > 0 &&
    element(
      "ul",
      { class: "legend", "aria-hidden": "true" },
      ...series.map(({ name, look }) =>
        element(
          "li",
          {},
          svg(
            "svg",
            { class: "key", viewBox: "0 0 12 12" },
            hatch(look, keys),
            svg("rect", { class: `fill ${look}`, width: 12, height: 12, rx: 2, ...filled(look, keys) }),
          ),
          name,
        ),
      ),
    );
  const table = element(
    "details",
    {},
    element("summary", {}, say("asTable")),
    element(
      "div",
      { class: "table-place", tabindex: 0, role: "region", "aria-label": `${title}: ${say("asTable")}` },
      element(
        "table",
        {},
        element("caption", { class: "unseen" }, title),
        element("thead", {}, element("tr", {}, ...head.map((each) => element("th", { scope: "col" }, each)))),
        element(
          "tbody",
          {},
          ...rows.map(([first, ...rest]) =>
            element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((each) => element("td", {}, each))),
          ),
        ),
      ),
    ),
  );
  const node = element(
    "section",
    { class: `figure${wide ? " wide" : ""}`, "aria-labelledby": heading },
    element("h2", { id: heading }, title),
    readout,
    legend,
    place,
    table,
  );
  if (rows.length === 0) {
    place.append(element("p", { class: "empty hint" }, say("noFigures")));
    table.hidden = true;
    return node;
  }
  let last = 0;
  const show = (words) => (readout.textContent = words ?? more ?? "");
  new ResizeObserver(([entry]) => {
    const width = Math.max(NARROW, Math.floor(entry.contentRect.width));
    if (width === last) return;
    last = width;
    const picture = draw(width, show);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${title}. ${say("tableBelow")}`);
    place.replaceChildren(picture);
  }).observe(place);
  return node;
}

const frame = (width, height, ...children) =>
  svg("svg", { class: "chart", width, height, viewBox: `0 0 ${width} ${height}` }, ...children);

const isHatched = (look) => look === "rejected" || look === "overruled";
const hatchId = (look, of) => `hatch-${of}-${look}`;
const hatch = (look, of) =>
  isHatched(look) &&
  svg(
    "defs",
    {},
    svg(
      "pattern",
      { id: hatchId(look, of), width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { class: `fill ${look}`, width: 6, height: 6 }),
      svg("rect", { class: "hatch", width: 2, height: 6 }),
    ),
  );
const filled = (look, of) => (isHatched(look) ? { fill: `url(#${hatchId(look, of)})` } : {});

/** Columns of several parts on one another. `columns`: [{label, full, values}]; `series`: [{name, look}]. */
export function stackedColumns(width, columns, series, show) {
  const height = 240;
  const [left, right, top, bottom] = [44, 8, 10, 26];
  const of = uniqueId("columns");
  const highest = Math.max(...columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const marks = ticks(highest);
  const y = (value) => height - bottom - (value / marks.at(-1)) * (height - top - bottom);
  const step = (width - left - right) / columns.length;
  const thick = Math.max(2, Math.min(40, step * 0.72));
  const every = Math.ceil(columns.length / Math.max(1, Math.floor((width - left) / 64)));
  const grid = marks.map((mark) => [
    svg("line", { class: "grid", x1: left, x2: width - right, y1: y(mark), y2: y(mark) }),
    svg("text", { class: "tick", x: left - 8, y: y(mark) + 4, "text-anchor": "end" }, number(mark)),
  ]);
  const stacks = columns.map(({ label, full, values }, i) => {
    const x = left + i * step + (step - thick) / 2;
    let sum = 0;
    const parts = values.map((value, s) => {
      const from = y(sum);
      sum += value;
      const tall = from - y(sum);
      return (
        tall > 0.2 &&
        svg("rect", {
          class: `fill ${series[s].look}`,
          x,
          y: y(sum),
          width: thick,
          height: Math.max(0.5, tall - (tall > 3 ? 1 : 0)),
          ...filled(series[s].look, of),
        })
      );
    });
    const words = `${full}: ${values.map((value, s) => `${number(value)} ${series[s].name}`).join(", ")}`;
    return svg(
      "g",
      { class: "column", onpointerenter: () => show(words), onpointerleave: () => show() },
      svg("rect", { class: "catch", x: left + i * step, y: top, width: step, height: height - top - bottom }),
      ...parts,
      i % every === 0 &&
        svg("text", { class: "tick", x: x + thick / 2, y: height - 8, "text-anchor": "middle" }, label),
    );
  });
  return frame(width, height, ...series.map(({ look }) => hatch(look, of)), ...grid, ...stacks);
}

/**
 * Lines of parts beside one another. `lines`: [{label, values, note}]; `whole`: each line fills the width, as shares.
 */
export function stackedLines(width, lines, series, show, { whole = false } = {}) {
  const tall = 42;
  const of = uniqueId("lines");
  const sums = lines.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const highest = Math.max(...sums, 1);
  const drawn = lines.map(({ label, values, note }, i) => {
    const all = sums[i];
    const scale = whole ? (all > 0 ? width / all : 0) : width / highest;
    const top = i * tall;
    let x = 0;
    const parts = values.map((value, s) => {
      const from = x;
      x += value * scale;
      return (
        value > 0 &&
        svg("rect", {
          class: `fill ${series[s].look}`,
          x: from,
          y: top + 20,
          width: Math.max(1, value * scale - 1),
          height: 14,
          rx: 2,
          ...filled(series[s].look, of),
        })
      );
    });
    const words = `${label}: ${values.map((value, s) => `${number(value)} ${series[s].name}${whole && all > 0 ? ` (${percent(value / all)})` : ""}`).join(", ")}`;
    return svg(
      "g",
      { class: "column", onpointerenter: () => show(words), onpointerleave: () => show() },
      svg("rect", { class: "catch", x: 0, y: top, width, height: tall }),
      svg("rect", { class: "track", x: 0, y: top + 20, width, height: 14, rx: 2 }),
      svg("text", { class: "label", x: 0, y: top + 13 }, label),
      svg("text", { class: "note", x: width, y: top + 13, "text-anchor": "end" }, note),
      ...parts,
    );
  });
  return frame(width, lines.length * tall, ...series.map(({ look }) => hatch(look, of)), ...drawn);
}
