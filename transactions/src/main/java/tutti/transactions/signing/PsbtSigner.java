package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.musig2.DeterministicSignature;
import tutti.musig2.Engine;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Musig2Slot;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.psbt.TapBip32Derivation;

/**
 * A participant that takes part by PSBTs alone: adds its nonces to one, and later its partial
 * signatures to what came back.
 *
 * <p>Secret nonces are held in memory only, each until its one use. Whatever a PSBT says that comes
 * back, a nonce signs nothing but what it was made for; after a restart there is none, and the
 * group begins again with new ones. So it does where so many wait that the oldest were let go. Not
 * safe for use by many threads.
 */
public final class PsbtSigner implements AutoCloseable {
  private static final int MAX_HELD = 4_096;

  private final ParticipantKeys keys;
  private final Engine engine;
  private final Map<PublicNonce, Held> held = new LinkedHashMap<>();

  /** A nonce that waits for its use, and what it may be used for. */
  private record Held(PsbtItem item, SecretNonce nonce) {}

  /** A place that this participant has in the group of an item. */
  private record OwnPlace(
      ItemProgress progress, PublicKey participant, Optional<KeyOrigin> origin) {
    PsbtItem item() {
      return progress.item();
    }
  }

  /**
   * A participant.
   *
   * @param keys stay the caller's, and are needed until the last partial signature
   */
  public PsbtSigner(ParticipantKeys keys, Engine engine) {
    this.keys = keys;
    this.engine = engine;
  }

  /** The nonces that wait for their use. */
  public Set<PublicNonce> waiting() {
    return Set.copyOf(held.keySet());
  }

