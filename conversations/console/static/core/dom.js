/** Elements without markup strings: words from outside only ever become text nodes or attribute values. */

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`onclick` and the like take functions) and children; null, false and "" are left out. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same in a drawing. */
export function s(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** Words for screen readers only. */
export const spoken = (text) => h("span", { class: "spoken" }, text);

const drawn = new WeakMap();

/**
 * Shows `items` in `container`, in their order. What is shown already and says the same stays as it is: nothing
 * flickers, no picture loads twice, and a screen reader hears only what is new.
 */
export function keyed(container, items, keyOf, render) {
  const before = drawn.get(container) ?? new Map();
  const after = new Map();
  let place = container.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const told = JSON.stringify(item);
    const known = before.get(key);
    const element = known?.told === told ? known.element : render(item);
    if (known && known.element !== element) {
      if (place === known.element) place = element;
      replace(known.element, element);
    }
    after.set(key, { told, element });
    if (element === place) place = place.nextSibling;
    else container.insertBefore(element, place);
  }
  for (const [key, { element }] of before) if (!after.has(key)) element.remove();
  drawn.set(container, after);
}

const CONTROLS = "a[href], button, summary, input, select, textarea, [tabindex]";

/** Puts one in the other's place: what was opened stays open, and the keyboard where it was. */
export function replace(old, fresh) {
  const parts = (element, which) => [...element.querySelectorAll(which)];
  const opened = parts(old, "details").map(({ open }) => open);
  for (const [at, one] of parts(fresh, "details").entries()) one.open = opened[at] ?? one.open;
  const held = parts(old, CONTROLS).indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (held >= 0) parts(fresh, CONTROLS)[held]?.focus();
}

/** Everything shown by `keyed` is drawn anew the next time, in another language for instance. */
export function forget(container) {
  drawn.delete(container);
  container.replaceChildren();
}
