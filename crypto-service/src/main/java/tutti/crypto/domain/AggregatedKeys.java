package tutti.crypto.domain;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.InvalidTweakException;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.UnsupportedBySuiteException;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Aggregates keys, and keeps the latest results: a group signs many items, again and again. Bounded
 * by the number of keys in it, since that is what its size follows. For many threads.
 */
public final class AggregatedKeys {
  private final VerifyEngine engine;
  private final int maxKeys;
  private final Map<Group, KeyAggContext> latest = new LinkedHashMap<>(64, 0.75f, true);
  private int keys;

  public AggregatedKeys(VerifyEngine engine, int maxKeys) {
    this.engine = engine;
    this.maxKeys = maxKeys;
  }

  private record Group(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {}

  /**
   * The aggregate of these keys in this order, as the suite makes it.
   *
   * @param tweaksField path of the tweaks in the message, for the refusal
   * @throws Refusal if a key is no point of the curve, a tweak is out of range, or the suite does
   *     not take them
   */
  public KeyAggContext of(
      Suite suite, List<PublicKey> keys, List<Tweak> tweaks, String tweaksField) {
    Group group = new Group(suite, keys, tweaks);
    KeyAggContext known = find(group);
    if (known != null) {
      return known;
    }
    try {
      return keep(group, engine.aggregateKeys(suite, keys, tweaks));
    } catch (InvalidContributionException e) {
      int index = e.signerIndex();
      throw Refusal.ofSigner(
          ErrorCode.INVALID_KEY,
          index,
          "key %s is no point of the curve".formatted(keys.get(index)));
    } catch (InvalidTweakException e) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "%s[%d]".formatted(tweaksField, e.tweakIndex()),
          "tweak is not below the group order, or leaves no key");
    } catch (UnsupportedBySuiteException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "suite", String.valueOf(e.getMessage()));
    }
  }

  private synchronized @Nullable KeyAggContext find(Group group) {
    return latest.get(group);
  }

  private synchronized KeyAggContext keep(Group group, KeyAggContext context) {
    if (latest.put(group, context) == null) {
      keys += group.keys.size();
    }
    Iterator<Group> oldest = latest.keySet().iterator();
    while (keys > maxKeys) {
      keys -= oldest.next().keys.size();
      oldest.remove();
    }
    return context;
  }

  synchronized int size() {
    return latest.size();
  }
}
