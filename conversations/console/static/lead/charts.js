/** Charts as drawings of our own, each with its title, its words, and the same numbers as a table. */
import { h, s } from "../core/dom.js";
import { number, shortDate, t } from "../core/words.js";

let count = 0;

/** `draw(width)` gives the shapes and the height for a width in pixels, so that letters keep their size. */
function framed({ title, words, draw, kind, head, rows }) {
  const id = `chart-${(count += 1)}`;
  const drawing = s("svg", { role: "img", class: kind, "aria-labelledby": `${id}-t ${id}-d` });
  const place = h("div", { class: "drawing" }, drawing);
  let drawn = 0;
  const fit = () => {
    const width = Math.max(240, Math.round(place.clientWidth));
    if (width === drawn) return;
    drawn = width;
    const { height, shapes } = draw(width);
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.setAttribute("height", String(height));
    drawing.replaceChildren(s("title", { id: `${id}-t` }, title), s("desc", { id: `${id}-d` }, words), ...shapes);
  };
  new ResizeObserver(fit).observe(place);
  return h("figure", { class: "chart" }, h("figcaption", {}, title), place,
    h("details", { class: "as-table" }, h("summary", {}, t("report.as_table")),
      h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((value) => h("td", {}, value))))))));
}

/** Lying bars: `rows` are `{name, value}`; `most` is where a bar is full. */
export function bars({ title, rows, most = Math.max(1, ...rows.map(({ value }) => value)) }) {
  const high = 38;
  const said = (value) => number(value, { maximumFractionDigits: 1 });
  return framed({
    title, kind: "bars", words: rows.map(({ name, value }) => `${name}: ${said(value)}`).join(", "),
    head: [title, t("report.number")], rows: rows.map(({ name, value }) => [name, said(value)]),
    draw: (width) => ({
      height: rows.length * high,
      shapes: rows.map(({ name, value }, place) => s("g", { transform: `translate(0 ${place * high})` },
        s("text", { x: 0, y: 14 }, name), s("text", { x: width, y: 14, "text-anchor": "end", class: "strong" }, said(value)),
        s("rect", { x: 0, y: 21, width, height: 7, rx: 3.5, class: "ground" }), s("rect", { x: 0, y: 21, width: Math.max(4, (width * value) / most), height: 7, rx: 3.5, class: "one" }))),
    }),
  });
}

/** Standing bars by day, one part on the other: `days` are `{day, parts: [n, n]}`, `names` those of the parts. */
export function byDay({ title, days, names }) {
  const sum = (parts) => parts.reduce((total, part) => total + part, 0);
  const most = Math.max(0, ...days.map(({ parts }) => sum(parts)));
  const element = framed({
    title, kind: "days", words: t("report.by_day_words", { count: days.length, most: number(most) }),
    head: [t("report.day"), ...names], rows: days.map(({ day, parts }) => [shortDate(day), ...parts.map((part) => number(part))]),
    draw: (width) => standing(width, days, names, nice(Math.max(1, most))),
  });
  element.querySelector("figcaption").append(h("span", { class: "legend" }, names.map((name, at) => h("span", { class: `key ${CLASSES[at]}` }, name))));
  return element;
}

const CLASSES = ["one", "two"];

function standing(width, days, names, full) {
  const [height, floor, edge] = [236, 204, 34];
  const step = (width - edge) / Math.max(1, days.length);
  const thick = Math.min(step * 0.7, 44);
  const scale = (value) => ((floor - 12) * value) / full;
  const every = Math.ceil((days.length * 58) / (width - edge));
  const rules = [0, 0.5, 1].map((share) => s("g", {}, s("line", { x1: edge, x2: width, y1: floor - scale(full * share), y2: floor - scale(full * share), class: "rule" }),
    s("text", { x: edge - 8, y: floor - scale(full * share) + 4, "text-anchor": "end" }, number(full * share))));
  const columns = days.map(({ day, parts }, place) => {
    let top = floor;
    const middle = edge + (place + 0.5) * step;
    return s("g", {}, s("title", {}, `${shortDate(day)}: ${parts.map((part, at) => `${names[at]} ${number(part)}`).join(", ")}`),
      parts.map((part, at) => {
        top -= scale(part);
        return s("rect", { x: middle - thick / 2, y: top, width: thick, height: scale(part), rx: Math.min(3, thick / 4), class: CLASSES[at] });
      }),
      place % every === 0 && place * step + 30 < width - edge && s("text", { x: middle, y: floor + 20, "text-anchor": "middle" }, shortDate(day)));
  });
  return { height, shapes: [...rules, ...columns] };
}

/** The next round number that halves well. */
function nice(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return Math.max(2, [1, 2, 4, 6, 8, 10].map((step) => step * size).find((round) => round >= value));
}
