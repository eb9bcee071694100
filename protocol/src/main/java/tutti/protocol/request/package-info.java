/** Signing requests: what is to be signed and by whom; joining, declining, cancelling. */
@NullMarked
package tutti.protocol.request;

import org.jspecify.annotations.NullMarked;
