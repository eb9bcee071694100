package tutti.agent.key;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;

/** PKCS#8 of a secp256k1 key, and its encryption. */
final class KeyEncryption {
  /**
   * 16 MiB and five passes: as strong as one pass over 128 MiB would be, and within the memory that
   * OpenSSL grants when it reads such a file.
   */
  private static final ScryptConfig SCRYPT =
      new ScryptConfig.Builder(16_384, 8, 5).withSaltLength(16).build();

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  private static final int EC_PRIVATE_KEY_VERSION = 1;

  private KeyEncryption() {}

  static byte[] encrypt(byte[] scalar, PublicKey publicKey, char[] passphrase) throws IOException {
    try {
      return new PKCS8EncryptedPrivateKeyInfoBuilder(info(scalar, publicKey))
          .build(
              new JcePKCSPBEOutputEncryptorBuilder(SCRYPT, NISTObjectIdentifiers.id_aes256_CBC)
                  .setProvider(PROVIDER)
                  .build(passphrase))
          .getEncoded();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("scrypt and AES are part of BouncyCastle", e);
    }
  }

  /** The 32 bytes of the key; the caller wipes them. */
  static byte[] decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase) {
    PrivateKeyInfo info;
    try {
      info =
          encrypted.decryptPrivateKeyInfo(
              new JcePKCSPBEInputDecryptorProviderBuilder()
                  .setProvider(PROVIDER)
                  .build(passphrase));
    } catch (PKCSException | RuntimeException e) {
      throw new KeyFileException("the passphrase is wrong, or the key file is damaged");
    }
    return scalar(info);
  }

  /** ECPrivateKey of RFC 5915, put together here so that no big number holds the key. */
  private static PrivateKeyInfo info(byte[] scalar, PublicKey publicKey) throws IOException {
    var key = new ASN1EncodableVector();
    key.add(new ASN1Integer(EC_PRIVATE_KEY_VERSION));
    key.add(new DEROctetString(scalar));
    key.add(new DERTaggedObject(true, 1, new DERBitString(publicKey.bytes().toArray())));
    return new PrivateKeyInfo(curve(), new DERSequence(key));
  }

  private static byte[] scalar(PrivateKeyInfo info) {
    if (!info.getPrivateKeyAlgorithm().equals(curve())) {
      throw new KeyFileException("the key is not a secp256k1 key");
    }
    byte[] found;
    try {
      ASN1Sequence key = ASN1Sequence.getInstance(info.parsePrivateKey());
      found = ASN1OctetString.getInstance(key.getObjectAt(1)).getOctets();
    } catch (IOException | RuntimeException e) {
      throw new KeyFileException("the key is not well-formed");
    }
    if (found.length > SecretKey.SIZE) {
      Arrays.fill(found, (byte) 0);
      throw new KeyFileException("the key is not well-formed");
    }
    // Some writers leave leading zeros out.
    byte[] scalar = new byte[SecretKey.SIZE];
    System.arraycopy(found, 0, scalar, SecretKey.SIZE - found.length, found.length);
    Arrays.fill(found, (byte) 0);
    return scalar;
  }

  private static AlgorithmIdentifier curve() {
    return new AlgorithmIdentifier(
        X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256k1);
  }
}
