package tutti.cli.psbt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.Taproot;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.TapTree;

/**
 * Adds to the PSBT of a node that knows no {@code musig()} what a wallet with the group's
 * descriptor would (BIP371, BIP373).
 */
final class GroupUpdater {
  private record Pair(Bytes key, Bytes value) {}

  private final PublicKey aggregate;
  private final List<PublicKey> participants;
  private final Bytes magic;
  private final List<List<Pair>> maps = new ArrayList<>();
  private final int inputs;

  /**
   * Takes a PSBT of version 0 apart.
   *
   * @param group as {@code tutti address --json} shows it
   */
  GroupUpdater(String psbt, int inputs, int outputs, JsonNode group) {
    this.aggregate = PublicKey.fromHex(group.path("aggregateKey").asText());
    this.participants =
        StreamSupport.stream(group.path("participants").spliterator(), false)
            .map(key -> PublicKey.fromHex(key.asText()))
            .toList();
    this.inputs = inputs;
    ByteReader reader = new ByteReader(Bytes.of(Base64.getDecoder().decode(psbt)));
    this.magic = reader.bytes(5);
    for (int i = 0; i < 1 + inputs + outputs; i++) {
      List<Pair> map = new ArrayList<>();
      for (Bytes key = reader.sized(); key.length() > 0; key = reader.sized()) {
        map.add(new Pair(key, reader.sized()));
      }
      maps.add(map);
    }
  }

  /** An input that the group spends by its key; no path: its own key is the internal one. */
  GroupUpdater keyPath(int input, List<String> origins, int... path) {
    List<Pair> map = maps.get(1 + input);
    XOnlyPublicKey internal = key(path);
    add(map, "17", Bytes.EMPTY, internal.bytes());
    add(map, "1a", aggregate.bytes(), keys());
    if (path.length > 0) {
      add(map, "16", internal.bytes(), derivation(List.of(), path));
    }
    origins(map, "16", origins);
    return this;
  }

  /** The same where there is a leaf besides, with another child of the group. */
  GroupUpdater withLeaf(int input, List<String> origins, int[] path, int[] leafPath) {
    XOnlyPublicKey internal = key(path);
    XOnlyPublicKey leafKey = key(leafPath);
    Bytes script = Bytes.fromHex("20" + leafKey.hex() + "ac");
    TapTree.Leaf leaf = TapTree.Leaf.of(0, script);
    Bytes root = new TapTree(List.of(leaf)).merkleRoot();
    List<Tweak> tweaks = new ArrayList<>(new SyntheticXpub(aggregate).derive(path).tweaks());
    tweaks.add(Taproot.tweak(internal, root));
    PublicKey output =
        Engines.bouncyCastle().aggregateKeys(participants, tweaks).aggregatePublicKey();
    String parity = output.hex().startsWith("03") ? "c1" : "c0";
    List<Pair> map = keyPath(input, origins, path).maps.get(1 + input);
    add(
        map,
        "15",
        Bytes.concat(Bytes.fromHex(parity), internal.bytes()),
        Bytes.concat(script, Bytes.fromHex("c0")));
    add(map, "16", leafKey.bytes(), derivation(List.of(leaf.hash()), leafPath));
    add(map, "18", Bytes.EMPTY, root);
    return this;
  }

  /** An output that comes back to the group. */
  GroupUpdater change(int output, List<String> origins, int... path) {
    List<Pair> map = maps.get(1 + inputs + output);
    XOnlyPublicKey internal = key(path);
    add(map, "05", Bytes.EMPTY, internal.bytes());
    add(map, "07", internal.bytes(), derivation(List.of(), path));
    add(map, "08", aggregate.bytes(), keys());
    origins(map, "07", origins);
    return this;
  }

  String base64() {
    ByteWriter writer = new ByteWriter().bytes(magic);
    for (List<Pair> map : maps) {
      map.forEach(pair -> writer.sized(pair.key).sized(pair.value));
      writer.u8(0);
    }
    return Base64.getEncoder().encodeToString(writer.written().toArray());
  }

  private XOnlyPublicKey key(int... path) {
    return path.length == 0
        ? aggregate.xOnly()
        : new SyntheticXpub(aggregate).derive(path).publicKey().xOnly();
  }

  private Bytes keys() {
    return Bytes.concat(participants.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
  }

  private Bytes derivation(List<Bytes> leaves, int... path) {
    ByteWriter writer = new ByteWriter().compactSize(leaves.size());
    leaves.forEach(writer::bytes);
    writer.bytes(Fingerprint.of(aggregate));
    for (int step : path) {
      writer.u32(step);
    }
    return writer.written();
  }

  /** Such as 650d5883/87h/1h/0h, in the order of the participants. */
  private void origins(List<Pair> map, String type, List<String> origins) {
    for (int i = 0; i < origins.size(); i++) {
      String[] steps = origins.get(i).split("/", -1);
      ByteWriter writer = new ByteWriter().compactSize(0).bytes(Bytes.fromHex(steps[0]));
      for (int step = 1; step < steps.length; step++) {
        writer.u32(0x80000000L + Long.parseLong(steps[step].replace("h", "")));
      }
      add(map, type, participants.get(i).xOnly().bytes(), writer.written());
    }
  }

  private static void add(List<Pair> map, String type, Bytes keyData, Bytes value) {
    Pair pair = new Pair(Bytes.concat(Bytes.fromHex(type), keyData), value);
    map.removeIf(there -> there.key.equals(pair.key));
    map.add(pair);
  }
}
