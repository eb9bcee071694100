package tutti.gateway.domain;

import java.util.List;

/**
 * Where events are sent to.
 *
 * @param types of public events: {@code signer.advertised}, {@code request.*}, or {@code *}
 * @param createdBy id of an API key
 */
public record Webhook(String id, String url, List<String> types, String createdBy, long createdAt) {
  private static final String ANY = "*";

  public Webhook {
    types = List.copyOf(types);
  }

  /** Whether it is this key's business. */
  public boolean isOf(ApiKey key) {
    return createdBy.equals(key.id()) || key.allows(Scope.EVERYTHING);
  }

  public boolean wants(String type) {
    return types.stream().anyMatch(wanted -> matches(wanted, type));
  }

  private static boolean matches(String wanted, String type) {
    return wanted.endsWith(ANY)
        ? type.startsWith(wanted.substring(0, wanted.length() - 1))
        : type.equals(wanted);
  }
}
