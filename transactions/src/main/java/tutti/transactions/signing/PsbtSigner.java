package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.HashMap;
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
 * group begins again with new ones. Not safe for use by many threads.
 */
public final class PsbtSigner implements AutoCloseable {
  private static final int MAX_HELD = 4_096;

  private final ParticipantKeys keys;
  private final Engine engine;
  private final Map<PublicNonce, Held> held = new HashMap<>();

  /** A nonce that waits for its use, and what it may be used for. */
  private record Held(PsbtItem item, SecretNonce nonce) {}

  /** A place that this participant has in the group of an item. */
  private record Seat(ItemProgress progress, PublicKey participant, Optional<KeyOrigin> origin) {
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
    return seats(psbt).stream()
        .flatMap(seat -> seat.progress().nonceOf(seat.participant()).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The PSBT with a fresh nonce for every item of this participant that has none yet.
   *
   * @throws Refusal {@code NOT_A_PARTICIPANT} if there is no such item, {@code NONCE_LOST} if there
   *     is a nonce of this participant that is not held here
   */
  public Psbt withNonces(Psbt psbt) {
    Map<PublicNonce, Held> made = new HashMap<>();
    Psbt result = psbt;
    for (Seat seat : seats(psbt)) {
      if (seat.progress().nonceOf(seat.participant()).isPresent()) {
        requireHeld(seat);
      } else if (seat.progress().signature().isEmpty()) {
        NoncePair pair = use(seat, key -> nonce(seat.item(), key));
        made.put(pair.publicNonce(), new Held(seat.item(), pair.secretNonce()));
        result =
            PsbtUpdate.withPubNonce(
                result,
                seat.item().input(),
                seat.item().slot(seat.participant()),
                pair.publicNonce());
      }
    }
    if (held.size() + made.size() > MAX_HELD) {
      throw Refusal.of(ErrorCode.OVERLOADED, "too many nonces wait for their use");
    }
    held.putAll(made);
    return result;
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
    @Nullable Seat waiting = null;
    boolean signed = false;
    for (Seat seat : seats(psbt)) {
      Optional<SigningSession> session = seat.progress().session();
      if (isDone(seat)) {
        continue;
      }
      if (session.isEmpty()) {
        waiting = seat;
        continue;
      }
      signed = true;
      result =
          PsbtUpdate.withPartialSig(
              result,
              seat.item().input(),
              seat.item().slot(seat.participant()),
              partialSig(seat, session.get()),
              seat.item().sighashType());
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
    for (Seat seat : seats(psbt)) {
      if (isDone(seat)) {
        continue;
      }
      if (seat.progress().nonceOf(seat.participant()).isPresent()) {
        throw lost(seat);
      }
      if (seat.progress().withoutNonce().size() > 1) {
        throw missingNonce(seat);
      }
      PsbtItem item = seat.item();
      DeterministicSignature last = use(seat, key -> last(seat, key));
      Musig2Slot slot = item.slot(seat.participant());
      result = PsbtUpdate.withPubNonce(result, item.input(), slot, last.publicNonce());
      result =
          PsbtUpdate.withPartialSig(
              result, item.input(), slot, last.partialSignature(), item.sighashType());
    }
    return result;
  }

  private DeterministicSignature last(Seat seat, SecretKey key) {
    List<PublicNonce> others =
        seat.item().participants().stream()
            .flatMap(participant -> seat.progress().nonceOf(participant).stream())
            .toList();
    return engine.deterministicSign(
        key, engine.aggregateNonces(others), seat.item().keys(), seat.item().message());
  }

  private List<Seat> seats(Psbt psbt) {
    SigningPlan plan = SigningPlan.of(psbt);
    List<Seat> seats = new ArrayList<>();
    for (PsbtItem item : plan.items()) {
      for (PublicKey participant : item.participants()) {
        Optional<KeyOrigin> origin =
            psbt.inputs()
                .get(item.input())
                .tapBip32Derivation(participant.xOnly())
                .map(TapBip32Derivation::origin);
        if (keys.use(participant, origin, key -> true).isPresent()) {
          seats.add(new Seat(ItemProgress.of(plan, item), participant, origin));
        }
      }
    }
    if (seats.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "psbt", "no group that has something to sign has the key");
    }
    return seats;
  }

  private <T> T use(Seat seat, Function<SecretKey, T> work) {
    return keys.use(seat.participant(), seat.origin(), work).orElseThrow();
  }

  private NoncePair nonce(PsbtItem item, SecretKey key) {
    return engine.generateNonce(NonceRequest.of(key, item.keys(), item.message()));
  }

  private static boolean isDone(Seat seat) {
    return seat.progress().signature().isPresent()
        || seat.progress().partialSigOf(seat.participant()).isPresent();
  }

  private void requireHeld(Seat seat) {
    PublicNonce there = seat.progress().nonceOf(seat.participant()).orElseThrow();
    if (!isDone(seat) && !held.containsKey(there)) {
      throw lost(seat);
    }
  }

  private PartialSignature partialSig(Seat seat, SigningSession session) {
    PublicNonce nonce = seat.progress().nonceOf(seat.participant()).orElseThrow();
    @Nullable Held ours = held.remove(nonce);
    if (ours == null) {
      throw lost(seat);
    }
    try (SecretNonce secret = ours.nonce()) {
      if (!ours.item().equals(seat.item())) {
        throw at(seat, ErrorCode.CONFLICT, "the nonce was made for something else");
      }
      PartialSignature partial = use(seat, key -> engine.sign(secret, key, session));
      int index = seat.item().participants().indexOf(seat.participant());
      if (!engine.verifyPartial(session, partial, nonce, index)) {
        // A fault in the arithmetic may give the key away.
        throw new IllegalStateException("a partial signature came out wrong");
      }
      return partial;
    }
  }

  private static Refusal lost(Seat seat) {
    return at(
        seat,
        ErrorCode.NONCE_LOST,
        "the secret nonce of %s is not held here; begin again without it"
            .formatted(seat.participant().hex()));
  }

  private static Refusal missingNonce(Seat seat) {
    List<String> missing = seat.progress().withoutNonce().stream().map(PublicKey::hex).toList();
    return at(seat, ErrorCode.WRONG_PHASE, "nonces are missing of " + String.join(", ", missing));
  }

  private static Refusal at(Seat seat, ErrorCode code, String message) {
    return Refusal.ofField(code, "musig2_pub_nonce", message)
        .within(SigningPlan.path(seat.item().input()));
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
