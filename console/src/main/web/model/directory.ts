import { type Advertisement, type Happening, type Hex, DISCOVERY, bodyOf } from '@tutti/client';
import type { Envelope, SignerPage } from '@tutti/client';

/** A signer as it advertises itself, and what the services say of its past. */
export interface ListedSigner {
  readonly key: Hex;
  readonly advertisement: Advertisement;
  readonly sentAt: number;
  readonly completed: number;
  readonly failedAtFault: number;
}

type Listing = SignerPage['signers'][number];

/** Everyone who can be asked to sign, as it was last heard. */
export class Directory {
  readonly #signers = new Map<Hex, ListedSigner>();

  /** Replaces everything by what a search has found. */
  list(listings: readonly Listing[]): void {
    this.#signers.clear();
    for (const { advertisement, record } of listings) this.#put(advertisement, record);
  }

  /** Follows an event; whether it changes what is listed. */
  hear(happening: Happening): boolean {
    switch (happening.type) {
      case 'signer.advertised': {
        const { advertisement } = happening.data;
        const { completed = 0, failedAtFault = 0 } = this.#signers.get(advertisement.signer) ?? {};
        return this.#put(advertisement, { completed, failedAtFault });
      }
      case 'signer.withdrawn':
      case 'signer.expired':
        return this.#signers.delete(happening.data.publicKey);
      default:
        return false;
    }
  }

  /** Those whose advertisement holds now, by key. */
  signers(now: number): ListedSigner[] {
    return [...this.#signers.values()]
      .filter(({ advertisement }) => advertisement.expiresAt > now)
      .sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  #put(envelope: Envelope, record: { completed: number; failedAtFault: number }): boolean {
    const known = this.#signers.get(envelope.signer);
    if (known !== undefined && known.sentAt > envelope.sentAt) return false;
    const { type, body } = DISCOVERY.advertise;
    this.#signers.set(envelope.signer, {
      key: envelope.signer,
      advertisement: bodyOf(envelope, type, body),
      sentAt: envelope.sentAt,
      completed: record.completed,
      failedAtFault: record.failedAtFault,
    });
    return true;
  }
}
