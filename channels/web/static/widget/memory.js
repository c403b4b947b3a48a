/**
 * What outlives a reload. Where a browser blocks storage or it is full, writing does nothing: the conversation in
 * memory stays whole, and the server has every message it accepted.
 */
import { BASE } from "./address.js";

const PREFIX = `booking-chat:${BASE.host}${BASE.pathname}:`;

function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** Kept as long as the browser keeps it (`localStorage`), shared by all tabs of the site. */
export const lasting = {
  read: (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)), null),
  write: (key, value) => attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify(value))),
  remove: (key) => attempt(() => localStorage.removeItem(PREFIX + key)),
  /** Every value whose key begins so. */
  list: (start) =>
    attempt(() => Object.keys(localStorage), [])
      .filter((key) => key.startsWith(PREFIX + start))
      .map((key) => lasting.read(key.slice(PREFIX.length)))
      .filter(Boolean),
  /** Calls back with the key when another tab wrote it. */
  watch: (heard) =>
    addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && heard(key.slice(PREFIX.length))),
};

/** Kept for this visit of this tab (`sessionStorage`). */
export const passing = {
  read: (key) => attempt(() => JSON.parse(sessionStorage.getItem(PREFIX + key)), null),
  write: (key, value) => attempt(() => sessionStorage.setItem(PREFIX + key, JSON.stringify(value))),
};
