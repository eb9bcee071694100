package tutti.chain.doubles;

/** How a server can misbehave. */
public enum Mischief {
  NONE,
  /** Says nothing, and keeps the connection. */
  SILENT,
  /** Sends the beginning of an answer, and no more. */
  STALLED,
  /** An answer without end. */
  HUGE,
  /** Bytes that mean nothing. */
  GARBAGE,
  /** HTTP 429, and when to come again. */
  BUSY,
  /** HTTP 503. */
  DOWN,
  /** HTTP 404 to everything, as where there is no such server. */
  ELSEWHERE,
  /** Takes its time for each answer, which is right. */
  SLOW,
  /** Does not know the newest block any more when it is asked for it. */
  FORGETS_BLOCKS,
  /** Leads elsewhere. */
  REDIRECT,
  /** Shows another transaction than the one that was asked for. */
  OTHER_TRANSACTION,
  /** Says that things are in a block above the newest one. */
  ABOVE_TIP,
  /** Says that outputs are spent by a transaction that does not. */
  FALSE_SPENDER,
  /** Says that an output is of a script, which it is not. */
  OTHER_SCRIPT,
  /** Says that it has taken another transaction. */
  OTHER_BROADCAST,
  /** Searches its outputs for a script, and finds no end; of nodes. */
  ENDLESS_SEARCH
}
