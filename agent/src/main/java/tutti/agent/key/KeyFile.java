package tutti.agent.key;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import tutti.musig2.SecretKey;

/**
 * A private key in a file: encrypted PKCS#8 (PBES2 with scrypt and AES-256), as OpenSSL and others
 * read and write it. The passphrase is not wiped here; it is the caller's.
 */
public final class KeyFile {
  private static final String HEADER = "ENCRYPTED PRIVATE KEY";
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyFile() {}

  /**
   * Makes a new key and writes it; an existing file is never overwritten.
   *
   * @throws KeyFileException if the file exists, or the passphrase is empty
   */
  public static SecretKey create(Path file, char[] passphrase) throws IOException {
    byte[] scalar = new byte[SecretKey.SIZE];
    try {
      while (true) {
        RANDOM.nextBytes(scalar);
        if (isValid(scalar)) {
          return write(file, scalar, passphrase);
        }
      }
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  /**
   * Writes a key that came from elsewhere, readable for its owner only; an existing file is never
   * overwritten.
   *
   * @param scalar 32 bytes, big-endian; the caller wipes them
   * @throws KeyFileException if the file exists, or the passphrase is empty
   * @throws IllegalArgumentException if the bytes are no private key
   */
  public static SecretKey write(Path file, byte[] scalar, char[] passphrase) throws IOException {
    SecretKey key = SecretKey.of(scalar);
    if (passphrase.length == 0) {
      throw new KeyFileException("the passphrase of a key file must not be empty");
    }
    byte[] encrypted = KeyEncryption.encrypt(scalar, key.publicKey(), passphrase);
    byte[] pem = pem(encrypted).getBytes(StandardCharsets.US_ASCII);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(pem);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw new KeyFileException("there is a file already: " + file);
    }
    return key;
  }

  /**
   * Reads a key.
   *
   * @throws KeyFileException if there is no such file, it is no encrypted key of this curve, or the
   *     passphrase is wrong
   */
  public static SecretKey read(Path file, char[] passphrase) throws IOException {
    byte[] scalar = KeyEncryption.decrypt(parse(file), passphrase);
    try {
      return SecretKey.of(scalar);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException("the file holds no valid private key");
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static PKCS8EncryptedPrivateKeyInfo parse(Path file) throws IOException {
    try (Reader reader =
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.US_ASCII);
        PEMParser parser = new PEMParser(reader)) {
      if (parser.readObject() instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        return encrypted;
      }
    } catch (NoSuchFileException e) {
      throw new KeyFileException("there is no file: " + file);
    } catch (IOException | IllegalArgumentException e) {
      throw new KeyFileException("not readable as PEM: " + file);
    }
    throw new KeyFileException("not an encrypted private key (PKCS#8 PEM): " + file);
  }

  private static boolean isValid(byte[] scalar) {
    try {
      SecretKey.of(scalar).close();
      return true;
    } catch (IllegalArgumentException outOfRange) {
      return false; // one in 2^128
    }
  }

  private static String pem(byte[] content) {
    var text = new java.io.StringWriter();
    try (var writer = new org.bouncycastle.util.io.pem.PemWriter(text)) {
      writer.writeObject(new PemObject(HEADER, content));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("a string cannot be written to", e);
    }
    return text.toString();
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
