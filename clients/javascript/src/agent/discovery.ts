import type { Subscription } from '../bus/bus.js';
import type {
  Advertisement,
  AdvertiseReply,
  SignerPage,
  SignerQuery,
  WithdrawReply,
} from '../protocol/discovery.js';
import { type Envelope, isSignedBySigner } from '../protocol/envelope.js';
import { Event, happeningOf, type Happening } from '../protocol/events.js';
import { DISCOVERY } from '../protocol/operations.js';
import { Distrust, Stop } from '../session/lie.js';
import { verifyAnnouncement } from '../session/verifiedRequest.js';
import type { Context } from './context.js';
import * as v from 'valibot';

/** What is published about signers and requests. */
export type Published = Happening<
  `signer.${'advertised' | 'withdrawn' | 'expired'}` | 'request.created'
>;

/** Finding signers and being found; what is forged does not get through. */
export class Discovery {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  async advertise(advertisement: Advertisement): Promise<AdvertiseReply> {
    const envelope = this.#context.scribe.say(DISCOVERY.advertise, advertisement);
    return this.#context.calls.call(DISCOVERY.advertise, envelope, this.#context.callDeadline());
  }

  async withdraw(): Promise<WithdrawReply> {
    const envelope = this.#context.scribe.say(DISCOVERY.withdraw, {});
    return this.#context.calls.call(DISCOVERY.withdraw, envelope, this.#context.callDeadline());
  }

  async find(query: SignerQuery): Promise<SignerPage> {
    const { calls } = this.#context;
    const page = await calls.call(DISCOVERY.find, query, this.#context.callDeadline());
    const signers = page.signers.filter(({ advertisement }) => this.#isGenuine(advertisement));
    return { ...page, signers };
  }

  subscribe(topic: string, listener: (published: Published) => void): Promise<Subscription> {
    return this.#context.bus.subscribe(topic, (body) => {
      const event = v.safeParse(Event, body);
      const happening = event.success ? happeningOf(event.output) : undefined;
      if (happening === undefined || !isPublished(happening)) return;
      if (!this.#isTrustworthy(happening)) return;
      try {
        listener(happening);
      } catch (error) {
        this.#context.tell('error', error);
      }
    });
  }

  /** Checks what a signature can prove; expiry and withdrawal are the services' word. */
  #isTrustworthy({ type, data }: Published): boolean {
    if (type === 'signer.advertised') return this.#isGenuine(data.advertisement);
    if (type !== 'request.created' || data.request === undefined) return true;
    try {
      verifyAnnouncement(data.request, data.requestId);
      return true;
    } catch (error) {
      if (error instanceof Stop) return false; // nobody lied, and nobody here understands it
      if (!(error instanceof Distrust)) throw error;
      this.#context.tell('lie', { lie: error.lie, detail: error.message });
      return false;
    }
  }

  #isGenuine(advertisement: Envelope): boolean {
    if (advertisement.type === DISCOVERY.advertise.type && isSignedBySigner(advertisement)) {
      return true;
    }
    const { lie, message } = new Distrust('FORGERY');
    this.#context.tell('lie', { lie, detail: message });
    return false;
  }
}

function isPublished(happening: Happening): happening is Published {
  return happening.type === 'request.created' || happening.type.startsWith('signer.');
}
