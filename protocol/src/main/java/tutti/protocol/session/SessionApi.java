package tutti.protocol.session;

import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;

/** What the session service answers. */
public final class SessionApi {
  public static final SignedOperation<CommitNonce, SessionReply> COMMIT_NONCE =
      signed("commit-nonce", CommitNonce.class);

  public static final SignedOperation<ShareNonce, SessionReply> SHARE_NONCE =
      signed("share-nonce", ShareNonce.class);

  public static final SignedOperation<SharePartialSignature, SessionReply> SHARE_PARTIAL_SIGNATURE =
      signed("share-partial-signature", SharePartialSignature.class);

  public static final SignedOperation<Abort, SessionReply> ABORT = signed("abort", Abort.class);

  public static final SignedOperation<Close, SessionReply> CLOSE = signed("close", Close.class);

  /** The reply names the new session. */
  public static final SignedOperation<Retry, SessionReply> RETRY = signed("retry", Retry.class);

  public static final SignedOperation<ConfirmBroadcast, SessionReply> CONFIRM_BROADCAST =
      signed("confirm-broadcast", ConfirmBroadcast.class);

  public static final SignedOperation<ReportBroadcastFailure, SessionReply>
      REPORT_BROADCAST_FAILURE = signed("report-broadcast-failure", ReportBroadcastFailure.class);

  public static final Operation<SessionQuery, SessionStatus> STATUS =
      read("status", SessionQuery.class, SessionStatus.class);

  public static final Operation<SessionQuery, SessionDescriptor> GET =
      read("get", SessionQuery.class, SessionDescriptor.class);

  public static final Operation<EventsQuery, EventsPage> EVENTS =
      read("events", EventsQuery.class, EventsPage.class);

  public static final Operation<ContributionsQuery, ContributionsPage> CONTRIBUTIONS =
      read("contributions", ContributionsQuery.class, ContributionsPage.class);

  public static final Operation<SessionQuery, Evidence> EVIDENCE =
      read("evidence", SessionQuery.class, Evidence.class);

  /** Between services; never let in from outside the cluster. */
  public static final Operation<OpenSession, SessionReply> OPEN =
      new Operation<>(
          "tutti.session.open", OpenSession.class, SessionReply.class, Limit.BATCH_BYTES);

  private SessionApi() {}

  private static <B> SignedOperation<B, SessionReply> signed(String verb, Class<B> body) {
    return new SignedOperation<>("session." + verb, body, SessionReply.class, Limit.BATCH_BYTES);
  }

  private static <Q, R> Operation<Q, R> read(String verb, Class<Q> query, Class<R> reply) {
    return new Operation<>("tutti.session." + verb, query, reply, Limit.MESSAGE_BYTES);
  }
}
