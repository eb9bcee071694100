package tutti.musig2.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static tutti.musig2.interop.MixedSession.seed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.Taproot;
import tutti.musig2.TestedEngine;
import tutti.musig2.XOnlyPublicKey;
import tutti.musig2.interop.Peer.LastWord;
import tutti.musig2.interop.Peer.NonceInput;
import tutti.musig2.interop.Peer.Refused;
import tutti.musig2.interop.Peer.Terms;

/**
 * Our engines and two implementations by others sign together, in every mixture: {@code
 * @scure/btc-signer}, and {@code @brandonblack/musig} over libsecp256k1 as WebAssembly.
 */
@ExtendWith(NodePeers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropTest {
  private static final String INFINITY = "00".repeat(33);
  private static final PublicNonce NOT_TWO_POINTS = PublicNonce.fromHex("05".repeat(66));

  private List<NodePeer> nodePeers = List.of();
  private List<Peer> peers = List.of();

  @BeforeAll
  void startPeers() {
    nodePeers = NodePeers.start();
    Stream<Peer> ours = TestedEngine.available().stream().map(EnginePeer::new);
    peers = Stream.concat(ours, nodePeers.stream()).toList();
  }

  @AfterAll
  void stopPeers() {
    nodePeers.forEach(NodePeer::close);
  }

  Stream<Cast> casts() {
    return Stream.concat(
        Cast.pairs(peers),
        IntStream.rangeClosed(3, 5).boxed().flatMap(signers -> Cast.orders(peers, signers)));
  }

  Stream<Peer> peers() {
    return peers.stream();
  }

  @ParameterizedTest
  @MethodSource("casts")
  void aMixedSessionMakesOneSignatureThatAllAccept(Cast cast) {
    MixedSession session = MixedSession.of(cast, seed(cast.toString()));
    Terms terms = session.terms();

    List<PartialSignature> partials = session.signAll(terms);

    for (Peer peer : peers) {
      assertThat(peer.aggregateKeys(session.keys, session.tweaks).xOnly())
          .as(peer.name())
          .isEqualTo(session.aggregateKey);
      assertThat(peer.aggregateNonces(session.nonces))
          .as(peer.name())
          .isEqualTo(terms.aggregateNonce());
      assertThat(peer.verifyPartials(terms, session.nonces, partials))
          .as(peer.name())
          .containsOnly(true);
    }
    assertOneSignature(session, terms, partials);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64, 1000})
  void messagesMayHaveAnyLength(int length) {
    Bytes seed = seed("length " + length);
    Cast all = new Cast(peers, peers.get(length % peers.size()), TweakKind.MANY);
    MixedSession session = new MixedSession(all, Bytes.of(new byte[length]), seed);
    Terms terms = session.terms();

    assertOneSignature(session, terms, session.signAll(terms));
  }

  @Test
  void theSameInputMakesTheSameNonceEverywhere() {
    MixedSession session =
        MixedSession.of(new Cast(peers, peers.get(0), TweakKind.X_ONLY), seed("nonce"));
    NonceInput input = session.nonceInput(0, MixedSession.hash("random", seed("nonce"), 0));
    NonceInput withExtra =
        new NonceInput(
            input.publicKey(),
            input.secretKey(),
            input.aggregateKey(),
            Bytes.EMPTY,
            MixedSession.hash("extra", seed("nonce"), 0),
            input.random());

    assertThat(peers().map(peer -> peer.nonce(input)).distinct()).hasSize(1);
    assertThat(peers().map(peer -> peer.nonce(withExtra)).distinct()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theLastSignerNeedsNoRoundOfItsOwn(TweakKind tweaks) {
    Bytes seed = seed("last " + tweaks);
    MixedSession session = MixedSession.of(new Cast(peers, peers.get(0), tweaks), seed);
    int last = peers.size() - 1;
    AggregateNonce others = peers.get(0).aggregateNonces(session.nonces.subList(0, last));

    Bytes random = MixedSession.hash("random", seed, 0);
    List<LastWord> words =
        peers()
            .map(
                peer ->
                    peer.deterministicSign(
                        session.terms(others), session.secretKeys.get(last), random))
            .distinct()
            .toList();
    assertThat(words).hasSize(1);

    session.nonces.set(last, words.get(0).publicNonce());
    Terms terms = session.terms();
    List<PartialSignature> partials = new ArrayList<>();
    IntStream.range(0, last).forEach(signer -> partials.add(session.sign(signer, terms)));
    partials.add(words.get(0).partialSignature());
    assertOneSignature(session, terms, partials);
  }

  @Test
  void sortsKeysAlike() {
    List<PublicKey> keys =
        IntStream.range(0, 20)
            .mapToObj(i -> peers.get(0).publicKey(MixedSession.hash("key", seed("sort"), i)))
            .toList();

    assertThat(peers().map(peer -> peer.sortKeys(keys)).distinct()).hasSize(1);
  }

  @Test
  void aKeyMaySignTwice() {
    List<PublicKey> twice = Collections.nCopies(3, peers.get(0).publicKey(seed("twice")));
    List<PublicKey> mixed =
        List.of(twice.get(0), peers.get(0).publicKey(seed("other")), twice.get(0));

    assertThat(peers().map(peer -> peer.aggregateKeys(twice, List.of())).distinct()).hasSize(1);
    assertThat(peers().map(peer -> peer.aggregateKeys(mixed, List.of())).distinct()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void paysToTheTaprootOutputThatAnotherWalletFinds(boolean withScripts) {
    XOnlyPublicKey internal = peers.get(0).publicKey(seed("internal")).xOnly();
    Optional<Bytes> root = withScripts ? Optional.of(seed("merkle root")) : Optional.empty();

    assertThat(Taproot.outputKey(internal, root.orElse(null)))
        .isEqualTo(nodePeers.get(0).taprootOutputKey(internal, root));
  }

  @Test
  void noncesThatCancelOutAddUpToTheInfinityEverywhere() {
    MixedSession session =
        MixedSession.of(new Cast(peers, peers.get(0), TweakKind.NONE), seed("cancel"));
    PublicNonce nonce = session.nonces.get(0);
    List<PublicNonce> both = List.of(nonce, negated(nonce, 0, 33));
    List<PublicNonce> one = List.of(nonce, negated(nonce, 33));

    for (Peer peer : peers) {
      assertThat(peer.aggregateNonces(both).hex()).as(peer.name()).isEqualTo(INFINITY.repeat(2));
      assertThat(peer.aggregateNonces(one).hex()).as(peer.name()).endsWith(INFINITY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allBlameTheSignerOfAWrongPartialSignature(Wrong wrong) {
    for (int cheater = 0; cheater < peers.size(); cheater++) {
      Bytes seed = seed(wrong + " by " + cheater);
      Cast cast = new Cast(peers, peers.get(cheater), TweakKind.turn(cheater));
      MixedSession session = MixedSession.of(cast, seed);
      Terms terms = session.terms();
      List<PartialSignature> partials = new ArrayList<>(session.signAll(terms));

      partials.set(cheater, wrong.instead(partials, cheater));

      Boolean[] blame = new Boolean[partials.size()];
      for (int signer = 0; signer < blame.length; signer++) {
        blame[signer] = signer != cheater;
      }
      for (Peer peer : peers) {
        assertThat(peer.verifyPartials(terms, session.nonces, partials))
            .as("%s judges %s of %d", peer.name(), wrong, cheater)
            .containsExactly(blame);
        assertThat(makesASignature(peer, session, terms, partials)).as(peer.name()).isFalse();
      }
    }
  }

  @Test
  void allBlameTheSignerOfAnotherMessage() {
    for (int cheater = 0; cheater < peers.size(); cheater++) {
      Cast cast = new Cast(peers, peers.get(0), TweakKind.MANY);
      MixedSession session = MixedSession.of(cast, seed("other message " + cheater));
      Terms terms = session.terms();
      Terms other =
          new Terms(session.keys, session.tweaks, terms.aggregateNonce(), seed("other message"));
      List<PartialSignature> partials = new ArrayList<>();
      for (int signer = 0; signer < peers.size(); signer++) {
        partials.add(session.sign(signer, signer == cheater ? other : terms));
      }

      for (Peer peer : peers) {
        List<Boolean> verdicts = peer.verifyPartials(terms, session.nonces, partials);
        assertThat(verdicts.indexOf(false)).as(peer.name()).isEqualTo(cheater);
        assertThat(verdicts.lastIndexOf(false)).as(peer.name()).isEqualTo(cheater);
      }
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("peers")
  void refusesKeysAndNoncesThatAreNoPointsAndBlamesTheirSigner(Peer peer) {
    MixedSession session =
        MixedSession.of(new Cast(peers, peer, TweakKind.NONE), seed("no points"));
    for (int cheater = 0; cheater < peers.size(); cheater++) {
      List<PublicKey> keys = new ArrayList<>(session.keys);
      keys.set(cheater, PublicKey.fromHex("05".repeat(33)));
      List<PublicNonce> nonces = new ArrayList<>(session.nonces);
      nonces.set(cheater, NOT_TWO_POINTS);

      assertRefused(peer, cheater, () -> peer.aggregateKeys(keys, List.of()));
      assertRefused(peer, cheater, () -> peer.aggregateNonces(nonces));
    }
  }

  private void assertOneSignature(
      MixedSession session, Terms terms, List<PartialSignature> partials) {
    List<Signature> signatures =
        peers().map(peer -> peer.aggregatePartials(terms, partials)).distinct().toList();
    assertThat(signatures).hasSize(1);
    List<Boolean> verdicts =
        peers().flatMap(peer -> verdict(peer, session, signatures.get(0)).stream()).toList();
    int verifiers = session.message.length() == 32 ? peers.size() : peers.size() - 1;
    assertThat(verdicts).hasSize(verifiers).containsOnly(true);
  }

  private static Optional<Boolean> verdict(Peer peer, MixedSession session, Signature signature) {
    return peer.verify(session.aggregateKey, session.message, signature);
  }

  private static boolean makesASignature(
      Peer peer, MixedSession session, Terms terms, List<PartialSignature> partials) {
    try {
      return verdict(peer, session, peer.aggregatePartials(terms, partials)).orElse(true);
    } catch (Refused outOfRange) {
      return false;
    }
  }

  /** One of them refuses without saying whom it blames. */
  private static void assertRefused(Peer peer, int cheater, Runnable work) {
    boolean names = !peer.name().equals("musig-js");
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(work::run)
        .extracting(Refused::signer)
        .isEqualTo(names ? Optional.of(cheater) : Optional.empty());
  }

  /** The nonce with other signs of the points that begin at these positions. */
  private static PublicNonce negated(PublicNonce nonce, int... points) {
    byte[] bytes = nonce.bytes().toArray();
    for (int point : points) {
      bytes[point] ^= 1;
    }
    return new PublicNonce(Bytes.of(bytes));
  }
}
