package tutti.runtime.notes;

/** An entry of a search index. */
public record Tag(String note, String word) {}
