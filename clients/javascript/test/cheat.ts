import type { Bus } from '../src/bus/bus.js';
import type { SecretKey } from '../src/musig/secretKey.js';
import { type Envelope, envelopeDigest } from '../src/protocol/envelope.js';

/** What a signer may do wrong: a wrong signature, a nonce that it did not commit to, two nonces. */
export type Cheat = 'wrong-signature' | 'other-nonce' | 'two-commitments';

const ADDRESSES: Readonly<Record<Cheat, string>> = {
  'wrong-signature': 'tutti.session.share-partial-signature',
  'other-nonce': 'tutti.session.share-nonce',
  'two-commitments': 'tutti.session.commit-nonce',
};

/** The bus of a signer that cheats: what it says is changed and signed again. */
export function cheating(bus: Bus, key: SecretKey, cheat: Cheat): Bus {
  const others = new Map<string, Envelope>();
  const request: Bus['request'] = async (address, body, signal) => {
    if (address !== ADDRESSES[cheat]) return bus.request(address, body, signal);
    const envelope = body as Envelope;
    const other =
      others.get(envelope.signature) ?? signed(key, envelope, changed(envelope.body, cheat));
    others.set(envelope.signature, other);
    if (cheat === 'two-commitments') await bus.request(address, body, signal);
    return bus.request(address, other, signal);
  };
  return {
    request,
    openInbox: (identity, hear) => bus.openInbox(identity, hear),
    subscribe: (topic, hear) => bus.subscribe(topic, hear),
    onReturn: (listener) => bus.onReturn(listener),
    close: () => bus.close(),
  };
}

/** The first item's contribution becomes another one that is well-formed. */
function changed(body: Envelope['body'], cheat: Cheat): Envelope['body'] {
  switch (cheat) {
    case 'wrong-signature': {
      const [first = '', ...others] = body['partialSigs'] as string[];
      return { ...body, partialSigs: [flipped(first), ...others] };
    }
    case 'other-nonce': {
      const [first = '', ...others] = body['pubnonces'] as string[];
      const swapped = first.slice(66) + first.slice(0, 66);
      return { ...body, pubnonces: [swapped, ...others] };
    }
    case 'two-commitments': {
      const [first = '', ...others] = body['commitments'] as string[];
      return { ...body, commitments: [flipped(first), ...others] };
    }
  }
}

/** The last bit is another one. */
function flipped(hex: string): string {
  const last = Number.parseInt(hex.slice(-1), 16);
  return hex.slice(0, -1) + (last ^ 1).toString(16);
}

function signed(key: SecretKey, like: Envelope, body: Envelope['body']): Envelope {
  const { signature: _, ...unsigned } = { ...like, body, sequence: like.sequence + 1 };
  return { ...unsigned, signature: key.signSchnorr(envelopeDigest(unsigned)) };
}
