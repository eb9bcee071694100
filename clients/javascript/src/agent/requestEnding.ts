import { orderedKeys } from '../protocol/election.js';
import type { Happening } from '../protocol/events.js';
import type { ErrorCode } from '../protocol/refusal.js';
import type { RequestView, SigningRequest } from '../protocol/request.js';
import type { SessionFailure } from '../protocol/session.js';
import { type Ending, SigningFailed } from './signingFailed.js';

/** How a request that a view shows ended without a session; undefined while it did not. */
export function endingInView(
  view: RequestView,
  request: SigningRequest,
): SigningFailed | undefined {
  switch (view.state) {
    case 'DECLINED':
      return declined(view.declinedBy, view.reason);
    case 'CANCELLED':
      return cancelled(request, view.reason);
    case 'EXPIRED':
      return requestExpired(view.awaiting);
    default:
      return undefined;
  }
}

/** How an event says that a request ended; undefined if it says something else. */
export function endingInEvent(
  { type, data }: Happening,
  request: SigningRequest,
): SigningFailed | undefined {
  switch (type) {
    case 'request.declined':
      return declined(data.signerIndex, data.reason);
    case 'request.cancelled':
      return cancelled(request, data.reason);
    case 'request.expired':
      return requestExpired(data.missing);
    default:
      return undefined;
  }
}

export function requestExpired(missing: number[]): SigningFailed {
  return ended('EXPIRED', 'EXPIRED', 'not all joined in time', { missing });
}

export function requestForgotten(): SigningFailed {
  return ended('EXPIRED', 'NOT_FOUND', 'the services do not know the request');
}

function declined(by: number | undefined, reason = 'a signer declined'): SigningFailed {
  const who = by === undefined ? {} : { abortedBy: by };
  return ended('DECLINED', 'REFUSED_BY_POLICY', reason, who);
}

function cancelled(request: SigningRequest, reason = 'the creator cancelled'): SigningFailed {
  const abortedBy = orderedKeys(request).indexOf(request.creator);
  return ended('CANCELLED', 'REFUSED_BY_POLICY', reason, { abortedBy });
}

function ended(
  ending: Ending,
  code: ErrorCode,
  message: string,
  who: Omit<SessionFailure, 'code' | 'message'> = {},
): SigningFailed {
  return new SigningFailed(ending, { code, message, ...who });
}
