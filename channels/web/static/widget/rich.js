/**
 * Bot text as elements: paragraphs, line breaks, simple lists, *bold*, links. Nothing is ever parsed as HTML, and a
 * link is only what visibly begins with http(s):// or looks like an e-mail address.
 */
import { h } from "./dom.js";

const INLINE = new RegExp(
  [
    String.raw`(?<link>https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}*])`,
    String.raw`(?<mail>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})`,
    String.raw`(?<![\w*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])`,
  ].join("|"),
  "gu",
);
const BULLET = /^\s*[-•*]\s+(?<item>\S.*)$/u;
const NUMBER = /^\s*(?<number>\d{1,2})[.)]\s+(?<item>\S.*)$/u;

/** The nodes of one line. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const { link, mail, bold } = match.groups;
    nodes.push(text.slice(end, match.index));
    nodes.push(bold ? h("strong", {}, inline(bold)) : anchor(link ?? `mailto:${mail}`, link ?? mail));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

const anchor = (href, words) => h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, words);

/** The blocks of a whole text. */
export function rich(text) {
  const blocks = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const bullet = BULLET.exec(line);
    const number = NUMBER.exec(line);
    if (bullet) lastOf(blocks, "UL").append(h("li", {}, inline(bullet.groups.item)));
    else if (number) lastOf(blocks, "OL").append(h("li", { value: number.groups.number }, inline(number.groups.item)));
    else if (!line.trim()) blocks.push(null);
    else {
      const paragraph = lastOf(blocks, "P");
      paragraph.append(...(paragraph.hasChildNodes() ? [h("br")] : []), ...inline(line));
    }
  }
  return blocks.filter(Boolean);
}

function lastOf(blocks, tag) {
  if (blocks.at(-1)?.tagName !== tag) blocks.push(h(tag));
  return blocks.at(-1);
}
