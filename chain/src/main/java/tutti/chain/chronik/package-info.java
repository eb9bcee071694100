/** Chronik indexers of both dialects: protobuf over HTTP and WebSocket. */
@NullMarked
package tutti.chain.chronik;

import org.jspecify.annotations.NullMarked;
