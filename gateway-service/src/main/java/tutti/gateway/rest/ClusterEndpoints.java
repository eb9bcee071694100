package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.json.Wire;
import tutti.protocol.request.EndRequest;
import tutti.protocol.request.RequestApi;
import tutti.runtime.bus.ServiceBus;

/** What operators see of the cluster, and what they can end in it. */
final class ClusterEndpoints {
  private final HazelcastInstance hazelcast;
  private final ServiceBus bus;
  private final Health health;

  ClusterEndpoints(RestServices services) {
    hazelcast = services.context().hazelcast();
    bus = services.context().bus();
    health = new Health(services.context());
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listMembers", call -> Future.succeededFuture(Reply.ok(members())),
        "health", call -> health.look().map(Reply::ok),
        "endRequest", this::endRequest);
  }

  /** A member of the cluster. */
  record Member(String address, String role, boolean self) {}

  /** All members. */
  record MemberList(List<Member> members) {}

  /** Why a request is ended. */
  record Reason(@Nullable String reason) {
    Reason {
      if (reason != null) {
        Require.text(reason, 500, "reason");
      }
    }
  }

  private MemberList members() {
    return new MemberList(
        hazelcast.getCluster().getMembers().stream()
            .map(
                member ->
                    new Member(
                        member.getAddress().getHost() + ":" + member.getAddress().getPort(),
                        member.isLiteMember() ? "lite" : "data",
                        member.localMember()))
            .toList());
  }

  private Future<Reply> endRequest(Call call) {
    ObjectNode order = call.parameters().deepCopy();
    String reason = call.body(Reason.class).reason();
    if (reason != null) {
      order.put("reason", reason);
    }
    return bus.request(RequestApi.END, Wire.read(order, EndRequest.class)).map(Reply::ok);
  }
}
