/** What somebody has opened to look at, by its name. */
export class Unfolded {
  readonly #names = new Set<string>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  set(name: string, isOpen: boolean): void {
    if (this.has(name) === isOpen) return;
    if (isOpen) this.#names.add(name);
    else this.#names.delete(name);
    this.#changed();
  }
}
