package tutti.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.SessionQuery;

class CarriedTest {
  private static final SessionId ID = SessionId.fromHex("ab".repeat(32));
  private static final EventsQuery QUERY = new EventsQuery(ID, 3);

  @Test
  void isTheVeryRecordWhereItHasNotTravelled() {
    assertThat(new Carried(QUERY).as(EventsQuery.class)).isSameAs(QUERY);
  }

  @Test
  void isReadWhereItHasTravelled() {
    Carried arrived = Wire.read(Wire.write(new Carried(QUERY)), Carried.class);

    assertThat(arrived.value()).isInstanceOf(ObjectNode.class);
    assertThat(arrived.as(EventsQuery.class)).isEqualTo(QUERY);
  }

  @Test
  void isNothingElse() {
    Carried carried = new Carried(QUERY);
    Carried arrived = Wire.read(Wire.write(carried), Carried.class);

    assertThatThrownBy(() -> carried.as(SessionQuery.class)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> arrived.as(SessionQuery.class)).isInstanceOf(Refusal.class);
  }
}
