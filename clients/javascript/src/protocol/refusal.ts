/** Why something was refused: the contract's closed list, with its number and who may repeat. */
export const ERROR_CODES = {
  MALFORMED: { number: 1000, retryable: false },
  TOO_LARGE: { number: 1001, retryable: false },
  INVALID_KEY: { number: 1002, retryable: false },
  INVALID_SIGNATURE: { number: 1003, retryable: false },
  CLOCK_SKEW: { number: 1004, retryable: false },
  EXPIRED: { number: 1005, retryable: false },
  RATE_LIMITED: { number: 1006, retryable: true },
  BANNED: { number: 1007, retryable: false },
  NOT_AUTHENTICATED: { number: 1008, retryable: false },
  NOT_ALLOWED: { number: 1009, retryable: false },
  NOT_A_PARTICIPANT: { number: 2000, retryable: false },
  NOT_FOUND: { number: 2001, retryable: false },
  ALREADY_EXISTS: { number: 2002, retryable: false },
  CONFLICT: { number: 2003, retryable: false },
  EQUIVOCATION: { number: 2004, retryable: false },
  WRONG_PHASE: { number: 2005, retryable: false },
  REPLAY: { number: 2006, retryable: false },
  SEQUENCE_GAP: { number: 2007, retryable: false },
  COMMITMENT_MISMATCH: { number: 3000, retryable: false },
  INVALID_NONCE: { number: 3001, retryable: false },
  INVALID_PARTIAL_SIGNATURE: { number: 3002, retryable: false },
  NONCE_LOST: { number: 3003, retryable: false },
  REFUSED_BY_POLICY: { number: 4000, retryable: false },
  TIMEOUT: { number: 5000, retryable: true },
  UNAVAILABLE: { number: 5001, retryable: true },
  NO_QUORUM: { number: 5002, retryable: true },
  OVERLOADED: { number: 5003, retryable: true },
  INTERNAL: { number: 9000, retryable: false },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface RefusalDetails {
  readonly field?: string;
  readonly signerIndex?: number;
  /** Milliseconds after which the same may succeed. */
  readonly retryAfter?: number;
}

/** An expected refusal, by a service or by this client itself. Anything else thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly field?: string;
  readonly signerIndex?: number;
  readonly retryAfter?: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: RefusalDetails = {},
  ) {
    super(message);
    if (details.field !== undefined) this.field = details.field;
    if (details.signerIndex !== undefined) this.signerIndex = details.signerIndex;
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter;
  }

  /** Whether the very same message may succeed later. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** What went wrong, as a refusal. */
  static from(error: unknown): Refusal {
    return error instanceof Refusal ? error : new Refusal('INTERNAL', String(error));
  }
}
