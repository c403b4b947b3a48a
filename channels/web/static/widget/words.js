/** The widget's own words, in the reader's language. */
import { fetchWords } from "./api.js";

export const LANGUAGES = ["es", "en", "pt"];

/** The first of some language tags ("pt-BR") that we speak; Spanish when there is none. */
export function spokenLanguage(...tags) {
  const codes = tags.flat().map((tag) => tag?.slice(0, 2).toLowerCase());
  return codes.find((code) => LANGUAGES.includes(code)) ?? LANGUAGES[0];
}

const loaded = new Map();

/** The words of a language, asked for once and until the server answers. */
export function loadWords(language) {
  if (!loaded.has(language)) loaded.set(language, insist(() => fetchWords(language)));
  return loaded.get(language);
}

async function insist(ask) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 1000 * 2 ** attempt)));
    }
  }
}

/** A sentence with its `{values}`; one with several forms is chosen by its `count`. */
export function fill(sentence, values = {}, language = undefined) {
  const form = typeof sentence === "string"
    ? sentence
    : sentence[new Intl.PluralRules(language).select(values.count)] ?? sentence.other;
  return form.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const TELLING = {
  es: "el los las una y con por para qué cuál tu te es del hola gracias puedes sí cuántos viaje noches precio",
  en: "the and you your to of is are for with what which how hello thanks can would yes trip nights price",
  pt: "o os as uma e com para você qual seu sua é do da em não olá oi obrigado sim quantos viagem noites preço",
};
const tellingWords = Object.entries(TELLING).map(([code, words]) => [code, new Set(words.split(" "))]);

/** The language a text is most likely in, for its `lang` attribute: screen readers pronounce by it. */
export function languageOf(text, otherwise) {
  const words = text.slice(0, 400).toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = new Map(tellingWords.map(([code, telling]) => [code, words.filter((word) => telling.has(word)).length]));
  return LANGUAGES.reduce((best, code) => (hits.get(code) > hits.get(best) ? code : best), otherwise);
}
