package tutti.protocol.example;

import java.util.List;
import java.util.Map;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.EndRequest;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;

/** Alice announces, bob and carol join; and what else could have been said. */
final class RequestExamples {
  private final Story story;

  RequestExamples(Story story) {
    this.story = story;
  }

  Map<String, Object> all() {
    return Map.ofEntries(
        Map.entry("request.announce.request", story.announcement),
        Map.entry("request.announce.reply", reply(RequestState.OPEN, others())),
        Map.entry("request.join.request", story.joins.get(story.joins.size() - 1)),
        Map.entry(
            "request.join.reply",
            new RequestReply(
                story.requestId, RequestState.READY, false, List.of(), story.sessionId)),
        Map.entry("request.decline.request", Signer.CAROL.say(RequestApi.DECLINE, 2, decline())),
        Map.entry("request.decline.reply", reply(RequestState.DECLINED, others())),
        Map.entry(
            "request.cancel.request",
            Signer.ALICE.say(
                RequestApi.CANCEL, 2, new Cancel(story.requestId, "paid in cash instead"))),
        Map.entry("request.cancel.reply", reply(RequestState.CANCELLED, others())),
        Map.entry("request.end.request", new EndRequest(story.requestId, "a test gone wrong")),
        Map.entry("request.end.reply", reply(RequestState.EXPIRED, others())),
        Map.entry(
            "request.find.request",
            new RequestQuery(
                Signer.BOB.publicKey(),
                List.of(RequestState.OPEN, RequestState.DECLINED),
                50,
                story.requestId.hex())),
        Map.entry("request.find.reply", new RequestPage(List.of(declined()), "next-page")),
        Map.entry("request.get.request", new GetRequest(story.requestId)),
        Map.entry("request.get.reply", ready()));
  }

  private Decline decline() {
    return new Decline(story.requestId, story.index(Signer.CAROL), "amount too high");
  }

  /** Everyone but the creator. */
  private List<Integer> others() {
    return story.signers.stream()
        .filter(signer -> !signer.equals(Signer.ALICE))
        .map(story::index)
        .toList();
  }

  private RequestReply reply(RequestState state, List<Integer> awaiting) {
    return new RequestReply(story.requestId, state, false, awaiting, null);
  }

  private RequestView ready() {
    return new RequestView(
        story.requestId,
        RequestState.READY,
        story.announcement,
        List.of(),
        null,
        null,
        story.sessionId,
        4);
  }

  private RequestView declined() {
    return new RequestView(
        story.requestId,
        RequestState.DECLINED,
        story.announcement,
        others(),
        story.index(Signer.CAROL),
        "amount too high",
        null,
        3);
  }
}
