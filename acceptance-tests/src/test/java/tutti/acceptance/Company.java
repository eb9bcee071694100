package tutti.acceptance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.event.EventData;
import tutti.protocol.request.SigningRequest;

/** A group whose agents keep diaries and ask soon for what they missed. */
final class Company implements AutoCloseable {
  static final Limits IMPATIENT = Limits.defaults().with(Limit.SYNC_INTERVAL, 300);

  private final Map<PublicKey, Diary> diaries = new ConcurrentHashMap<>();
  private final Group group;

  Company(int size, Bus bus) {
    this(size, bus, (signer, agent) -> {});
  }

  Company(int size, Bus bus, BiConsumer<Integer, AgentBuilder> change) {
    Diary[] written = new Diary[size];
    group =
        Group.of(
            size,
            signer -> bus,
            (signer, agent) -> {
              written[signer] = new Diary();
              change.accept(signer, agent.limits(IMPATIENT).listener(written[signer]));
            });
    IntStream.range(0, size)
        .forEach(signer -> diaries.put(group.agent(signer).publicKey(), written[signer]));
  }

  Group group() {
    return group;
  }

  /** The agent of the one who announces. */
  Agent creator() {
    return group.agent(0);
  }

  Diary diary(Agent agent) {
    Diary diary = diaries.get(agent.publicKey());
    if (diary == null) {
      throw new AssertionError("an agent of another company");
    }
    return diary;
  }

  /** The agent with this index in a request's key order. */
  Agent agentAt(SigningRequest request, int index) {
    PublicKey key = request.orderedKeys().get(index);
    return group.agents().stream()
        .filter(agent -> agent.publicKey().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** Announces; the id of the first session follows. */
  SessionId announce(SigningRequest request) {
    return firstSession(Group.await(creator().announce(request)).requestId(), request);
  }

  static SessionId firstSession(RequestId id, SigningRequest request) {
    return new SessionTerms(id, request, 1).sessionId();
  }

  /** Waits until everyone has heard it. */
  <T extends EventData> void allHear(Class<T> type, Predicate<? super T> wanted) {
    group.agents().forEach(agent -> diary(agent).awaitHeard(type, wanted));
  }

  /** The code that something is refused with. */
  static ErrorCode refusal(CompletableFuture<?> asked) {
    Throwable error = failure(asked);
    if (error instanceof Refusal refusal) {
      return refusal.code();
    }
    throw new AssertionError("not a refusal", error);
  }

  /** What something fails with. */
  static Throwable failure(CompletableFuture<?> asked) {
    return asked
        .<Throwable>handle(
            (value, error) ->
                error == null ? new AssertionError("did not fail: " + value) : unwrapped(error))
        .orTimeout(Diary.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof java.util.concurrent.CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  List<Agent> agents() {
    return group.agents();
  }

  @Override
  public void close() {
    group.close();
  }
}
