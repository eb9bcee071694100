package tutti.runtime.durable;

import org.jspecify.annotations.Nullable;

/**
 * A document as it is stored.
 *
 * @param form of the JSON, see {@link tutti.runtime.machine.Machine#version()}
 * @param revision counts the document's changes
 * @param json null if the document was removed, which is remembered for a while
 */
public record StoredDocument(String key, int form, long revision, @Nullable String json) {}
