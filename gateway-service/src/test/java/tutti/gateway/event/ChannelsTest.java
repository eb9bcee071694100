package tutti.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.gateway.RunningGateway.await;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.gateway.event.Channels.Subscription;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class ChannelsTest {
  private static final String TOPIC = "tutti.events.signers.type-";

  private final Vertx vertx = Vertx.vertx();
  private final Channels channels = new Channels(vertx);

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void hasRoomForSoManyTopicsAndNoMore() {
    List<Subscription> open = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      channels.requireRoomFor(TOPIC + i);
      open.add(await(channels.listen(TOPIC + i, message -> {})));
    }

    Refusal full =
        catchThrowableOfType(Refusal.class, () -> channels.requireRoomFor(TOPIC + "more"));

    assertThat(full.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThatCode(() -> channels.requireRoomFor(TOPIC + 7)).doesNotThrowAnyException();
    await(open.get(0).close());
    assertThatCode(() -> channels.requireRoomFor(TOPIC + "more")).doesNotThrowAnyException();
  }
}
