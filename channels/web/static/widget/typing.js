/** Tells that the traveller is writing: while they do, and not with every key. */

const AGAIN_AFTER = 4_000;
/** As long as nobody writes, nobody is writing. */
const IDLE = 6_000;

export class Typing {
  #tell;
  #toldAt = 0;
  #idle = 0;

  /** `tell(on)` passes it on. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** Something stands in the text field after a key, or nothing any more. */
  changed(some) {
    clearTimeout(this.#idle);
    if (!some) return this.#over();
    this.#idle = setTimeout(() => this.#over(), IDLE);
    if (Date.now() - this.#toldAt < AGAIN_AFTER) return undefined;
    this.#toldAt = Date.now();
    return this.#tell(true);
  }

  #over() {
    if (this.#toldAt) this.#tell(false);
    this.#toldAt = 0;
  }
}
