/** What this browser keeps: where storage is refused, nothing is kept and nothing breaks. */

const keeping = (storage) => ({
  read(key) {
    try {
      return storage().getItem(`console:${key}`);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value === null || value === "") storage().removeItem(`console:${key}`);
      else storage().setItem(`console:${key}`, value);
    } catch {
      // Full or refused.
    }
  },
});

/** Choices, for good. */
export const lasting = keeping(() => localStorage);
/** Drafts, until the tab is closed: they may hold what travellers said. */
export const passing = keeping(() => sessionStorage);
