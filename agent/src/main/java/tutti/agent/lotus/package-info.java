/**
 * Requests of the scheme {@code lotus}: what a signer derives from a transaction and what it
 * spends, and what comes of it. Needs no bus and no services.
 */
@NullMarked
package tutti.agent.lotus;

import org.jspecify.annotations.NullMarked;