  /**
   * The nonces of this participant in a PSBT, wherever they are held.
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if there is no item for it
   */
  public Set<PublicNonce> noncesIn(Psbt psbt) {
    return places(psbt).stream()
        .flatMap(own -> own.progress().nonceOf(own.participant()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The PSBT with a fresh nonce for every item of this participant that has none yet.
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if there is no such item, {@code NONCE_LOST} if there
   *     is a nonce of this participant that is not held here
   */
  public Psbt withNonces(Psbt psbt) {
    Map<PublicNonce, Held> made = new LinkedHashMap<>();
    try {
      Psbt result = withNonces(psbt, made);
      hold(made);
      return result;
    } catch (RuntimeException e) {
      made.values().forEach(one -> one.nonce().close());
      throw e;
    }
  }

  private Psbt withNonces(Psbt psbt, Map<PublicNonce, Held> made) {
    Psbt result = psbt;
    for (OwnPlace own : places(psbt)) {
      if (own.progress().nonceOf(own.participant()).isPresent()) {
        requireHeld(own);
      } else if (own.progress().signature().isEmpty()) {
        NoncePair pair = use(own, key -> nonce(own.item(), key));
        made.put(pair.publicNonce(), new Held(own.item(), pair.secretNonce()));
        result =
            PsbtUpdate.withPubNonce(
                result, own.item().input(), own.item().slot(own.participant()), pair.publicNonce());
      }
    }
    return result;
  }

  /** Whoever asks and never signs must not keep others out: the oldest nonces give way. */
  private void hold(Map<PublicNonce, Held> made) {
    held.putAll(made);
    while (held.size() > MAX_HELD) {
      PublicNonce oldest = held.keySet().iterator().next();
      @Nullable Held given = held.remove(oldest);
      if (given != null) {
        given.nonce().close();
      }
    }
  }

  /**
   * The PSBT with a partial signature for every item of this participant for which all nonces are
   * there. Each uses up the nonce, whatever comes of it.
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if there is no such item, {@code NONCE_LOST} if a
   *     nonce of this participant is not held here, {@code CONFLICT} if it was made for something
   *     else, {@code WRONG_PHASE} if nonces are missing everywhere
   */
  public Psbt withPartialSigs(Psbt psbt) {
    Psbt result = psbt;
    @Nullable OwnPlace waiting = null;
    boolean signed = false;
    for (OwnPlace own : places(psbt)) {
      Optional<SigningSession> session = own.progress().session();
      if (isDone(own)) {
        continue;
      }
      if (session.isEmpty()) {
        waiting = own;
        continue;
      }
      signed = true;
      result =
          PsbtUpdate.withPartialSig(
              result,
              own.item().input(),
              own.item().slot(own.participant()),
              partialSig(own, session.get()),
              own.item().sighashType());
    }
    if (waiting != null && !signed) {
      throw missingNonce(waiting);
    }
    return result;
  }

  /**
   * The PSBT with nonces and partial signatures of this participant, who is the last one: all
   * others have shared their nonces. Nothing is held, the nonces follow from the key and what the
   * others said (BIP327 DeterministicSign).
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if there is no item for it, {@code WRONG_PHASE} if
   *     nonces of others are missing, {@code NONCE_LOST} if there is a nonce of this participant
   */
  public Psbt signedLast(Psbt psbt) {
    Psbt result = psbt;
    for (OwnPlace own : places(psbt)) {
      if (isDone(own)) {
        continue;
      }
      if (own.progress().nonceOf(own.participant()).isPresent()) {
        throw lost(own);
      }
      if (own.progress().withoutNonce().size() > 1) {
        throw missingNonce(own);
      }
      PsbtItem item = own.item();
      DeterministicSignature last = use(own, key -> last(own, key));
      Musig2Slot slot = item.slot(own.participant());
      result = PsbtUpdate.withPubNonce(result, item.input(), slot, last.publicNonce());
      result =
          PsbtUpdate.withPartialSig(
              result, item.input(), slot, last.partialSignature(), item.sighashType());
    }
    return result;
  }

  private DeterministicSignature last(OwnPlace own, SecretKey key) {
    List<PublicNonce> others =
        own.item().participants().stream()
            .flatMap(participant -> own.progress().nonceOf(participant).stream())
            .toList();
    return engine.deterministicSign(
        key, engine.aggregateNonces(others), own.item().keys(), own.item().message());
  }

  private List<OwnPlace> places(Psbt psbt) {
    SigningPlan plan = SigningPlan.of(psbt);
    List<OwnPlace> places = new ArrayList<>();
    for (PsbtItem item : plan.items()) {
      for (PublicKey participant : item.participants()) {
        Optional<KeyOrigin> origin =
            psbt.inputs()
                .get(item.input())
                .tapBip32Derivation(participant.xOnly())
                .map(TapBip32Derivation::origin);
        if (keys.use(participant, origin, key -> true).isPresent()) {
          places.add(new OwnPlace(ItemProgress.of(plan, item), participant, origin));
        }
      }
    }
    if (places.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "psbt", "no group that has something to sign has the key");
    }
    return places;
  }

  private <T> T use(OwnPlace own, Function<SecretKey, T> work) {
    return keys.use(own.participant(), own.origin(), work).orElseThrow();
  }

  private NoncePair nonce(PsbtItem item, SecretKey key) {
    return engine.generateNonce(NonceRequest.of(key, item.keys(), item.message()));
  }

  private static boolean isDone(OwnPlace own) {
    return own.progress().signature().isPresent()
        || own.progress().partialSigOf(own.participant()).isPresent();
  }

  private void requireHeld(OwnPlace own) {
    PublicNonce there = own.progress().nonceOf(own.participant()).orElseThrow();
    if (!isDone(own) && !held.containsKey(there)) {
      throw lost(own);
    }
  }

  private PartialSignature partialSig(OwnPlace own, SigningSession session) {
    PublicNonce nonce = own.progress().nonceOf(own.participant()).orElseThrow();
    @Nullable Held ours = held.remove(nonce);
    if (ours == null) {
      throw lost(own);
    }
    try (SecretNonce secret = ours.nonce()) {
      if (!ours.item().equals(own.item())) {
        throw at(own, ErrorCode.CONFLICT, "the nonce was made for something else");
      }
      PartialSignature partial = use(own, key -> engine.sign(secret, key, session));
      int index = own.item().participants().indexOf(own.participant());
      if (!engine.verifyPartial(session, partial, nonce, index)) {
        // A fault in the arithmetic may give the key away.
        throw new IllegalStateException("a partial signature came out wrong");
      }
      return partial;
    }
  }

  private static Refusal lost(OwnPlace own) {
    return at(
        own,
        ErrorCode.NONCE_LOST,
        "the secret nonce of %s is not held here; begin again without it"
            .formatted(own.participant().hex()));
  }

  private static Refusal missingNonce(OwnPlace own) {
    List<String> missing = own.progress().withoutNonce().stream().map(PublicKey::hex).toList();
    return at(own, ErrorCode.WRONG_PHASE, "nonces are missing of " + String.join(", ", missing));
  }

  private static Refusal at(OwnPlace own, ErrorCode code, String message) {
    return Refusal.ofField(code, "musig2_pub_nonce", message)
        .within(SigningPlan.path(own.item().input()));
  }

  @Override
  public void close() {
    held.values().forEach(waiting -> waiting.nonce().close());
    held.clear();
  }

  @Override
  public String toString() {
    return "PsbtSigner[%d nonces wait]".formatted(held.size());
  }
}
