/** Forms: a label on every control, what is wrong said beside the button, and one request at a time. */
import { h } from "./dom.js";
import { problem } from "./overlay.js";

let count = 0;

/** A labelled control. `control` is an element; `hint` stands below it. */
export function field(label, control, { hint = "", classes = "" } = {}) {
  control.id ||= `field-${(count += 1)}`;
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { class: `field ${classes}` },
    h("label", { for: control.id }, label), control,
    hint && h("p", { class: "hint", id: `${control.id}-hint` }, hint));
}

export const input = (attributes) => h("input", { type: "text", autocomplete: "off", ...attributes });

/** A list to choose from: `[[value, name], ...]`. */
export const select = (attributes, options, chosen) =>
  h("select", attributes, options.map(([value, name]) => h("option", { value, selected: value === chosen }, name)));

/** A box to tick, with its words. */
export function tick(label, attributes = {}) {
  const box = h("input", { type: "checkbox", ...attributes });
  return h("label", { class: "tick" }, box, h("span", {}, label));
}

/** A form: `submit(values, form)` may throw what the server refused; it is said at the form, in its place. */
export function form({ submit, button, classes = "", plain = false, beside = null }, ...children) {
  const note = h("p", { class: "form-note", role: "alert" });
  const press = h("button", { type: "submit", class: plain ? "plain" : "primary" }, button);
  const element = h("form", { class: `form ${classes}`, onsubmit: send }, children, note, h("div", { class: "actions" }, beside, press));

  async function send(event) {
    event.preventDefault();
    if (press.ariaDisabled) return;
    note.textContent = "";
    press.ariaDisabled = "true";
    element.setAttribute("aria-busy", "true");
    try {
      await submit(Object.fromEntries(new FormData(element)), element);
    } catch (error) {
      note.textContent = problem(error);
      press.scrollIntoView({ block: "nearest" });
    } finally {
      press.ariaDisabled = null;
      element.removeAttribute("aria-busy");
    }
  }
  return element;
}

/**
 * A button that does one thing at a time; a failure is told to `failed`. While it works it is called disabled and is
 * not: that would take the keyboard from it.
 */
export function doing(button, work, failed) {
  button.addEventListener("click", async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    try {
      await work();
    } catch (error) {
      failed(error);
    } finally {
      button.ariaDisabled = null;
    }
  });
  return button;
}
