package tutti.protocol;

import tutti.musig2.PublicKey;

/** Event bus addresses that are not operations: public topics and one inbox per signer. */
public final class Addresses {
  /** All advertisements, withdrawals and expiries. */
  public static final String SIGNER_EVENTS = "tutti.events.signers";

  /** All announced requests. */
  public static final String REQUEST_EVENTS = "tutti.events.requests";

  /** Between services only: sessions that failed because of one signer. */
  public static final String FAULT_EVENTS = "tutti.events.faults";

  private Addresses() {}

  /** Advertisements of one transaction type. */
  public static String signerEvents(String transactionType) {
    return SIGNER_EVENTS + "." + transactionType;
  }

  /** Where everything for one signer arrives. */
  public static String inbox(PublicKey signer) {
    return "tutti.inbox." + signer.hex();
  }
}
