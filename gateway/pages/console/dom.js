// Builds elements. What is text stays text: nothing here, nor elsewhere, parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An element with attributes, listeners (onclick: f) and children (arrays of them too); null and false are left out. */
export const element = (name, attributes = {}, ...children) =>
  filled(document.createElement(name), attributes, children);

/** The same in SVG. Geometry goes by attributes: the policy allows no inline styles. */
export const svg = (name, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, name), attributes, children);

let made = 0;

/** An id that no other element has. */
export const uniqueId = (word) => `${word}-${++made}`;

/** The address if it is one that a click may lead to, else null. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

const ICONS = {
  queue: "M4 6h16M4 12h16M4 18h10",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 20 20",
  stats: "M5 20V11M12 20V4M19 20v-6",
  audit: "M7 3h10v18H7zM10 8h4M10 12h4M10 16h2",
  accounts:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 20c0-3.5 2.5-5 6-5s6 1.5 6 5M16 5.5a3.3 3.3 0 0 1 0 6M18 15.4c2 .7 3 2.200 3 4.600",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20.500c0-4 3-6 7.500-6s7.500 2 7.500 6",
  check: "M5 12.500l4.500 4.500L19 7.500",
  cross: "M6 6l12 12M18 6 6 18",
  undo: "M9 6 4.500 10.500 9 15M5 10.500h9a5 5 0 0 1 0 10h-3",
  hand: "M12 3v9M8.500 5v8M15.500 5v8M5 10.500l3.500 4M19 9v6a6 6 0 0 1-6 6h-1.500a6 6 0 0 1-5-2.700L4 14",
  flag: "M6 21V4h11l-2 4 2 4H6",
  scales: "M12 4v16M7 20h10M5 7h14M5 7l-2.500 6h5zM19 7l-2.500 6h5z",
  back: "M14.500 5 8 12l6.500 7",
  out: "M10 5H5v14h5M14 8l4 4-4 4M9 12h9",
  link: "M10 5H5v14h14v-5M13 4h7v7M20 4l-9 9",
  help: "M9 9a3 3 0 1 1 4.200 2.750C12.400 12.200 12 12.800 12 14M12 17.500v.100",
  filter: "M4 6h16l-6 7v6l-4-2v-4z",
  star: "M12 4l2.400 5.100 5.600.700-4.100 3.900 1.100 5.500L12 16.500l-5 2.700 1.100-5.500L4 9.800l5.600-.700z",
  more: "M5 12h.010M12 12h.010M19 12h.010",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2",
};

/** A picture beside words that say the same. */
export const icon = (name) =>
  svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

/** A button; `more` are attributes. */
export const button = (label, onclick, { icon: picture, key, ...more } = {}) =>
  element(
    "button",
    { type: "button", onclick, "aria-keyshortcuts": key, ...more },
    picture && icon(picture),
    element("span", { class: "label" }, label),
    key && element("kbd", { "aria-hidden": "true" }, key.toUpperCase()),
  );

/** A field with its label: the field may be an input, a select or a text area. */
export function field(label, control, hint) {
  control.id ||= uniqueId("field");
  const hintId = hint && uniqueId("hint");
  if (hint) control.setAttribute("aria-describedby", hintId);
  return element(
    "div",
    { class: "field" },
    element("label", { for: control.id }, label),
    control,
    hint && element("p", { class: "hint", id: hintId }, hint),
  );
}

/** <select> of [value, words] pairs. */
export function choice(options, value, onchange, more = {}) {
  const select = element(
    "select",
    { onchange: () => onchange?.(select.value), ...more },
    ...options.map(([each, words]) => element("option", { value: each, selected: each === value }, words)),
  );
  return select;
}
