package tutti.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates, each with its key, as PEM files. */
final class Authority {
  private static final Duration LIFE = Duration.ofHours(1);

  private final Path folder;
  private final KeyPair keys = keys();
  private final X500Name name;

  Authority(Path folder, String name) {
    this.folder = folder;
    this.name = new X500Name("CN=" + name);
    write(certificate(), encoded(this.name, keys, true));
  }

  /** Its own certificate. */
  Path certificate() {
    return folder.resolve(name.toString().substring(3) + ".pem");
  }

  /** A certificate for somebody on this machine, and its key. */
  Issued issue(String subject) {
    KeyPair own = keys();
    Issued issued = new Issued(folder.resolve(subject + ".pem"), folder.resolve(subject + ".key"));
    write(issued.certificate, encoded(new X500Name("CN=" + subject), own, false));
    write(issued.key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    return issued;
  }

  /** Two files. */
  record Issued(Path certificate, Path key) {}

  private String encoded(X500Name subject, KeyPair subjectKeys, boolean authority) {
    Instant now = Instant.now();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minus(LIFE)),
              Date.from(now.plus(LIFE)),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return pem("CERTIFICATE", builder.build(signer).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String what, byte[] encoded) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
