import { aggregateKeys, isValidKey, type KeyContext } from '../musig/musig.js';
import type { Hex } from '../protocol/bytes.js';
import { type Election, holdElection, orderedKeys } from '../protocol/election.js';
import type { SigningItem } from '../protocol/request.js';
import { sessionIdOf } from '../protocol/terms.js';
import { Distrust, Stop } from './lie.js';
import type { VerifiedRequest } from './verifiedRequest.js';

/** What one session is about, derived from the verified request alone. */
export interface SessionFacts {
  readonly request: VerifiedRequest;
  readonly sessionId: Hex;
  readonly attempt: number;
  readonly election: Election;
  readonly keys: readonly Hex[];
  readonly items: readonly SigningItem[];
  /** The aggregated and tweaked keys, per item. */
  readonly contexts: readonly KeyContext[];
  readonly signerIndex: number;
  /** Whether a round of nonce commitments comes first. */
  readonly withCommitments: boolean;
}

/** Whether this client can sign what a request asks for; its suites are fewer than the contract's. */
export function unsupported(request: VerifiedRequest['request']): string | undefined {
  const suite = request.suite ?? 'bip327';
  return suite === 'bip327' ? undefined : `this signer cannot sign in suite ${suite}`;
}

export function sessionFacts(request: VerifiedRequest, attempt: number): SessionFacts {
  const reason = unsupported(request.request);
  if (reason !== undefined) throw new Stop('REFUSED_BY_POLICY', reason);
  const keys = orderedKeys(request.request);
  const items = request.request.items;
  return {
    request,
    sessionId: sessionIdOf(request.id, request.request, attempt),
    attempt,
    election: holdElection(request.request),
    keys,
    items,
    contexts: contextsOf(keys, items),
    signerIndex: request.signerIndex,
    withCommitments: request.request.options?.nonceCommitments ?? true,
  };
}

/** Items often share their tweaks; aggregating many keys is done once for them. */
function contextsOf(keys: readonly Hex[], items: readonly SigningItem[]): KeyContext[] {
  Distrust.unless(keys.every(isValidKey), 'INVALID_KEY');
  const known = new Map<string, KeyContext>();
  try {
    return items.map(({ tweaks = [] }) => {
      const name = JSON.stringify(tweaks);
      const context = known.get(name) ?? aggregateKeys(keys, tweaks);
      known.set(name, context);
      return context;
    });
  } catch (error) {
    throw new Distrust('INVALID_KEY', String(error));
  }
}
