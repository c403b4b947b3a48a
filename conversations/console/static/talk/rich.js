/** Texts with the little markup that chats have: *bold*, addresses as links, mentions in notes. Never as HTML. */
import { h } from "../core/dom.js";

const PARTS = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w@])(@[\p{L}\p{N}][\p{L}\p{N}._-]*)/gu;

export function rich(text, { mentions = false } = {}) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, address, bold, mention] = found;
    if (mention && !mentions) continue;
    parts.push(text.slice(from, found.index));
    if (address) parts.push(h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address));
    else if (bold) parts.push(h("strong", {}, bold));
    else parts.push(h("span", { class: "mention" }, mention));
    from = found.index + whole.length;
  }
  return [...parts, text.slice(from)];
}
