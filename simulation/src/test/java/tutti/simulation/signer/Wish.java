package tutti.simulation.signer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.simulation.world.World;

/** What a creator wants to have signed, by whatever request and session it takes. */
public final class Wish {
  private static final int MAX_ATTEMPTS = 10;
  private static final long LIFE = 100_000;

  private final World world;
  private final int number;
  private final List<PublicKey> keys;
  private final List<SigningItem> items;
  private final Map<SessionId, SigningRequest> sessions = new LinkedHashMap<>();
  private final List<SigningRequest> requests = new ArrayList<>();
  private final Set<PublicKey> told = new HashSet<>();
  private @Nullable SessionId fulfilledBy;
  private @Nullable String givenUp;
  private int failures;

  public Wish(World world, int number, List<PublicKey> keys) {
    this.world = world;
    this.number = number;
    this.keys = List.copyOf(keys);
    this.items = items(world);
  }

  private static List<SigningItem> items(World world) {
    List<SigningItem> items = new ArrayList<>();
    for (int i = 0; i < world.scenario().items(); i++) {
      byte[] message = new byte[32];
      message[0] = (byte) world.chance().bits();
      message[1] = (byte) i;
      items.add(SigningItem.of(Bytes.of(message)));
    }
    return items;
  }

  PublicKey creator() {
    return keys.get(0);
  }

  /** The request in force; a new one if the last one is of no use any more. */
  SigningRequest request() {
    return requests.isEmpty() ? another() : requests.get(requests.size() - 1);
  }

  /** Asks anew, as the request before came to nothing. */
  SigningRequest another() {
    var scenario = world.scenario();
    var options =
        new RequestOptions(
            scenario.commitments(), null, scenario.broadcast(), null, null, null, MAX_ATTEMPTS);
    String purpose = "wish %d, request %d".formatted(number, requests.size() + 1);
    var request = request(purpose, options);
    requests.add(request);
    return request;
  }

  private SigningRequest request(String purpose, RequestOptions options) {
    long expiresAt = world.time().millis() + LIFE;
    return SigningRequest.by(creator(), keys)
        .items(items)
        .purpose(purpose)
        .expiresAt(expiresAt)
        .options(options)
        .build();
  }

  boolean isAbout(SessionId session) {
    return sessions.containsKey(session) || requests.stream().anyMatch(one -> leads(one, session));
  }

  /** The request of a session that this is about. */
  SigningRequest requestOf(SessionId session) {
    return Objects.requireNonNull(sessions.get(session));
  }

  private boolean leads(SigningRequest request, SessionId session) {
    RequestId id = RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
    boolean found =
        IntStream.rangeClosed(1, MAX_ATTEMPTS)
            .mapToObj(attempt -> new SessionTerms(id, request, attempt).sessionId())
            .anyMatch(session::equals);
    if (found) {
      sessions.put(session, request);
    }
    return found;
  }

  /** The keys in the order of signer indexes. */
  List<PublicKey> orderedKeys() {
    return request().orderedKeys();
  }

  /** A signer has the signatures. */
  void signed(PublicKey signer, SessionId session) {
    told.add(signer);
    if (signer.equals(creator()) && fulfilledBy == null) {
      fulfilledBy = session;
    }
  }

  /** The creator heard of a session that failed, or of a request that did. */
  int failed() {
    return ++failures;
  }

  void giveUp(String reason) {
    givenUp = reason;
  }

  /** Whether the creator need not do anything any more. */
  public boolean isSettled() {
    return fulfilledBy != null || givenUp != null;
  }

  public boolean isFulfilled() {
    return fulfilledBy != null;
  }

  /** Signers that do not know that it is fulfilled. */
  public List<PublicKey> untold() {
    return keys.stream().filter(key -> !told.contains(key)).toList();
  }

  @Override
  public String toString() {
    return "wish %d: %d requests, fulfilled by %s, given up: %s, untold: %s"
        .formatted(number, requests.size(), fulfilledBy, givenUp, untold().size());
  }
}
