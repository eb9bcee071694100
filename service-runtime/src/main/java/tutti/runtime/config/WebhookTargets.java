package tutti.runtime.config;

/** Where webhooks may be sent to. */
public enum WebhookTargets {
  /** By HTTPS, to addresses that are reachable for everyone. */
  PUBLIC,
  /** Anywhere: also into the network that the gateway itself is in. */
  ANY
}
