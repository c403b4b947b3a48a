/** What is being written in a conversation and is not sent: an answer and a note apart, so that no note ever becomes an answer. */
import { passing } from "../core/memory.js";

export class Drafts {
  #id;

  constructor(id) {
    this.#id = id;
    for (const mode of ["reply", "note"]) this[mode] = passing.read(`draft:${mode}:${id}`) ?? "";
  }

  keep(mode, text) {
    this[mode] = text;
    passing.write(`draft:${mode}:${this.#id}`, text);
  }

  /** What stands there in the other mode. An answer may become a note, never the other way round. */
  turn(from, to) {
    if (to === "note" && !this.note) {
      this.keep("note", this[from]);
      this.keep(from, "");
    }
    return this[to];
  }
}
