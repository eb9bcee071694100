package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Locale;
import tutti.gateway.RunningGateway;

/** A client that says whatever bytes it is told to, and hears what is answered. */
final class RawClient implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int PING = 9;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LAST = 0x80;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket = new Socket();
  private final int port;
  private final DataInputStream in;
  private final OutputStream out;

  private RawClient(int port, String from) {
    this.port = port;
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it was written. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    boolean hasHeader(String name) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
    }
  }

  static RawClient of(RunningGateway gateway) {
    return from("127.0.0.1", gateway);
  }

  /** One that has another address of this machine. */
  static RawClient from(String address, RunningGateway gateway) {
    return new RawClient(gateway.port(), address);
  }

  /** One that speaks WebSocket. */
  static RawClient webSocket(RunningGateway gateway, String path, String... headers) {
    RawClient client = of(gateway);
    Answer answer = client.request(upgrade(path, headers));
    assertThat(answer.head()).startsWith("HTTP/1.1 101 ");
    return client;
  }

  static String upgrade(String path, String... headers) {
    String head =
        """
        GET %s HTTP/1.1
        Host: 127.0.0.1:%%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        """;
    return head.replace("\n", "\r\n").formatted(path) + String.join("", headers) + "\r\n";
  }

  /** Says it; {@code %d} is the gateway's port. */
  RawClient say(String text) {
    return say(text.replace("%d", String.valueOf(port)).getBytes(ISO_8859_1));
  }

  RawClient say(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it could still be said. */
  boolean manages(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return true;
    } catch (IOException cutOff) {
      return false;
    }
  }

  /** Says a request and hears the answer. */
  Answer request(String text) {
    return say(text).answer();
  }

  /** The next answer. */
  Answer answer() {
    try {
      String head = head();
      var length = java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
      byte[] body = new byte[length.find() ? Integer.parseInt(length.group(1)) : 0];
      in.readFully(body);
      return new Answer(head, new String(body, ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the gateway ends the connection, whatever it says before. */
  boolean isCutOff() {
    try {
      in.skipNBytes(Long.MAX_VALUE);
      return false;
    } catch (java.net.SocketTimeoutException still) {
      return false;
    } catch (IOException ended) {
      return true;
    }
  }

  /** Whether it is ended although a byte is said again and again. */
  boolean isCutOffSaying(byte[] again) throws IOException {
    socket.setSoTimeout(50);
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      try {
        if (!manages(again) || in.read(new byte[1_000]) < 0) {
          return true;
        }
      } catch (java.net.SocketTimeoutException still) {
        // Then another one.
      } catch (IOException reset) {
        return true;
      }
    }
    return false;
  }

  /** Says one frame. */
  RawClient frame(int type, String payload) {
    return say(framed(LAST | type, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** A frame as clients send it. */
  static byte[] framed(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put(head(first, payload.length));
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /** The beginning of a frame that will have so many bytes, it says. */
  static byte[] head(int first, long length) {
    ByteBuffer head = ByteBuffer.allocate(14).put((byte) first);
    if (length < 126) {
      head.put((byte) (LAST | length));
    } else if (length <= 0xffff) {
      head.put((byte) (LAST | 126)).putShort((short) length);
    } else {
      head.put((byte) (LAST | 127)).putLong(length);
    }
    byte[] bytes = new byte[head.put(MASK).position()];
    head.flip().get(bytes);
    return bytes;
  }

  /** The payload of the next text frame. */
  String heard() {
    try {
      while (true) {
        int type = in.readUnsignedByte() & 0x0f;
        int size = in.readUnsignedByte();
        long length = size == 126 ? in.readUnsignedShort() : size == 127 ? in.readLong() : size;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        if (type == TEXT) {
          return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("cut off after '" + head + "'");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
