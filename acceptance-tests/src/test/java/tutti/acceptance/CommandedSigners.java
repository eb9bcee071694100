package tutti.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Bus;
import tutti.agent.Policy;
import tutti.agent.SigningHandle;
import tutti.agent.session.Outcome;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionStatus;
import tutti.runtime.cluster.TuttiNode;

/** A process of signers, which do what stdin says; what comes of it is on stdout. */
final class CommandedSigners {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Bus bus;
  private final List<Agent> agents = new ArrayList<>();
  private final List<Future<SigningHandle>> announced = new ArrayList<>();

  private CommandedSigners(Bus bus) {
    this.bus = bus;
  }

  /** Takes secret keys with the moments when their signers fall silent, then settings. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    var settings = SignerProcess.settings(words.subList(1, words.size()));
    TuttiNode node = LocalCluster.await(TuttiNode.start(settings));
    var signers = new CommandedSigners(new RefusalsShown(new VertxBus(node.context().vertx())));
    for (String signer : words.get(0).split(",", -1)) {
      String[] parts = signer.split(":", -1);
      signers.start(SecretKey.of(Bytes.fromHex(parts[0]).toArray()), Moment.valueOf(parts[1]));
    }
    say("ready");
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      signers.obey(line.split(" ", -1));
    }
    System.exit(0);
  }

  /** A signer of this process, for {@link #main}. */
  static String signer(byte[] key, Moment moment) {
    return Bytes.of(key).hex() + ":" + moment;
  }

  private void start(SecretKey key, Moment moment) {
    int number = agents.size();
    Bus own = new LastWords(bus, moment, () -> say("silent %d".formatted(number)));
    agents.add(
        Group.await(
            Agent.builder(own)
                .key(key)
                .policy(Policy.approveAll())
                .limits(Company.IMPATIENT)
                .callDeadline(PATIENCE)
                .listener(CommandedSigners::tell)
                .start()));
  }

  /** An order, the signer it is for, and what else it takes. */
  private void obey(String[] words) {
    Agent agent = agents.get(Integer.parseInt(words[1]));
    switch (words[0]) {
      case "sign" ->
          sign(
              agent,
              Integer.parseInt(words[2]),
              Arrays.stream(words).skip(3).map(PublicKey::fromHex).toList());
      case "find" ->
          Group.await(agent.findRequests())
              .forEach(found -> say("found %s".formatted(found.requestId().hex())));
      case "result" -> {
        var held = Group.await(agent.finalSignatures(SessionId.fromHex(words[2])));
        say("held %s %s".formatted(words[2], hex(held)));
      }
      case "audit" -> audit(agent, SessionId.fromHex(words[2]), words[3]);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  /** Says what the services hold; the mark tells the answers of several audits apart. */
  private static void audit(Agent agent, SessionId session, String mark) {
    SessionStatus status = Group.await(agent.status(session));
    String signatures = status.signatures() == null ? "-" : hex(status.signatures());
    say(
        "document %s %s %s %d %d %s"
            .formatted(
                mark,
                session.hex(),
                status.phase(),
                status.attempt(),
                status.lastEvent(),
                signatures));
  }

  /** What the test asks to be signed. */
  static SigningRequest request(int number, List<PublicKey> keys) {
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(SigningItem.of(Group.message(number))))
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(Group.NO_BROADCAST)
        .build();
  }

  /** Goes on while the request is still on its way. */
  private void sign(Agent agent, int number, List<PublicKey> others) {
    List<PublicKey> keys = new ArrayList<>(List.of(agent.publicKey()));
    keys.addAll(others);
    SigningRequest request = request(number, keys);
    announced.add(
        agent
            .announce(request)
            .whenComplete(
                (handle, error) ->
                    say(
                        error == null
                            ? said(number, handle.requestId(), request)
                            : "unannounced %d %s".formatted(number, error))));
  }

  private static String said(int number, RequestId id, SigningRequest request) {
    SessionId session = Company.firstSession(id, request);
    return "announced %d %s %s".formatted(number, session.hex(), id.hex());
  }

  private static void tell(AgentEvent event) {
    if (event instanceof AgentEvent.SessionEnded ended) {
      String session = ended.sessionId().hex();
      if (ended.outcome() instanceof Outcome.Signed signed) {
        say("signed %s %s".formatted(session, hex(signed.signatures())));
      } else {
        say("ended %s %s".formatted(session, ended.outcome()));
      }
    } else if (event instanceof AgentEvent.LieDetected || event instanceof AgentEvent.Unheard) {
      say("trouble %s".formatted(event));
    }
  }

  private static String hex(List<Signature> signatures) {
    return signatures.stream().map(Signature::hex).collect(Collectors.joining(","));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }

  /** Says which requests are refused, and why. */
  private record RefusalsShown(Bus bus) implements Bus {
    @Override
    public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
      return bus.request(operation, query)
          .whenComplete(
              (reply, error) -> {
                if (error instanceof Refusal refusal) {
                  say("refused %s %s".formatted(refusal.code(), operation.address()));
                }
              });
    }

    @Override
    public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
      return bus.openInbox(signer, events);
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
      return bus.subscribe(topic, events);
    }
  }
}
