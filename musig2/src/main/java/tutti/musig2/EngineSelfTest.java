package tutti.musig2;

import java.util.Arrays;
import java.util.List;

/** Whether an engine computes what BIP340 and BIP327 publish, and refuses what they refuse. */
final class EngineSelfTest {
  private final SeededEngine engine;

  private EngineSelfTest(SeededEngine engine) {
    this.engine = engine;
  }

  /**
   * Lets the engine compute what is known.
   *
   * @throws IllegalStateException if it computes something else
   */
  static void check(SeededEngine engine) {
    EngineSelfTest test = new EngineSelfTest(engine);
    try {
      test.schnorr();
      test.nonceGeneration();
      SelfTestVectors.SESSIONS.forEach(test::session);
      test.aggregation();
      test.blame();
    } catch (IllegalArgumentException refused) {
      require(false, "what is valid was refused, " + refused.getMessage());
    }
  }

  private void schnorr() {
    try (SecretKey key =
        secretKey("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef")) {
      Bytes message =
          Bytes.fromHex("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");
      Signature expected =
          Signature.fromHex(
              "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
                  + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a");
      byte[] auxiliary = new byte[SeededEngine.RANDOM_SIZE];
      auxiliary[auxiliary.length - 1] = 1;
      XOnlyPublicKey publicKey = key.publicKey().xOnly();
      require(engine.signSchnorr(key, message, auxiliary).equals(expected), "signature");
      require(engine.verifySchnorr(publicKey, message, expected), "valid signature");
      require(
          !engine.verifySchnorr(publicKey, SelfTestVectors.MESSAGE, expected), "invalid signature");
    }
  }

  private void nonceGeneration() {
    try (SecretKey key = secretKey("02".repeat(32))) {
      NonceRequest request =
          new NonceRequest(
              key.publicKey(),
              key,
              XOnlyPublicKey.fromHex("07".repeat(32)),
              Bytes.fromHex("01".repeat(32)),
              Bytes.fromHex("08".repeat(32)));
      PublicNonce expected =
          PublicNonce.fromHex(
              "02f7be7089e8376eb355272368766b17e88e7db72047d05e56aa881ea52b3b35df"
                  + "02c29c8046fdd0ded4c7e55869137200fbdbfe2eb654267b6d7013602caed3115a");
      byte[] randomness = new byte[SeededEngine.RANDOM_SIZE];
      Arrays.fill(randomness, (byte) 0x0f);
      NoncePair pair = engine.generateNonce(request, randomness);
      pair.secretNonce().close();
      require(pair.publicNonce().equals(expected), "nonce");
    }
  }

  private void session(SelfTestVectors known) {
    KeyAggContext keys = engine.aggregateKeys(known.publicKeys(), known.tweaks());
    require(keys.aggregatePublicKey().hex().equals(known.aggregateKey()), "aggregate key");
    List<PublicNonce> nonces = known.publicNonces();
    AggregateNonce sum = engine.aggregateNonces(nonces);
    require(sum.equals(known.aggregateNonce()), "aggregate nonce");
    SigningSession session = engine.startSession(keys, sum, SelfTestVectors.MESSAGE);
    int signer = known.signerIndex();
    PartialSignature partial = partialSignature(session);
    PartialSignature other = PartialSignature.fromHex("01".repeat(PartialSignature.SIZE));
    require(partial.hex().equals(known.partialSignature()), "partial signature");
    require(
        engine.verifyPartial(session, partial, nonces.get(signer), signer),
        "valid partial signature");
    require(
        !engine.verifyPartial(session, other, nonces.get(signer), signer),
        "invalid partial signature");
  }

  private PartialSignature partialSignature(SigningSession session) {
    try (SecretKey key = secretKey(SelfTestVectors.SECRET_KEY)) {
      byte[] scalars = Bytes.fromHex(SelfTestVectors.SECRET_NONCE).toArray();
      return engine.sign(new SecretNonce(scalars, key.publicKey()), key, session);
    }
  }

  private void aggregation() {
    SigningSession session =
        engine.startSession(
            engine.aggregateKeys(
                List.of(
                    PublicKey.fromHex(
                        "03935f972da013f80ae011890fa89b67a27b7be6ccb24d3274d18b2d4067f261a9"),
                    PublicKey.fromHex(
                        "02d2dc6f5df7c56acf38c7fa0ae7a759ae30e19b37359dfde015872324c7ef6e05")),
                List.of()),
            AggregateNonce.fromHex(
                "0341432722c5cd0268d829c702cf0d1cbce57033eed201fd335191385227c3210c"
                    + "03d377f2d258b64aadc0e16f26462323d701d286046a2ea93365656afd9875982b"),
            Bytes.fromHex("599c67ea410d005b9da90817cf03ed3b1c868e4da4edf00a5880b0082c237869"));
    List<PartialSignature> partials =
        List.of(
            PartialSignature.fromHex(
                "b15d2cd3c3d22b04dae438ce653f6b4ecf042f42cfded7c41b64aaf9b4af53fb"),
            PartialSignature.fromHex(
                "6193d6ac61b354e9105bbdc8937a3454a6d705b6d57322a5a472a02ce99fcb64"));
    Signature expected =
        Signature.fromHex(
            "041da22223ce65c92c9a0d6c2cac828aaf1eee56304fec371ddf91ebb2b9ef09"
                + "12f1038025857fedeb3ff696f8b99fa4bb2c5812f6095a2e0004ec99ce18de1e");
    require(engine.aggregatePartials(session, partials).equals(expected), "sum of signatures");
  }

  private void blame() {
    SelfTestVectors known = SelfTestVectors.SESSIONS.get(0);
    PublicKey noKey = PublicKey.fromHex("02" + "00".repeat(31) + "07");
    PublicNonce noNonce = PublicNonce.fromHex("00".repeat(PublicNonce.SIZE));
    requireBlame(
        () -> engine.aggregateKeys(List.of(known.publicKeys().get(0), noKey), List.of()),
        Contribution.PUBKEY);
    requireBlame(
        () -> engine.aggregateNonces(List.of(known.publicNonces().get(0), noNonce)),
        Contribution.PUBNONCE);
  }

  private static void requireBlame(Runnable call, Contribution contribution) {
    try {
      call.run();
    } catch (InvalidContributionException refused) {
      require(
          refused.signerIndex() == 1 && refused.contribution() == contribution,
          "blame for an invalid " + contribution);
      return;
    }
    require(false, "refusal of an invalid " + contribution);
  }

  private static SecretKey secretKey(String hex) {
    return SecretKey.of(Bytes.fromHex(hex).toArray());
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException("the self-test failed: " + what);
    }
  }
}
