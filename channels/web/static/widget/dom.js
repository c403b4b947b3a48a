/** Elements without markup strings: words from outside only ever become text nodes or attribute values. */

/** An element with attributes (`onclick` and the like take functions) and children; null, false and "" are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

const SHAPES = {
  chat: "M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.6 3.3 6-.1 1.1-.6 2.2-1.5 3.1 1.8-.1 3.4-.8 4.6-1.7.8.2 1.7.3 2.6.3 5 0 9-3.4 9-7.7s-4-7.7-9-7.7Z",
  close: "m6 6 12 12M18 6 6 18",
  send: "M4 12 20 4l-4.5 16-4-6.5L4 12Zm7.5 1.5L20 4",
  clip: "m19.5 11.5-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.2-2.1l7.2-7.2",
  down: "m6 9.5 6 6 6-6",
  previous: "m14.5 6-6 6 6 6",
  next: "m9.5 6 6 6-6 6",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 3.5V12l3 2",
  alert: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4v5m0 3v.01",
  person: "M12 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM5 19.5c.7-3.6 3.5-5.2 7-5.2s6.3 1.6 7 5.2",
  page: "M7 3.5h6.5L18 8v12.5H7Zm6.5 0V8H18M9.5 12.5h6M9.5 16h6",
  save: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  pin: "M12 21c-4-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.4-6.5 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  compass: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm3.6 4.9-2.1 5.1-5.1 2.1 2.1-5.1 5.1-2.1Z",
};

/** A line drawing; decoration only, so hidden from screen readers. */
export function drawing(shape, classes) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const path = document.createElementNS(namespace, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", classes);
  path.setAttribute("d", shape);
  svg.append(path);
  return svg;
}

/** One of the widget's own. */
export const icon = (name) => drawing(SHAPES[name], `icon icon-${name}`);

/** Words for screen readers only. */
export const spoken = (text, attributes = {}) => h("span", { class: "spoken", ...attributes }, text);
