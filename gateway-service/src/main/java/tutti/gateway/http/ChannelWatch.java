package tutti.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/**
 * Sees to what Vert.x leaves alone on one connection. That it has ended: the handler for that is
 * forgotten when a connection becomes a WebSocket. And pings of whoever does not read the pongs:
 * they are left out, as RFC 6455 allows, since the answers would be kept for him without a bound.
 */
final class ChannelWatch extends ChannelInboundHandlerAdapter {
  private final Runnable ended;

  ChannelWatch(Runnable ended) {
    this.ended = ended;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      ping.release();
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended.run();
    context.fireChannelInactive();
  }
}
