package tutti.cli.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionDescriptor;
import tutti.runtime.config.Settings;

/** What services say of a session, to a person who is about to say yes to another attempt. */
class SeatTest {
  private static final SecretKey ALICE = SecretKey.generate();
  private static final long TIME = 1_800_000_000_000L;

  @Test
  void knowsTheRequestThatASessionFollowsFrom() throws Exception {
    SigningRequest rent = request("rent");

    var verified = showing(descriptor(rent, 2)).verified(session(rent, 2), ALICE.publicKey());

    assertThat(verified.request()).isEqualTo(rent);
    assertThat(verified.id()).isEqualTo(id(rent));
  }

  @Test
  void takesNoOtherRequestForThatOfASession() {
    SigningRequest harmless = request("harmless");
    SessionId joinedBefore = session(request("everything"), 1);

    for (int attempt : List.of(1, 2)) {
      assertRefused(ErrorCode.CONFLICT, showing(descriptor(harmless, attempt)), joinedBefore);
    }
    assertRefused(ErrorCode.CONFLICT, showing(descriptor(harmless, 2)), session(harmless, 1));
  }

  @Test
  void takesNoRequestThatIsForged() {
    SigningRequest rent = request("rent");
    SessionDescriptor real = descriptor(rent, 1);
    var forged =
        new SessionDescriptor(real.sessionId(), id(request("other")), 1, real.request(), null);

    assertRefused(ErrorCode.CONFLICT, showing(forged), session(rent, 1));
  }

  private static void assertRefused(ErrorCode code, Seat seat, SessionId session) {
    assertThatThrownBy(() -> seat.verified(session, ALICE.publicKey()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static SigningRequest request(String purpose) {
    return SigningRequest.by(ALICE.publicKey(), List.of(ALICE.publicKey()))
        .items(List.of(SigningItem.of(Bytes.fromHex("ab".repeat(32)))))
        .purpose(purpose)
        .expiresAt(TIME)
        .build();
  }

  private static RequestId id(SigningRequest request) {
    return RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
  }

  private static SessionId session(SigningRequest request, int attempt) {
    return new SessionTerms(id(request), request, attempt).sessionId();
  }

  private static SessionDescriptor descriptor(SigningRequest request, int attempt) {
    String type = RequestApi.ANNOUNCE.type();
    var body = Wire.tree(request);
    var digest = Envelope.digest(type, ALICE.publicKey(), 1, TIME, body);
    var signature = Engines.bouncyCastle().signSchnorr(ALICE, digest);
    return new SessionDescriptor(
        session(request, attempt),
        id(request),
        attempt,
        new Envelope(type, ALICE.publicKey(), 1, TIME, body, signature),
        null);
  }

  private static Seat showing(SessionDescriptor shown) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var waiting = new Waiting(new Terminal(nowhere, nowhere, Map.of()));
    return new Seat(new Showing(shown), waiting, Duration.ofSeconds(5));
  }

  /** Services that answer whatever is asked with the same. */
  private record Showing(SessionDescriptor shown) implements Place {
    @Override
    public Settings settings() {
      return Settings.defaults();
    }

    @Override
    public Bus bus(SecretKey key, Engine engine) {
      throw new AssertionError("nobody speaks here");
    }

    @Override
    public <Q, R> CompletionStage<R> ask(Operation<Q, R> operation, Q query) {
      return CompletableFuture.completedFuture(operation.reply().cast(shown));
    }

    @Override
    public CompletableFuture<Void> leave() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
