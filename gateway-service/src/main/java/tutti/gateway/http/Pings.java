package tutti.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/**
 * Leaves out pings of whoever does not read the pongs, as RFC 6455 allows: each is answered before
 * anybody is asked, and the answers would be kept for him without a bound.
 */
final class Pings extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      ping.release();
    } else {
      context.fireChannelRead(message);
    }
  }
}
