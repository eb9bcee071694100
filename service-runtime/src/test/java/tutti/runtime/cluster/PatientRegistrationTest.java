package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.IndeterminateOperationStateException;
import io.vertx.core.Completable;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class PatientRegistrationTest {
  private final Promise<Void> registered = Promise.promise();
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void triesAgainWhatABackupWasTooSlowToConfirm() {
    EvenCluster.patiently(
        failing(2, new IndeterminateOperationStateException("slow")), 5, registered);

    Nodes.await(registered.future());
    assertThat(attempts).hasValue(3);
  }

  @Test
  void givesUpInTheEnd() {
    var slow = new IndeterminateOperationStateException("slow");

    EvenCluster.patiently(failing(9, slow), 5, registered);

    assertThatThrownBy(() -> Nodes.await(registered.future())).isSameAs(slow);
    assertThat(attempts).hasValue(5);
  }

  @Test
  void doesNotTryAgainWhatDoesNotPass() {
    var broken = new IllegalStateException("broken");

    EvenCluster.patiently(failing(1, broken), 5, registered);

    assertThatThrownBy(() -> Nodes.await(registered.future())).isSameAs(broken);
  }

  @Test
  void doesNotTryAgainWhatIsRefusedForGood() {
    Refusal refusal = Refusal.of(ErrorCode.CONFLICT, "no");

    EvenCluster.patiently(failing(1, refusal), 5, registered);

    assertThatThrownBy(() -> Nodes.await(registered.future())).isSameAs(refusal);
  }

  private Consumer<Completable<Void>> failing(int times, Exception failure) {
    return once -> {
      if (attempts.incrementAndGet() > times) {
        once.succeed();
      } else {
        once.fail(failure);
      }
    };
  }
}
