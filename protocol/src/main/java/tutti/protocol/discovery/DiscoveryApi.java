package tutti.protocol.discovery;

import tutti.protocol.Done;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;

/** What the discovery service answers. */
public final class DiscoveryApi {
  public static final SignedOperation<Advertisement, AdvertiseReply> ADVERTISE =
      new SignedOperation<>(
          "discovery.advertise",
          Advertisement.class,
          AdvertiseReply.class,
          Limit.ADVERTISEMENT_BYTES);

  public static final SignedOperation<Withdrawal, WithdrawReply> WITHDRAW =
      new SignedOperation<>(
          "discovery.withdraw", Withdrawal.class, WithdrawReply.class, Limit.ADVERTISEMENT_BYTES);

  public static final Operation<SignerQuery, SignerPage> FIND =
      new Operation<>(
          "tutti.discovery.find", SignerQuery.class, SignerPage.class, Limit.MESSAGE_BYTES);

  /** Between services; never let in from outside the cluster. */
  public static final Operation<RecordOutcome, Done> RECORD_OUTCOME =
      new Operation<>(
          "tutti.discovery.record-outcome", RecordOutcome.class, Done.class, Limit.BATCH_BYTES);

  private DiscoveryApi() {}
}
