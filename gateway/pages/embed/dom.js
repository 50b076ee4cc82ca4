// Builds elements. What is text stays text: nothing here, nor elsewhere, parses HTML.

/** An element with attributes, listeners (onclick: f) and children; null and false among them are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let made = 0;

/** An id that no other element of these sections has. */
export const uniqueId = (word) => `moderato-${word}-${++made}`;

/** The address if it is one that a click may lead to, else null. */
export function webAddress(text) {
  try {
    const url = new URL(text, document.baseURI);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
