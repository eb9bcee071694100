package tutti.crypto.domain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.TaggedHash;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.SigningItem;

/** Signers with fixed keys who have signed some items honestly. */
final class Group {
  static final Engine ENGINE = Engines.bouncyCastle();

  /** x = 5 is on no point of the curve. */
  static final String NO_POINT = "02" + "00".repeat(31) + "05";

  /** The group order, which is one too large for a scalar. */
  static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

  final Suite suite;
  final List<PublicKey> keys;
  final List<SigningItem> items;
  final List<List<PublicNonce>> pubnonces = new ArrayList<>();
  final List<AggregateNonce> aggnonces = new ArrayList<>();
  final List<List<PartialSignature>> partialSigs = new ArrayList<>();

  private final List<SecretKey> secrets;

  private Group(Suite suite, int signers, List<SigningItem> items) {
    this.suite = suite;
    this.items = items;
    this.secrets =
        IntStream.range(0, signers)
            .mapToObj(i -> secretKey(i + 1))
            .sorted(Comparator.comparing(SecretKey::publicKey))
            .toList();
    this.keys = secrets.stream().map(SecretKey::publicKey).toList();
    secrets.forEach(
        secret -> {
          pubnonces.add(new ArrayList<>());
          partialSigs.add(new ArrayList<>());
        });
    items.forEach(item -> sign(item, List.of()));
  }

  /** All sign one item; the aggregate contains further nonces beside those that are shown. */
  private void sign(SigningItem item, List<PublicNonce> unseen) {
    List<PublicKey> aggregated = ItemKeys.of(item, keys, null).aggregated();
    KeyAggContext context = ENGINE.aggregateKeys(suite, aggregated, item.tweakList());
    List<SecretKey> signing = signing(item);
    List<NoncePair> nonces =
        signing.stream()
            .map(secret -> ENGINE.generateNonce(NonceRequest.of(secret, context, item.message())))
            .toList();
    List<PublicNonce> all = new ArrayList<>(unseen);
    nonces.forEach(nonce -> all.add(nonce.publicNonce()));
    AggregateNonce aggregate = ENGINE.aggregateNonces(all);
    SigningSession session = ENGINE.startSession(context, aggregate, item.message());
    aggnonces.add(aggregate);
    for (int i = 0; i < nonces.size(); i++) {
      pubnonces.get(i).add(nonces.get(i).publicNonce());
      partialSigs.get(i).add(ENGINE.sign(nonces.get(i).secretNonce(), signing.get(i), session));
    }
  }

  /** The private keys of an item, by signer. */
  private List<SecretKey> signing(SigningItem item) {
    return ItemKeys.of(item, keys, null).bySigner().stream()
        .map(key -> secrets.get(keys.indexOf(key)))
        .toList();
  }

  /** Two signers of one item, for an aggregate nonce that is not the sum of theirs. */
  static Group withUnseenNonce() {
    Group group = new Group(Suite.BIP327, 2, List.of());
    PublicNonce unseen = ENGINE.generateNonce(NonceRequest.of(group.keys.get(0))).publicNonce();
    SigningItem item = SigningItem.of(message(0));
    group.sign(item, List.of(unseen));
    return new Group(group, List.of(item));
  }

  private Group(Group signed, List<SigningItem> items) {
    this.suite = signed.suite;
    this.secrets = signed.secrets;
    this.keys = signed.keys;
    this.items = items;
    pubnonces.addAll(signed.pubnonces);
    aggnonces.addAll(signed.aggnonces);
    partialSigs.addAll(signed.partialSigs);
  }

  /** As many signers and plain items. */
  static Group of(int signers, int items) {
    return new Group(
        Suite.BIP327,
        signers,
        IntStream.range(0, items).mapToObj(i -> SigningItem.of(message(i))).toList());
  }

  /** As many signers of one item with tweaks. */
  static Group tweaked(int signers, ItemTweak... tweaks) {
    return tweaked(Suite.BIP327, signers, tweaks);
  }

  static Group tweaked(Suite suite, int signers, ItemTweak... tweaks) {
    return new Group(suite, signers, List.of(new SigningItem(message(0), List.of(tweaks))));
  }

  /** Each signs the one item with a key of another: they are sorted anew for the item. */
  static Group turned(int signers) {
    List<PublicKey> turned = new ArrayList<>(of(signers, 1).keys);
    Collections.reverse(turned);
    SigningItem item = new SigningItem(message(0), List.of(tweak(1, true)), turned);
    return new Group(Suite.BIP327, signers, List.of(item));
  }

  static SecretKey secretKey(int number) {
    return SecretKey.of(scalar(number));
  }

  private static byte[] scalar(int number) {
    byte[] scalar = new byte[32];
    scalar[31] = (byte) number;
    scalar[0] = 1;
    return scalar;
  }

  static Bytes message(int number) {
    byte[] message = new byte[32];
    message[0] = (byte) number;
    return Bytes.of(message);
  }

  static ItemTweak tweak(int number, boolean xOnly) {
    return new ItemTweak(message(number), xOnly);
  }

  /** The tweak that leaves nothing of the aggregate of this one key (BIP327 KeyAgg). */
  static ItemTweak annihilating(int number) {
    BigInteger order = new BigInteger(ORDER, 16);
    Bytes key = Bytes.fromHex(secretKey(number).publicKey().hex());
    Bytes list = TaggedHash.of("KeyAgg list", key);
    Bytes coefficient = TaggedHash.of("KeyAgg coefficient", list, key);
    BigInteger aggregate =
        new BigInteger(coefficient.hex(), 16)
            .multiply(new BigInteger(1, scalar(number)))
            .mod(order);
    return new ItemTweak(Bytes.fromHex("%064x".formatted(order.subtract(aggregate))), false);
  }

  /** One signer's part of one item is replaced by a number that is none of its own. */
  Group cheating(int signer, int item) {
    return with(signer, item, new PartialSignature(message(99)));
  }

  Group with(int signer, int item, PartialSignature part) {
    partialSigs.get(signer).set(item, part);
    return this;
  }

  AggregateSignatures query() {
    return query(suite);
  }

  AggregateSignatures query(Suite asked) {
    return new AggregateSignatures(keys, null, asked, items, pubnonces, aggnonces, partialSigs);
  }
}
