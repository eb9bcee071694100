package tutti.cli.rollout;

/**
 * Where documents outlive all members.
 *
 * @param url in which {@code {host}} is this machine, as pods reach it
 */
public record Database(String url, String user, String password) {
  private static final String HOST = "{host}";

  /** For data members, where this machine has that address. */
  Workload addTo(Workload workload, String address) {
    return workload
        .with("TUTTI_DATABASE_URL", url.replace(HOST, address))
        .with("TUTTI_DATABASE_USER", user)
        .with("TUTTI_DATABASE_PASSWORD", password);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s as %s".formatted(url, user);
  }
}
