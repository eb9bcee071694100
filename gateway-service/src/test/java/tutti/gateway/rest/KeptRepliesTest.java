package tutti.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.gateway.RunningGateway.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.gateway.RunningGateway;
import tutti.gateway.domain.StoredReply;

/** How many answers one signer may have kept for it. */
class KeptRepliesTest {
  private static final StoredReply REPLY =
      new StoredReply("request", 200, JsonNodeFactory.instance.objectNode());

  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void keepsAHundredOfASignerAndThoseOfOthersToo() {
    KeptReplies replies = new KeptReplies(gateway.context());

    IntStream.range(0, 150).forEach(i -> await(replies.keep("02aa", "a" + i, REPLY)));
    await(replies.keep("02bb", "b", REPLY));

    assertThat(gateway.context().hazelcast().getMap("gateway-replies").size()).isEqualTo(101);
    assertThat(await(replies.find("a99"))).isPresent();
    assertThat(await(replies.find("a100"))).isEmpty();
    assertThat(await(replies.find("b"))).isPresent();
  }
}
