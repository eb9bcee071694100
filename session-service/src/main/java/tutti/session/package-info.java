/** The rounds of a signing session. */
@NullMarked
package tutti.session;

import org.jspecify.annotations.NullMarked;
