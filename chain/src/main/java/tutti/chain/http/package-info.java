/** Bounded exchanges over HTTP: so many bytes, so long, so often. */
@NullMarked
package tutti.chain.http;

import org.jspecify.annotations.NullMarked;
