package tutti.protocol.gateway;

import java.util.List;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;

/** What a gateway answers itself. Inside the cluster there is nothing to log in to. */
public final class GatewayApi {
  public static final Operation<ChallengeQuery, LoginChallenge> CHALLENGE =
      new Operation<>(
          "tutti.gateway.challenge",
          ChallengeQuery.class,
          LoginChallenge.class,
          Limit.MESSAGE_BYTES);

  public static final SignedOperation<Login, LoginToken> LOGIN =
      new SignedOperation<>("gateway.login", Login.class, LoginToken.class, Limit.MESSAGE_BYTES);

  private GatewayApi() {}

  /** Every operation that a gateway lets in. What is not listed here is not let in. */
  public static List<Operation<?, ?>> letIn() {
    return List.of(
        DiscoveryApi.ADVERTISE.operation(),
        DiscoveryApi.WITHDRAW.operation(),
        DiscoveryApi.FIND,
        RequestApi.ANNOUNCE.operation(),
        RequestApi.JOIN.operation(),
        RequestApi.DECLINE.operation(),
        RequestApi.CANCEL.operation(),
        RequestApi.FIND,
        RequestApi.GET,
        SessionApi.COMMIT_NONCE.operation(),
        SessionApi.SHARE_NONCE.operation(),
        SessionApi.SHARE_PARTIAL_SIGNATURE.operation(),
        SessionApi.ABORT.operation(),
        SessionApi.CLOSE.operation(),
        SessionApi.RETRY.operation(),
        SessionApi.CONFIRM_BROADCAST.operation(),
        SessionApi.REPORT_BROADCAST_FAILURE.operation(),
        SessionApi.STATUS,
        SessionApi.GET,
        SessionApi.EVENTS,
        SessionApi.CONTRIBUTIONS,
        SessionApi.EVIDENCE);
  }
}
