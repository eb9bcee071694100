/** How a request ends without a session, and what that means to whoever was asked. */
export const REQUEST_ENDINGS = [
  ['request.declined', 'a signer has declined'],
  ['request.cancelled', 'whoever asked takes it back'],
  ['request.expired', 'its time is over'],
] as const;

/** What happens in a session. */
export const SESSION_EVENTS = [
  'session.ready',
  'session.nonce-commitments-complete',
  'session.nonces-complete',
  'session.complete',
  'session.failed',
  'session.aborted',
  'session.expired',
  'session.broadcast-confirmed',
  'session.coordinator-failed',
  'session.failover-exhausted',
  'session.retried',
] as const;
