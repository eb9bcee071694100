package tutti.runtime.config;

/** What a member of the cluster is there for. */
public enum Role {
  /** Holds documents and their backups. */
  DATA,
  /** Only works; may come and go without moving any document. */
  LITE
}
