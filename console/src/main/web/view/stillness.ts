/** How long a button has to stand still before it can be pressed, in milliseconds. */
const STILL = 1_000;

/** The buttons that this holds: those by which a person says something to others. */
const HELD = '[data-still]';

/** Where in the page a button was seen, and since when it stands there. */
interface Stand {
  readonly place: string;
  readonly since: number;
}

/**
 * Holds buttons that have just appeared or moved: what others do changes the page, and must not put
 * a button under a pointer or a finger that is about to press something else.
 */
export class Stillness {
  readonly #stands = new WeakMap<Element, Stand>();
  readonly #root: HTMLElement;
  readonly #settled: () => void;

  /** @param settled is called when buttons that were held may be pressed */
  constructor(root: HTMLElement, settled: () => void) {
    this.#root = root;
    this.#settled = settled;
    // Before any other listener: a form is sent by a press of its button, too, whoever makes it.
    root.addEventListener('click', (event) => this.#guard(event), { capture: true });
  }

  /** Draws, and holds what the drawing has moved. A person who scrolls moves nothing. */
  watch(draw: () => void): void {
    const before = new Map(this.#buttons().map((button) => [button, onScreen(button)]));
    draw();
    const now = performance.now();
    for (const button of this.#buttons()) {
      this.#look(button, before.get(button) ?? '', now);
    }
  }

  #look(button: HTMLElement, before: string, now: number): void {
    const place = inPage(button);
    const known = this.#stands.get(button);
    const stood = known?.place === place && before === onScreen(button);
    const since = stood ? known.since : now;
    this.#stands.set(button, { place, since });
    button.ariaDisabled = now - since < STILL ? 'true' : null;
    if (!stood) setTimeout(this.#settled, STILL);
  }

  #guard(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>(HELD) : null;
    if (button === null) return;
    // It may also have moved without a drawing.
    this.#look(button, onScreen(button), performance.now());
    if (button.ariaDisabled !== 'true') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  #buttons(): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>(HELD)];
  }
}

function onScreen(button: Element): string {
  const { left, top, width, height } = button.getBoundingClientRect();
  return [left, top, width, height].map(Math.round).join(' ');
}

function inPage(button: Element): string {
  const { left, top, width, height } = button.getBoundingClientRect();
  return [left + scrollX, top + scrollY, width, height].map(Math.round).join(' ');
}
