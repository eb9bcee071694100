/** Who can sign: advertisements and their search. */
@NullMarked
package tutti.discovery;

import org.jspecify.annotations.NullMarked;
