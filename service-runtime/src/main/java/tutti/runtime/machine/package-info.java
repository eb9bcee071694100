/** The pure side of a document store: transition functions and what they work on. */
@NullMarked
package tutti.runtime.machine;

import org.jspecify.annotations.NullMarked;
