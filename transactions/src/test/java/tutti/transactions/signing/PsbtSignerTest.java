package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtCombiner;

/** Participants that only ever see PSBTs, with the keys and the PSBTs of Bitcoin Core's wallets. */
class PsbtSignerTest {
  private static final String ONE_INPUT = "keypath-2of2-v0";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keypath-2of2-participant-derivation-v0",
        "keypath-2of2-two-inputs-v2",
        "keypath-2of2-v0",
        "scriptpath-2of2-v2"
      })
  void signsTogetherWithAnother(String name) {
    PsbtSigner alice = signer(name, 0);
    PsbtSigner bob = signer(name, 1);
    Psbt created = created(name);

    Psbt nonces = PsbtCombiner.combine(List.of(alice.withNonces(created), bob.withNonces(created)));
    Psbt partials =
        PsbtCombiner.combine(List.of(alice.withPartialSigs(nonces), bob.withPartialSigs(nonces)));
    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(partials);

    assertThat(finished.isComplete()).isTrue();
    assertThat(finished.psbt().version()).isEqualTo(created.version());
    assertThat(alice.waiting()).isEmpty();
  }

  /** Whoever asks again and again must not keep everybody else out. */
  @Test
  void letsTheOldestNoncesGiveWay() {
    SecretKey alice = SecretKey.generate();
    PsbtSigner signer = new PsbtSigner(ParticipantKeys.of(alice), Engines.bouncyCastle());
    Psbt asked =
        new Spend(Spend.Kind.OUTPUT_KEY, List.of(alice.publicKey()), SighashType.DEFAULT)
            .version2(64);
    Psbt first = signer.withNonces(asked);
    Psbt second = signer.withNonces(asked);
    for (int i = 0; i < 63; i++) {
      signer.withNonces(asked);
    }

    assertThat(signer.waiting()).hasSize(64 * 64);
    assertThatThrownBy(() -> signer.withPartialSigs(first))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NONCE_LOST));
    assertThat(PsbtFinalizer.finish(signer.withPartialSigs(second)).isComplete()).isTrue();
    signer.close();
  }

  @Test
  void signsInAHandToHandOrder() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    PsbtSigner bob = signer(ONE_INPUT, 1);

    Psbt nonces = bob.withNonces(alice.withNonces(created(ONE_INPUT)));
    Psbt partials = bob.withPartialSigs(alice.withPartialSigs(nonces));

    assertThat(PsbtFinalizer.finish(partials).isComplete()).isTrue();
  }

  @Test
  void signsLastWithoutHoldingAnything() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt nonces = alice.withNonces(created(ONE_INPUT));

    Psbt last = signer(ONE_INPUT, 1).signedLast(nonces);
    Psbt partials = alice.withPartialSigs(last);

    assertThat(PsbtFinalizer.finish(partials).isComplete()).isTrue();
    assertThat(signer(ONE_INPUT, 1).signedLast(last)).isEqualTo(last);
    assertThat(code(() -> signer(ONE_INPUT, 1).signedLast(created(ONE_INPUT))))
        .isEqualTo(ErrorCode.WRONG_PHASE);
    assertThat(code(() -> signer(ONE_INPUT, 0).signedLast(nonces))).isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void addsFreshNoncesToAnUntouchedPsbtAndNoneToItsOwn() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt first = alice.withNonces(created(ONE_INPUT));

    assertThat(alice.withNonces(first)).isEqualTo(first);
    assertThat(alice.withNonces(created(ONE_INPUT))).isNotEqualTo(first);
    assertThat(alice.waiting()).hasSize(2);
  }

  @Test
  void usesANonceOnce() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    PsbtSigner bob = signer(ONE_INPUT, 1);
    Psbt own = alice.withNonces(created(ONE_INPUT));
    Psbt nonces = bob.withNonces(own);
    Psbt others = signer(ONE_INPUT, 1).withNonces(own);
    alice.withPartialSigs(nonces);

    assertThat(code(() -> alice.withPartialSigs(nonces))).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(code(() -> alice.withPartialSigs(others))).isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void changesNothingWhereItHasSigned() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt nonces = signer(ONE_INPUT, 1).withNonces(alice.withNonces(created(ONE_INPUT)));
    Psbt signed = alice.withPartialSigs(nonces);

    assertThat(alice.withPartialSigs(signed)).isEqualTo(signed);
  }

  @Test
  void doesNotSignAnotherTransactionThanTheNonceWasMadeFor() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt nonces = signer(ONE_INPUT, 1).withNonces(alice.withNonces(created(ONE_INPUT)));
    String script =
        nonces.transaction().outputs().get(0).script().hex(); // paid to somebody else instead
    Bytes other = Bytes.fromHex(script.substring(0, 66) + "00");
    Psbt changed = Tampering.replaced(nonces, Bytes.fromHex(script), other);

    assertThat(code(() -> alice.withPartialSigs(changed))).isEqualTo(ErrorCode.CONFLICT);
    assertThat(code(() -> alice.withPartialSigs(nonces))).isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void waitsForAllNoncesAndSaysWhose() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt own = alice.withNonces(created(ONE_INPUT));
    PublicKey bob = SigningPlan.of(own).items().get(0).participants().get(1);

    assertThatThrownBy(() -> alice.withPartialSigs(own)).hasMessageContaining(bob.hex());
    assertThat(alice.waiting()).hasSize(1);
  }

  @Test
  void refusesANonceOfItsOwnThatItDoesNotHold() {
    Psbt before = signer(ONE_INPUT, 0).withNonces(created(ONE_INPUT));

    assertThat(code(() -> signer(ONE_INPUT, 0).withNonces(before))).isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void refusesWhatItHasNoPartIn() {
    PsbtSigner stranger =
        new PsbtSigner(ParticipantKeys.of(SecretKey.generate()), Engines.bouncyCastle());

    assertThat(code(() -> stranger.withNonces(created(ONE_INPUT))))
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void refusesTwoNoncesOfOneParticipant() {
    Psbt one = signer(ONE_INPUT, 0).withNonces(created(ONE_INPUT));
    Psbt other = signer(ONE_INPUT, 0).withNonces(created(ONE_INPUT));

    assertThatThrownBy(() -> PsbtCombiner.combine(List.of(one, other)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
              assertThat(refusal.field()).isEqualTo("psbt.inputs[0].musig2_pub_nonce");
            });
  }

  @Test
  void wipesWhatWaits() {
    PsbtSigner alice = signer(ONE_INPUT, 0);
    Psbt nonces = signer(ONE_INPUT, 1).withNonces(alice.withNonces(created(ONE_INPUT)));
    alice.close();

    assertThat(code(() -> alice.withPartialSigs(nonces))).isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void makesNoncesThatAreFiledUnderTheSigningKey() {
    Psbt own = signer(ONE_INPUT, 0).withNonces(created(ONE_INPUT));
    PsbtItem item = SigningPlan.of(own).items().get(0);
    PublicNonce nonce =
        ItemProgress.of(SigningPlan.of(own), item)
            .nonceOf(item.participants().get(0))
            .orElseThrow();

    assertThat(own.inputs().get(0).musig2PubNonces())
        .containsOnlyKeys(item.slot(item.participants().get(0)))
        .containsValue(nonce);
  }

  /** The same participant by its master key, or by the key that the descriptor names. */
  @Test
  void findsItsKeysBelowAnyOfTheKeysThatLeadThere() {
    JsonNode recorded = Vectors.bitcoinCore(ONE_INPUT).get("participants").get(0);
    ExtendedSecretKey master = ExtendedSecretKey.parse(recorded.get("tprv").asText());
    KeyOrigin origin = KeyOrigin.parse("935af39e/87h/1h/0h");
    ExtendedSecretKey account = master.child(origin.path());

    for (ParticipantKeys keys :
        List.of(DerivedKeys.of(master, origin), DerivedKeys.of(account, origin))) {
      for (String name : List.of(ONE_INPUT, "keypath-2of2-participant-derivation-v0")) {
        PsbtSigner alice = new PsbtSigner(keys, Engines.bouncyCastle());
        assertThat(alice.withNonces(created(name)).inputs().get(0).musig2PubNonces()).hasSize(1);
      }
    }
  }

  @Test
  void refusesAnOriginThatIsNotTheKeys() {
    JsonNode recorded = Vectors.bitcoinCore(ONE_INPUT).get("participants").get(0);
    ExtendedSecretKey master = ExtendedSecretKey.parse(recorded.get("tprv").asText());
    KeyOrigin others = KeyOrigin.parse("0ea24894/87'/1h/0h");

    assertThat(code(() -> DerivedKeys.of(master, others))).isEqualTo(ErrorCode.INVALID_KEY);
    assertThat(code(() -> DerivedKeys.of(master.child(List.of(0L)), others)))
        .isEqualTo(ErrorCode.INVALID_KEY);
    for (String text : List.of("", "935af39", "935af39e/", "935af39e/x", "935af39e/2147483648")) {
      assertThat(code(() -> KeyOrigin.parse(text))).isEqualTo(ErrorCode.MALFORMED);
    }
    assertThat(others).hasToString("0ea24894/87h/1h/0h");
  }

  private static Psbt created(String name) {
    return Psbt.decodeBase64(Vectors.step(Vectors.bitcoinCore(name), "created"));
  }

  private static PsbtSigner signer(String scenario, int participant) {
    JsonNode recorded = Vectors.bitcoinCore(scenario).get("participants").get(participant);
    ExtendedSecretKey master = ExtendedSecretKey.parse(recorded.get("tprv").asText());
    return new PsbtSigner(DerivedKeys.ofMaster(master), Engines.bouncyCastle());
  }

  private static ErrorCode code(Runnable action) {
    try {
      action.run();
    } catch (Refusal refusal) {
      return refusal.code();
    }
    throw new AssertionError("not refused");
  }
}
