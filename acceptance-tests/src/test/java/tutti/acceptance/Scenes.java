package tutti.acceptance;

import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.Abort;
import tutti.protocol.session.Close;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;

/** A request or session in every state, and something acceptable to say to each. */
final class Scenes {
  final ScriptedSigner stranger;
  final ScriptedSigner newcomer;
  final ScriptedSigner listed;
  final ScriptedGroup unheard;
  final ScriptedGroup open;
  final ScriptedGroup committing;
  final ScriptedGroup sharing;
  final ScriptedGroup signing;
  final ScriptedGroup complete;
  final ScriptedGroup aborted;

  Scenes(Line line) {
    stranger = new ScriptedSigner(line, SecretKey.generate());
    newcomer = new ScriptedSigner(line, SecretKey.generate());
    listed = new ScriptedSigner(line, SecretKey.generate());
    listed.say(DiscoveryApi.ADVERTISE, advertisement());
    unheard = ScriptedGroup.of(line, 3, 2, null);
    open = ScriptedGroup.of(line, 3, 2, null);
    open.announce();
    committing = opened(line);
    committing.commit(0, 1);
    sharing = opened(line);
    sharing.commit(0, 3);
    sharing.shareNonces(0, 1);
    signing = opened(line);
    signing.commit(0, 3);
    signing.shareNonces(0, 3);
    signing.sign(0, 1);
    complete = opened(line);
    finish(complete);
    aborted = opened(line);
    aborted.signer(0).say(SessionApi.ABORT, new Abort(aborted.sessionId(), 0, null, null));
  }

  private static ScriptedGroup opened(Line line) {
    ScriptedGroup group = ScriptedGroup.of(line, 3, 2, null);
    group.open();
    return group;
  }

  private static void finish(ScriptedGroup group) {
    group.commit(0, 3);
    group.shareNonces(0, 3);
    group.sign(0, 3);
    group.view().awaitPhase(SessionPhase.COMPLETE);
  }

  static Advertisement advertisement() {
    return new Advertisement(
        List.of("spend"), 1L, 2L, 3L, System.currentTimeMillis() + 600_000, null);
  }

  /** What would be accepted now: one thing of every kind that is signed. */
  Stream<Statement> statements() {
    return Stream.of(
        advertise(),
        withdraw(),
        announce(),
        join(),
        decline(),
        cancel(),
        commit(),
        shareNonce(),
        sign(),
        abort(),
        close(),
        retry(),
        confirm(),
        report());
  }

  Statement advertise() {
    return new Statement(DiscoveryApi.ADVERTISE, newcomer, advertisement());
  }

  Statement withdraw() {
    return new Statement(DiscoveryApi.WITHDRAW, listed, new Withdrawal("enough"));
  }

  Statement announce() {
    return new Statement(RequestApi.ANNOUNCE, unheard.signer(0), unheard.request());
  }

  Statement join() {
    return new Statement(RequestApi.JOIN, open.signer(1), new Join(open.requestId(), 1));
  }

  Statement decline() {
    return new Statement(
        RequestApi.DECLINE, open.signer(1), new Decline(open.requestId(), 1, "no"));
  }

  Statement cancel() {
    return new Statement(
        RequestApi.CANCEL, open.signer(0), new Cancel(open.requestId(), "not needed"));
  }

  Statement commit() {
    return new Statement(
        SessionApi.COMMIT_NONCE, committing.signer(1), committing.part(1).commitment());
  }

  Statement shareNonce() {
    return new Statement(
        SessionApi.SHARE_NONCE,
        sharing.signer(1),
        sharing.part(1).nonce(sharing.commitmentsHash()));
  }

  Statement sign() {
    return new Statement(SessionApi.SHARE_PARTIAL_SIGNATURE, signing.signer(1), signing.share(1));
  }

  Statement abort() {
    return new Statement(
        SessionApi.ABORT, signing.signer(2), new Abort(signing.sessionId(), 2, null, "enough"));
  }

  Statement close() {
    return new Statement(SessionApi.CLOSE, complete.signer(1), new Close(complete.sessionId(), 1));
  }

  Statement retry() {
    return new Statement(SessionApi.RETRY, aborted.signer(1), new Retry(aborted.sessionId(), 1, 2));
  }

  Statement confirm() {
    return new Statement(
        SessionApi.CONFIRM_BROADCAST,
        complete.signer(0),
        new ConfirmBroadcast(complete.sessionId(), 0, "txid"));
  }

  Statement report() {
    return new Statement(
        SessionApi.REPORT_BROADCAST_FAILURE,
        complete.signer(0),
        new ReportBroadcastFailure(complete.sessionId(), 0, "no"));
  }

  /** Everything that was open goes on to its end. */
  void finishAll(Line line) {
    newcomer.say(DiscoveryApi.ADVERTISE, advertisement());
    listed.say(DiscoveryApi.WITHDRAW, new Withdrawal(null));
    unheard.open();
    finish(unheard);
    open.joinAll();
    finish(open);
    committing.commit(1, 3);
    committing.shareNonces(0, 3);
    committing.sign(0, 3);
    sharing.shareNonces(1, 3);
    sharing.sign(0, 3);
    signing.sign(1, 3);
    Stream.of(committing, sharing, signing)
        .forEach(group -> group.view().awaitPhase(SessionPhase.COMPLETE));
    say(line, confirm());
    say(line, close());
    say(line, retry());
  }

  private static void say(Line line, Statement statement) {
    line.send(statement.operation().operation().address(), BadInput.json(statement.envelope()));
  }
}
