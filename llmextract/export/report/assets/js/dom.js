// Building elements. Whatever comes from an article or a record reaches the page as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Characters that would turn or hide what follows them: overrides of the writing direction, control characters. */
const UNRULY = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a\u202b\u202d\u202e]/g;

/** Return a text of the same length in which unruly characters show as a box instead of acting. */
function tame(text) {
  return String(text).replace(UNRULY, (letter) => (letter === "\r" ? letter : "\u2423"));
}

/**
 * Make an element.
 * @param {string} name Of the element; "svg:path" makes one of SVG.
 * @param {Object} attributes "class" and other attributes; "on" holds listeners by event; false and null are left out.
 * @param {...(Node|string|null|Array)} children Strings become text.
 */
function el(name, attributes = {}, ...children) {
  const made = name.startsWith("svg:") ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else made.setAttribute(key, value === true ? "" : value);
  }
  add(made, children);
  return made;
}

function add(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(parent, child);
    else parent.append(child instanceof Node ? child : document.createTextNode(tame(child)));
  }
}

/** Return words of an article: isolated, so that their writing direction stays their own. */
function said(text, attributes = {}) {
  return el("bdi", attributes, text);
}

/** Return one of the page's own signs; a word always stands beside it. */
function sign(name) {
  return el("svg:svg", { class: `sign sign-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    el("svg:use", { href: `#sign-${name}` }));
}

function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function spaced(name) {
  return name.replaceAll("_", " ");
}
