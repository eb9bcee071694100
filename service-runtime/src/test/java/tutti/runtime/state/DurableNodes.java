package tutti.runtime.state;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.MemoryStore;
import tutti.runtime.durable.MemoryStores;
import tutti.runtime.machine.Document;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;

/** Members with a durable store that outlives them, in this process. */
final class DurableNodes implements AutoCloseable {
  final String url = "jdbc:postgresql:" + UUID.randomUUID();
  final MemoryStore store = MemoryStores.at(url);
  final Nodes nodes = new Nodes().with(Settings.DATABASE_URL, url);

  /** A member that has everything back. */
  TuttiNode started() {
    TuttiNode node = nodes.start();
    awaitRestored(node);
    return node;
  }

  static void awaitRestored(TuttiNode node) {
    await().ignoreExceptions().until(() -> Nodes.await(restored(node)));
  }

  static Future<Boolean> restored(TuttiNode node) {
    return new RestoredDocuments(node.context().vertx(), node.context().hazelcast()).confirm(true);
  }

  static TuttiNode ownerOf(String key, TuttiNode one, TuttiNode two) {
    UUID owner =
        running(one, two)
            .context()
            .hazelcast()
            .getPartitionService()
            .getPartition(key)
            .getOwner()
            .getUuid();
    return one.context().hazelcast().getLifecycleService().isRunning()
            && one.context().hazelcast().getLocalEndpoint().getUuid().equals(owner)
        ? one
        : two;
  }

  static TuttiNode running(TuttiNode one, TuttiNode two) {
    return one.context().hazelcast().getLifecycleService().isRunning() ? one : two;
  }

  static NoteView look(Documents<Note, NoteCommand, NoteView> documents, String key) {
    return Nodes.await(documents.apply(key, new NoteCommand.Look()));
  }

  static NoteView eventually(Documents<Note, NoteCommand, NoteView> documents, String key) {
    return await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .until(() -> look(documents, key), view -> view.version() > 0);
  }

  static NoteCommand write(String text) {
    return new NoteCommand.Write(text, Document.NEVER);
  }

  static Documents<Note, NoteCommand, NoteView> documents(TuttiNode node) {
    return node.context().documents(new NoteMachine());
  }

  @Override
  public void close() {
    nodes.close();
  }
}
