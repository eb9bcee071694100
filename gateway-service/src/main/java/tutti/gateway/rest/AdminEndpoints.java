package tutti.gateway.rest;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.gateway.access.ApiKeys;
import tutti.gateway.access.Bans;
import tutti.gateway.domain.ApiKey;
import tutti.gateway.domain.Offender;
import tutti.gateway.domain.Scope;
import tutti.gateway.domain.Subject;
import tutti.gateway.domain.Webhook;
import tutti.gateway.webhook.Webhooks;
import tutti.protocol.Require;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/** What operators ask for. */
final class AdminEndpoints {
  private static final int MAX_SCOPES = 20;
  private static final String SECRET = "secret";

  /** Ten years: longer than anyone looks ahead, and a date that every client can show. */
  private static final long LONGEST_MILLIS = 315_360_000_000L;

  private final Bans bans;
  private final ApiKeys apiKeys;
  private final Webhooks webhooks;
  private final long banTime;

  AdminEndpoints(RestServices services) {
    Settings settings = services.context().settings();
    bans = services.bans();
    apiKeys = services.apiKeys();
    webhooks = services.webhooks();
    banTime = settings.get(EdgeSettings.BAN_TIME).toMillis();
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listBans", call -> bans.list().map(AdminEndpoints::listed),
        "ban", this::ban,
        "pardon", call -> bans.pardon(Subject.parse(call.parameter("subject"))).map(Reply.NOTHING),
        "listApiKeys", call -> apiKeys.list().map(keys -> Reply.ok(new KeyList(keys))),
        "createApiKey", this::createApiKey,
        "deleteApiKey", this::deleteApiKey,
        "listWebhooks",
            call -> webhooks.of(call.apiKey()).map(hooks -> Reply.ok(new HookList(hooks))),
        "createWebhook", this::createWebhook,
        "deleteWebhook", this::deleteWebhook);
  }

  /** A ban to be made. */
  record NewBan(String subject, @Nullable Long duration, @Nullable String reason) {
    NewBan {
      Require.text(subject, 100, "subject");
      Require.that(!subject.isBlank(), "subject", "must name a key or an address");
      requireTime(duration, "duration");
      if (reason != null) {
        Require.text(reason, 200, "reason");
      }
    }
  }

  /** A ban as it stands. */
  record Ban(String subject, long bannedUntil, @Nullable String reason) {
    static Ban of(Offender offender) {
      return new Ban(offender.subject(), offender.bannedUntil(), offender.reason());
    }
  }

  /** All bans. */
  record BanList(List<Ban> bans) {}

  /** An API key to be made. */
  record NewKey(String name, List<String> scopes, @Nullable Long life) {
    NewKey {
      Require.text(name, 100, "name");
      Require.size(scopes, 1, MAX_SCOPES, "scopes");
      requireTime(life, "life");
    }
  }

  /** An API key that was made. */
  record CreatedKey(ApiKey apiKey, String secret) {}

  /** All API keys. */
  record KeyList(List<ApiKey> apiKeys) {}

  /** A webhook to be made. */
  record NewHook(String url, @Nullable List<String> types) {
    NewHook {
      Require.text(url, 500, "url");
      if (types != null) {
        Require.size(types, 1, 30, "types");
        types.forEach(type -> Require.text(type, 64, "types"));
      }
    }
  }

  /** A webhook that was made. */
  record CreatedHook(Webhook webhook, String secret) {}

  /** All webhooks. */
  record HookList(List<Webhook> webhooks) {}

  private static void requireTime(@Nullable Long millis, String field) {
    Require.that(
        millis == null || (millis > 0 && millis <= LONGEST_MILLIS),
        field,
        "must be 1 to %d milliseconds".formatted(LONGEST_MILLIS));
  }

  private static Reply listed(List<Offender> offenders) {
    return Reply.ok(new BanList(offenders.stream().map(Ban::of).toList()));
  }

  private Future<Reply> ban(Call call) {
    NewBan ban = call.body(NewBan.class);
    String subject = Subject.parse(ban.subject());
    String reason = ban.reason() == null ? "by an operator" : ban.reason();
    return bans.ban(subject, ban.duration() == null ? banTime : ban.duration(), reason)
        .map(verdict -> Reply.ok(new Ban(subject, verdict.bannedUntil(), reason)));
  }

  private Future<Reply> createApiKey(Call call) {
    NewKey wanted = call.body(NewKey.class);
    wanted.scopes().stream().map(Scope::parse).forEach(call::requireScope);
    return apiKeys
        .create(wanted.name(), wanted.scopes(), wanted.life(), call.apiKey())
        .map(made -> Reply.created(new CreatedKey(made.key(), made.secret().reveal()), SECRET));
  }

  /** What it was to be told goes with it. */
  private Future<Reply> deleteApiKey(Call call) {
    String id = call.parameter("id");
    return apiKeys
        .delete(id, call.apiKey())
        .compose(gone -> webhooks.deleteOf(id))
        .map(Reply.NOTHING);
  }

  private Future<Reply> deleteWebhook(Call call) {
    return webhooks.delete(call.parameter("id"), call.apiKey()).map(Reply.NOTHING);
  }

  private Future<Reply> createWebhook(Call call) {
    NewHook wanted = call.body(NewHook.class);
    List<String> types = wanted.types() == null ? List.of("*") : wanted.types();
    return webhooks
        .create(wanted.url(), types, call.apiKey().id())
        .map(
            made -> Reply.created(new CreatedHook(made.webhook(), made.secret().reveal()), SECRET));
  }
}
