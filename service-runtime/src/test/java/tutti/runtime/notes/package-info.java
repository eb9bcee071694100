/** A small service to test the runtime with: notes that are written, filed and erased. */
@NullMarked
package tutti.runtime.notes;

import org.jspecify.annotations.NullMarked;
