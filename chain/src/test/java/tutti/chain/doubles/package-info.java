/** Servers that are none, for tests: they speak as the real ones do, and misbehave when told. */
@NullMarked
package tutti.chain.doubles;

import org.jspecify.annotations.NullMarked;
