/** JSON as this contract reads and writes it: strict, lower-case hex, canonical for signing. */
@NullMarked
package tutti.protocol.json;

import org.jspecify.annotations.NullMarked;
