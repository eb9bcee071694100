/**
 * The wire contract: what the parts of Tutti say to each other, and nothing else. Pure Java; no
 * Vert.x, no Hazelcast, no I/O.
 */
@NullMarked
package tutti.protocol;

import org.jspecify.annotations.NullMarked;
