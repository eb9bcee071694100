/** Pods that come and go while signers are at work. */
@NullMarked
package tutti.cli.rollout;

import org.jspecify.annotations.NullMarked;
