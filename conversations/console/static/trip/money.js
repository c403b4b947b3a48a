/** Money and names as the API gives them. */
import { language, signs } from "../core/words.js";

/** `{currency, text}` as people write it in the agent's language; the text comes with commas and a point.
 * Nothing of it goes on a line of its own. */
export function moneyText(money) {
  const own = money && signs(money.currency);
  return money ? money.text.replace(/[,.]/gu, (sign) => own[sign]).replace(" ", "\u00a0") : "";
}

/** A name in the agent's language where it has several. */
export const local = (name) => (name && typeof name === "object" ? name[language] ?? Object.values(name)[0] ?? "" : name ?? "");
