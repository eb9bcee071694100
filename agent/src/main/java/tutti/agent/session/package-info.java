/** One session as one signer sees it: pure, without I/O and without a clock. */
@NullMarked
package tutti.agent.session;

import org.jspecify.annotations.NullMarked;
