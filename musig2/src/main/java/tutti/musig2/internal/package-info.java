/**
 * The arithmetic and the text encodings below the API; not for use from outside this module. Knows
 * nothing of {@code tutti.musig2}.
 */
@NullMarked
package tutti.musig2.internal;

import org.jspecify.annotations.NullMarked;
