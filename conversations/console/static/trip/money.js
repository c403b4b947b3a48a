/** Money and names as the API gives them. */
import { language } from "../core/words.js";

/** `{minor, currency, text}` as people write it. */
export const moneyText = (money) => money?.text ?? "";

/** A name in the agent's language where it has several. */
export const local = (name) => (name && typeof name === "object" ? name[language] ?? Object.values(name)[0] ?? "" : name ?? "");
