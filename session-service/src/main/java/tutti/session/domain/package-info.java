/**
 * A session as a value: a command turns it into the next value and an outcome, or is refused. Pure:
 * no clock, no I/O, no Vert.x, no Hazelcast. The same code runs in unit tests, in simulation and on
 * the owner of a session's partition.
 *
 * <pre>
 *   NONCE_COMMITMENT             all commitments are in
 *      NONCE_EXCHANGE            all pubnonces are in and aggregated
 *         PARTIAL_SIGNATURE_EXCHANGE   all partial signatures are in, aggregated and verified
 *            COMPLETE            then the coordinator is asked to broadcast
 *
 *   from each of the first three:
 *      a signer at fault   FAILED
 *      a participant ends  ABORTED
 *      past its deadline   EXPIRED
 * </pre>
 */
@NullMarked
package tutti.session.domain;

import org.jspecify.annotations.NullMarked;
