/**
 * Requests of the scheme {@code psbt}: what a signer derives from the PSBT alone, and what comes of
 * it. Needs no bus and no services.
 */
@NullMarked
package tutti.agent.psbt;

import org.jspecify.annotations.NullMarked;
