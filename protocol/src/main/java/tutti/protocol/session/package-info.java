/** Sessions: the contributions of each round, their answers, and what can be read of a session. */
@NullMarked
package tutti.protocol.session;

import org.jspecify.annotations.NullMarked;
