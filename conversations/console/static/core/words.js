/** The console's own words in the agent's language, and numbers and times as that language writes them. */
import { fetchWords } from "./api.js";

export const LANGUAGES = ["es", "en", "pt"];
const LOCALES = { es: "es-PE", en: "en-GB", pt: "pt-BR" };
let words = {};
export let language = "es";
export let operator = "";

/** From now on everything is said in `wanted`. */
export async function speak(wanted) {
  const chosen = LANGUAGES.includes(wanted) ? wanted : LANGUAGES[0];
  ({ words, operator } = await fetchWords(chosen));
  language = chosen;
  document.documentElement.lang = chosen;
}

/** The language of ours that the browser likes best. */
export const browserLanguage = () =>
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => LANGUAGES.includes(tag)) ?? LANGUAGES[0];

const found = (key) => key.split(".").reduce((node, part) => node?.[part], words);

/** Whether there are words under a key; for codes that come from outside. */
export const has = (key) => typeof found(key) === "string";

/** The sentence under a dotted key with its `{values}`; where it has forms by number, `count` chooses. */
export function t(key, values = {}) {
  let said = found(key);
  if (said && typeof said === "object" && "other" in said) {
    said = (values.count === 1 && said.one) || said.other;
  }
  if (typeof said !== "string") throw new Error(`no words for ${key}`);
  return said.replace(/\{(\w+)\}/gu, (whole, name) => String(values[name] ?? whole));
}

/** The word for a code that comes from outside: the code itself, made legible, where we have none. */
export const named = (branch, code) => (has(`${branch}.${code}`) ? t(`${branch}.${code}`) : String(code).replaceAll("_", " "));

const locale = () => LOCALES[language];
const as = (options) => (at) => new Intl.DateTimeFormat(locale(), options).format(new Date(at));

export const clock = as({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const moment = as({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = as({ weekday: "long", day: "numeric", month: "long" });
/** A local date ("2027-05-10") without a time of day, which would shift it. */
export const date = (on) => new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(`${on}T00:00Z`));
export const shortDate = (on) => new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${on}T00:00Z`));
/** What stands between thousands and before the cents of a currency. Spanish has it both ways: as its country has it. */
export function signs(currency) {
  const own = `es-${currency.slice(0, 2)}`;
  const known = language === "es" && new Intl.NumberFormat(own).resolvedOptions().locale === own;
  const parts = new Intl.NumberFormat(known ? own : locale()).formatToParts(1_234_567.5);
  const sign = (type) => parts.find((part) => part.type === type).value;
  return { ",": sign("group"), ".": sign("decimal") };
}
export const number = (value, options) => new Intl.NumberFormat(locale(), options).format(value);
export const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

/** The date that it is here at a moment, "2027-05-10". */
export const localDay = (at) => new Intl.DateTimeFormat("sv-SE").format(new Date(at));

const dayOf = (at) => new Date(at).toDateString();

/** "Today", "Yesterday" or the day itself. */
export function day(at) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayOf(at) === new Date().toDateString()) return t("today");
  if (dayOf(at) === yesterday.toDateString()) return t("yesterday");
  return weekday(at);
}

export const sameDay = (one, other) => dayOf(one) === dayOf(other);

/** When, as short as it may be: the time of day, else the date. */
export const stamp = (at) => (sameDay(at, Date.now()) ? clock(at) : as({ day: "numeric", month: "short" })(at));

/** A length of time in seconds: "45 s", "12 min", "3 h", "2 d". */
export function span(seconds) {
  const size = Math.max(0, Math.round(seconds));
  if (size < 60) return t("span.seconds", { count: size });
  if (size < 3600) return t("span.minutes", { count: Math.floor(size / 60) });
  if (size < 86400) return t("span.hours", { count: Math.floor(size / 3600), rest: String(Math.floor((size % 3600) / 60)).padStart(2, "0") });
  return t("span.days", { count: Math.floor(size / 86400) });
}

/** What is left until `at`, as a running clock shows it: "4:09", "1:02:30". */
export function countdown(at) {
  const left = Math.max(0, Math.floor((new Date(at) - Date.now()) / 1000));
  const parts = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  const two = (value) => String(value).padStart(2, "0");
  return parts[0] ? `${parts[0]}:${two(parts[1])}:${two(parts[2])}` : `${parts[1]}:${two(parts[2])}`;
}

/** A size in bytes. */
export const size = (bytes) =>
  bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)))} kB` : `${number(bytes / 1_000_000, { maximumFractionDigits: 1 })} MB`;
