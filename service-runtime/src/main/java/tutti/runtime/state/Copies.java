package tutti.runtime.state;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.MultiExecutionCallback;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether every document has its copies.
 *
 * <p>Hazelcast has a question for this, too, but answers it on the few threads that also answer
 * queries, and for ten seconds each where a member is silent: asked by everybody now and then, it
 * leaves none for the queries. Here each data member is asked for its own documents, and looks on
 * threads kept for that.
 */
public final class Copies {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final String EXECUTOR = "tutti-copies";
  private static final int THREADS = 4;
  private static final int WAITING = 100;
  private static final long PATIENCE_SECONDS = 30;

  private Copies() {}

  /** Lets a member be asked. */
  public static void addTo(Config config) {
    config.addExecutorConfig(new ExecutorConfig(EXECUTOR, THREADS).setQueueCapacity(WAITING));
  }

  /**
   * Whether those that a member holds are on other members as well, and nothing is under way to or
   * from it. May block for ten seconds where a member is silent, and for {@code request-timeout}
   * besides where that one leads the others.
   */
  public static boolean areComplete(HazelcastInstance member) {
    return member.getPartitionService().isLocalMemberSafe();
  }

  /** The same of all members that hold documents. One that does not answer says no; never fails. */
  public static CompletableFuture<Boolean> areCompleteEverywhere(HazelcastInstance asking) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      List<Member> holders =
          asking.getCluster().getMembers().stream().filter(one -> !one.isLiteMember()).toList();
      if (holders.isEmpty()) {
        return CompletableFuture.completedFuture(false);
      }
      asking
          .getExecutorService(EXECUTOR)
          .submitToMembers(new CopiesHere(), holders, new Conjunction(answer));
    } catch (RuntimeException e) { // it is leaving, or there is too much to do
      LOG.warn("members cannot be asked for copies: {}", e.toString());
      answer.complete(false);
    }
    return answer.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes a failure, which comes in place of an answer, for a no. */
  private record Conjunction(CompletableFuture<Boolean> answer) implements MultiExecutionCallback {
    @Override
    public void onResponse(Member member, Object value) {}

    @Override
    public void onComplete(Map<Member, Object> values) {
      values.forEach(
          (member, value) -> {
            if (value instanceof Throwable failure) {
              LOG.warn("copies of {} are not known: {}", member.getAddress(), failure.toString());
            }
          });
      answer.complete(values.values().stream().allMatch(Boolean.TRUE::equals));
    }
  }
}
