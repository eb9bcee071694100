/** The signer's side: holds the key, verifies everything, signs. */
@NullMarked
package tutti.agent;

import org.jspecify.annotations.NullMarked;
