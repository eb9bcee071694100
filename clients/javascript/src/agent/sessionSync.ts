import type { Event } from '../protocol/events.js';
import { Refusal } from '../protocol/refusal.js';
import { EventOrder } from '../session/eventOrder.js';
import { Absence } from './absence.js';
import type { Context } from './context.js';
import type { SessionArchive } from './sessionArchive.js';
import type { SessionDriver } from './sessionDriver.js';
import { detach } from '../time.js';

/** Keeps one session's events complete and in order: asks for what did not arrive. */
export class SessionSync {
  readonly #context: Context;
  readonly #archive: SessionArchive;
  readonly #driver: SessionDriver;
  readonly #order = new EventOrder();
  readonly #absence = new Absence();
  #underWay = false;
  #again = false;
  /** When the services were last heard about this session. */
  lastHeard: number;

  constructor(context: Context, archive: SessionArchive, driver: SessionDriver) {
    this.#context = context;
    this.#archive = archive;
    this.#driver = driver;
    this.lastHeard = context.now();
  }

  /** Something arrived at the inbox. */
  onEvent(event: Event): void {
    this.lastHeard = this.#context.now();
    this.#driver.feed(this.#order.accept(event));
    if (this.#order.hasGap) this.run();
  }

  /** Asks how the session stands, and for the events that are missing. */
  run(): void {
    if (this.#underWay) {
      this.#again = true;
      return;
    }
    this.#underWay = true;
    detach(
      this.#catchUp().then(
        () => this.#finished(undefined),
        (error: unknown) => this.#finished(Refusal.from(error)),
      ),
    );
  }

  async #catchUp(): Promise<void> {
    const status = await this.#archive.status();
    this.lastHeard = this.#context.now();
    this.#absence.over();
    this.#driver.onStatus(status);
    let more = status.lastEvent > this.#order.last;
    while (more) {
      const before = this.#order.last;
      const page = await this.#archive.events(before);
      this.#take(page);
      const moved = this.#order.last > before;
      // Younger events arrived meanwhile. A page that brought nothing is not repeated at once: the
      // next look is due soon, and the services may show what does not exist.
      this.#again ||= this.#order.hasGap && moved;
      more = moved && this.#order.last < Math.max(status.lastEvent, page.last);
    }
  }

  #take({ events, last }: { events: Event[]; last: number }): void {
    const released = events.flatMap((event) => this.#order.accept(event));
    released.push(...this.#order.skipGaps(last)); // the services do not have them any more
    this.#driver.feed(released);
  }

  /** A session may also be heard of before the services have opened it, but not for long. */
  #notFound(refusal: Refusal): void {
    const patience =
      this.#driver.session.request === undefined
        ? this.#context.settings.callDeadline
        : Absence.patience(this.#context);
    if (this.#absence.lasts(patience, this.#context.now())) this.#driver.onGone(refusal);
  }

  #finished(refusal: Refusal | undefined): void {
    this.#underWay = false;
    if (refusal?.code === 'NOT_FOUND') this.#notFound(refusal);
    this.#driver.onSynced();
    const more = this.#again && refusal === undefined;
    this.#again = false;
    if (more) this.run();
  }
}
