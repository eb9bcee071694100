package tutti.musig2;

import java.util.ArrayList;
import java.util.List;

/**
 * A session that BIP327 publishes, seen by the signer of one key in it.
 *
 * <p>They are chosen such that the aggregate key and the final nonce have even and odd y, before
 * and after tweaks, and that one aggregate nonce is the infinity.
 *
 * @param keys which of the published keys take part, in which order
 * @param nonces which of the published nonces
 * @param xOnlyTweaks how the first of the published tweaks are applied
 * @param aggregateKey after the tweaks
 * @param partialSignature of the signer
 */
record SelfTestVectors(
    List<Integer> keys,
    List<Integer> nonces,
    List<Boolean> xOnlyTweaks,
    String aggregateKey,
    String partialSignature) {

  static final String SECRET_NONCE =
      "508b81a611f100a6b2b6b29656590898af488bcf2e1f55cf22e5cfb84421fe61"
          + "fa27fd49b1d50085b481285e1ca205d55c82cc1b31ff5cd54a489829355901f7";
  static final String SECRET_KEY =
      "7fb9e0e687ada1eebf7ecfe2f21e73ebdb51a7d450948dfe8d76d7f2d1007671";
  static final Bytes MESSAGE =
      Bytes.fromHex("f95466d086770e689964664219266fe5ed215c92ae20bab5c9d79addddf3c0cf");

  private static final List<String> KEYS =
      List.of(
          "03935f972da013f80ae011890fa89b67a27b7be6ccb24d3274d18b2d4067f261a9",
          "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
          "02dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba661",
          "02dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659");
  private static final List<String> NONCES =
      List.of(
          "0337c87821afd50a8644d820a8f3e02e499c931865c2360fb43d0a0d20dafe07ea"
              + "0287bf891d2a6deaebadc909352aa9405d1428c15f4b75f04dae642a95c2548480",
          "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
              + "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
          "032de2662628c90b03f5e720284eb52ff7d71f4284f627b68a853d78c78e1ffe93"
              + "03e4c5524e83ffe1493b9077cf1ca6beb2090c93d930321071ad40b2f44e599046",
          "0237c87821afd50a8644d820a8f3e02e499c931865c2360fb43d0a0d20dafe07ea"
              + "0387bf891d2a6deaebadc909352aa9405d1428c15f4b75f04dae642a95c2548480");
  private static final String SUM_OF_THREE_NONCES =
      "028465fcf0bbdbcf443aabcce533d42b4b5a10966ac09a49655e8c42daab8fcd61"
          + "037496a3cc86926d452cafcfd55d25972ca1675d549310de296bff42f72eeea8c9";
  private static final List<String> TWEAKS =
      List.of(
          "e8f791ff9225a2af0102afff4a9a723d9612a682a25ebe79802b263cdfcd83bb",
          "ae2ea797cc0fe72ac5b97b97f3c6957d7e4199a167a58eb08bcaffda70ac0455",
          "f52ecbc565b3d8bea2dfd5b75a4f457e54369809322e4120831626f290fa87e0",
          "1969ad73cc177fa0b4fced6df1f7bf9907e665fde9ba196a74fed0a3cf5aef9d");

  static final List<SelfTestVectors> SESSIONS =
      List.of(
          new SelfTestVectors(
              List.of(0, 1, 2),
              List.of(0, 1, 2),
              List.of(),
              "02ecf5759b1627a7e2cffb9c55eb630454a187691596d46b80f6c7f5e35babc831",
              "012abbcb52b3016ac03ad82395a1a415c48b93def78718e62a7a90052fe224fb"),
          new SelfTestVectors(
              List.of(1, 0, 2),
              List.of(1, 0, 2),
              List.of(),
              "039482ab09b00a76699d4e5396c56c0aa664b659ff7443598e39f9dea4e9b4d6ba",
              "9ff2f7aaa856150cc8819254218d3adeeb0535269051897724f9db3789513a52"),
          new SelfTestVectors(
              List.of(0, 1),
              List.of(0, 3),
              List.of(),
              "0354240c76b8f2999143301a99c7f721ee57eee0bce401df3afeaa9ae218c70f23",
              "ae386064b26105404798f75de2eb9af5eda5387b064b83d049cb7c5e08879531"),
          new SelfTestVectors(
              List.of(1, 3, 0),
              List.of(1, 2, 0),
              List.of(false, false, true, true),
              "0309faf3edbb16169fd17cbb8688142ab9099705548cd30761dc9cedc111ca4177",
              "45abd206e61e3df2ec9e264a6fec8292141a633c28586388235541f9ade75435"),
          new SelfTestVectors(
              List.of(1, 3, 0),
              List.of(1, 2, 0),
              List.of(true, false, true, false),
              "02eec7fb7da08328f6e3a4f8f6567f1bb4c7c781474588f158b5eeb91992f37a61",
              "b255fdcac27b40c7ce7848e2d3b7bf5ea0ed756da81565ac804ccca3e1d5d239"));

  List<PublicKey> publicKeys() {
    return keys.stream().map(KEYS::get).map(PublicKey::fromHex).toList();
  }

  List<PublicNonce> publicNonces() {
    return nonces.stream().map(NONCES::get).map(PublicNonce::fromHex).toList();
  }

  List<Tweak> tweaks() {
    List<Tweak> tweaks = new ArrayList<>();
    for (boolean xOnly : xOnlyTweaks) {
      tweaks.add(Tweak.fromHex(TWEAKS.get(tweaks.size()), xOnly));
    }
    return tweaks;
  }

  /**
   * The sum of the nonces: of three it is the same in any order, of the chosen two the infinity.
   */
  AggregateNonce aggregateNonce() {
    return AggregateNonce.fromHex(
        nonces.size() == 2 ? "00".repeat(AggregateNonce.SIZE) : SUM_OF_THREE_NONCES);
  }

  /** The position of the signer with the published private key. */
  int signerIndex() {
    return keys.indexOf(0);
  }
}
