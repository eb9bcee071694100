package tutti.simulation.signer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.SigningFailedException;
import tutti.agent.SigningHandle;
import tutti.agent.session.Outcome;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.SigningRequest;
import tutti.simulation.check.Watch;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/**
 * What an application does with one life of its agent: announces what it wants, asks for another
 * attempt when one has failed, and begins anew when a request came to nothing.
 */
final class Application {
  private static final int MAX_TRIES = 6;

  /** Three phases and all that is added to them, generously. */
  private static final long LONGEST_SESSION = 150_000;

  private final World world;
  private final Life life;
  private final PublicKey self;
  private final List<Wish> wishes;
  private final Watch watch;
  private final Map<SessionId, Long> open = new HashMap<>();
  private @Nullable Agent agent;

  Application(World world, Life life, PublicKey self, List<Wish> wishes, Watch watch) {
    this.world = world;
    this.life = life;
    this.self = self;
    this.wishes = wishes;
    this.watch = watch;
  }

  void started(Agent started) {
    agent = started;
    wishes.stream().filter(this::isOwn).filter(wish -> !wish.isSettled()).forEach(this::announce);
  }

  private Agent agent() {
    return Objects.requireNonNull(agent);
  }

  private boolean isOwn(Wish wish) {
    return wish.creator().equals(self);
  }

  private void announce(Wish wish) {
    SigningRequest request = wish.request();
    Answers.hear(
        world,
        agent().announce(request),
        (handle, error) -> {
          if (handle != null) {
            announced(wish, request, handle);
          } else {
            notAnnounced(wish, request, refusal(error));
          }
        });
  }

  private void announced(Wish wish, SigningRequest request, SigningHandle handle) {
    if (world.scenario().whims() && world.chance().in(0.1)) {
      after(
          world.chance().between(0, 3_000),
          () -> ignore(agent().cancel(handle.requestId(), "a whim")));
    }
    Answers.hear(
        world,
        handle.signatures(),
        (signatures, error) -> {
          if (cause(error) instanceof SigningFailedException failure
              && failure.sessionId() == null) {
            requestEnded(wish, request, failure);
          }
        });
  }

  private void notAnnounced(Wish wish, SigningRequest request, Refusal refusal) {
    if (refusal.code().retryable()) {
      after(1_000, () -> announce(wish));
    } else if (refusal.code() == ErrorCode.EXPIRED) {
      beginAnew(wish, request);
    } else if (!world.scenario().whims()) {
      world.violated("an announcement is refused: %s %s".formatted(refusal.code(), refusal));
    } else {
      wish.giveUp("announcement refused: " + refusal.code());
    }
  }

  private void requestEnded(Wish wish, SigningRequest request, SigningFailedException failure) {
    boolean expected =
        failure.ending() == SigningFailedException.Ending.EXPIRED
            || failure.ending() == SigningFailedException.Ending.CLOSED
            || world.scenario().whims();
    if (!expected) {
      world.violated("a request ended though everybody wanted it: " + failure.getMessage());
    }
    if (failure.ending() != SigningFailedException.Ending.CLOSED) {
      failed(wish, request, failure.getMessage());
    }
  }

  private void failed(Wish wish, SigningRequest request, @Nullable String reason) {
    int failures = wish.failed();
    if (!world.scenario().mustComplete() && failures >= 2) {
      wish.giveUp(String.valueOf(reason));
    } else {
      after(world.chance().between(500, 3_000), () -> beginAnew(wish, request));
    }
  }

  private void beginAnew(Wish wish, SigningRequest before) {
    if (wish.isSettled() || !isOwn(wish)) {
      return;
    }
    if (wish.request().equals(before)) {
      wish.another();
    }
    announce(wish);
  }

  void heard(AgentEvent event) {
    if (event instanceof AgentEvent.SessionEnded ended) {
      sessionEnded(ended);
    } else if (event instanceof AgentEvent.Happened happened
        && happened.data() instanceof SessionReady ready) {
      open.put(ready.sessionId(), world.time().millis());
      if (world.scenario().whims() && world.chance().in(0.1)) {
        after(
            world.chance().between(0, 2_000),
            () -> ignore(agent().abort(ready.sessionId(), "a whim")));
      }
    } else if (event instanceof AgentEvent.LieDetected lie && watch.isHonest(self)) {
      world.violated("honest services are called liars: %s %s".formatted(lie.lie(), lie.detail()));
    }
  }

  private void sessionEnded(AgentEvent.SessionEnded ended) {
    SessionId id = ended.sessionId();
    open.remove(id);
    Wish wish = wishes.stream().filter(one -> one.isAbout(id)).findFirst().orElse(null);
    if (wish == null) {
      world.violated("a session that nobody asked for");
      return;
    }
    world.trace().note(life, () -> "session %s ended: %s".formatted(id.hex(), ended.outcome()));
    watch.told(id, wish.orderedKeys(), ended.outcome());
    if (ended.outcome() instanceof Outcome.Signed) {
      wish.signed(self, id);
      if (world.chance().in(0.5)) {
        after(world.chance().between(100, 8_000), () -> ignore(agent().close(id)));
      }
      return;
    }
    if (isOwn(wish) && !world.scenario().mustComplete() && wish.failed() >= 2) {
      wish.giveUp(ended.outcome().toString());
    }
    if (isOwn(wish) || world.chance().in(0.5)) {
      retry(wish, id, 1);
    }
  }

  private void retry(Wish wish, SessionId session, int tries) {
    if (tries > MAX_TRIES) {
      beginAnew(wish, wish.requestOf(session));
      return;
    }
    after(
        world.chance().between(200, 3_000),
        () -> {
          if (!wish.isSettled()) {
            Answers.hear(
                world,
                agent().retry(session),
                (reply, error) -> retried(wish, session, tries, error));
          }
        });
  }

  private void retried(Wish wish, SessionId session, int tries, @Nullable Throwable error) {
    if (error == null) {
      return;
    }
    ErrorCode code = refusal(error).code();
    switch (code) {
      case CONFLICT, EXPIRED, NOT_FOUND -> beginAnew(wish, wish.requestOf(session));
      default -> after(2_000, () -> retry(wish, session, tries + 1));
    }
  }

  /** A session must come to its end, whatever happens. */
  void requireNothingHanging() {
    open.forEach(
        (session, since) -> {
          if (world.time().millis() > since + LONGEST_SESSION) {
            world.violated("a signer waits in vain for session %s".formatted(session.hex()));
          }
        });
  }

  private static void ignore(CompletionStage<?> answer) {
    Objects.requireNonNull(answer);
  }

  private void after(long millis, Runnable work) {
    world.time().after(millis, life, work);
  }

  private static Refusal refusal(@Nullable Throwable error) {
    Throwable cause = cause(error);
    return cause instanceof Refusal refusal
        ? refusal
        : Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(cause));
  }

  private static @Nullable Throwable cause(@Nullable Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? cause(error.getCause())
        : error;
  }
}
