package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.agent.AgentEvent;
import tutti.agent.AgentEvent.PsbtAdvanced;
import tutti.agent.AgentEvent.PsbtStep;
import tutti.agent.Bus;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.SigningFailedException;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.psbt.SignedPsbt;
import tutti.agent.psbt.Wallet;
import tutti.agent.vertx.VertxBus;
import tutti.cli.Main;
import tutti.cli.psbt.CommandWallet;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.RequestDeclined;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.DerivedKeys;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtFinalizer;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.PsbtSigner;
import tutti.transactions.signing.SigningPlan;
import tutti.transactions.signing.Spend;
import tutti.transactions.signing.Tampering;

/**
 * Transactions that agents sign together with a wallet that knows PSBTs and nothing else, a process
 * of its own.
 */
class TransactionTest {
  private static final List<String> ORIGINS = List.of("935af39e/87h/1h/0h", "0ea24894/87h/1h/0h");

  @TempDir static Path folder;
  private static LocalCluster cluster;
  private static Bus bus;
  private static Path walletKey;

  @BeforeAll
  static void start() throws IOException {
    cluster = LocalCluster.start();
    bus = new VertxBus(cluster.vertx());
    walletKey = Files.writeString(folder.resolve("wallet.key"), tprv(1) + "\n");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Two agents sign with their own keys, a third one vouches for the wallet. */
  @ParameterizedTest
  @CsvSource({
    "DERIVED_INTERNAL_KEY, DEFAULT, 0",
    "DERIVED_KEY_IN_SCRIPT, DEFAULT, 2",
    "INTERNAL_KEY_WITH_SCRIPTS, ALL_ANYONECANPAY, 2",
    "DERIVED_KEY_IN_SCRIPT, SINGLE, 0",
  })
  void twoAgentsAndAWalletSpendTwoInputs(Spend.Kind kind, SighashType type, int version)
      throws IOException {
    try (CommandWallet wallet = wallet("--key", walletKey.toString());
        Company company = company(wallet)) {
      SigningRequest request =
          request(company.group(), spend(company.group(), kind, type, version));

      List<Signature> signatures = company.group().sign(request);

      assertAccepted(request, signatures);
      for (int signer = 0; signer < 3; signer++) {
        assertThat(advances(company, signer))
            .extracting(PsbtAdvanced::step)
            .containsExactly(PsbtStep.values());
        Psbt signedByAll = advances(company, signer).get(1).psbt();
        assertThat(signedByAll.version()).isEqualTo(version);
        assertThat(PsbtFinalizer.finish(signedByAll).isComplete()).isTrue();
      }
    }
  }

  /** One agent has the extended key of a recorded wallet, the other vouches for a wallet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keypath-2of2-two-inputs-v2",
        "peer-keypath-2of2-v0",
        "scriptpath-2of2-v2",
        "keypath-2of2-participant-derivation-v0"
      })
  void anAgentAndAWalletSignWhatWalletsOfBitcoinCoreSigned(String scenario) throws IOException {
    Path key =
        Files.writeString(folder.resolve(scenario), "[%s]%s".formatted(ORIGINS.get(1), tprv(1)));
    try (CommandWallet wallet = wallet("--key", key.toString());
        Company company =
            new Company(
                2,
                bus,
                (signer, agent) -> {
                  if (signer == 0) {
                    agent.participantKeys(derived(0));
                  } else {
                    agent.wallet(wallet);
                  }
                })) {
      SigningRequest request =
          GroupPsbt.terms(
              company.group(),
              Psbt.decodeBase64(Vectors.step(Vectors.bitcoinCore(scenario), "created")),
              ParticipantMatch.owned(derived(0)),
              ParticipantMatch.below(KeyOrigin.parse(ORIGINS.get(1))));

      List<Signature> signatures = company.group().sign(request);

      BitcoinTransaction signed = assertAccepted(request, signatures);
      assertThat(signed.txidText()).isEqualTo(Vectors.bitcoinCore(scenario).get("txid").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"message", "tweaks", "keys", "keyOrder"})
  void nobodyIsAskedAboutARequestThatIsNotItsPsbts(String part) {
    AtomicInteger asked = new AtomicInteger();
    Policy counting =
        proposed -> {
          asked.incrementAndGet();
          return CompletableFuture.completedFuture(Decision.approve());
        };
    try (Company company = new Company(2, bus, (signer, agent) -> agent.policy(counting))) {
      Group group = company.group();
      Psbt psbt =
          new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, group.publicKeys(), SighashType.DEFAULT)
              .version2(2);
      ScriptedSigner liar = new ScriptedSigner(new Line(cluster.vertx()), group.key(0));

      liar.announce(
          lying(
              GroupPsbt.terms(group, psbt, GroupPsbt.signer(group, 0), GroupPsbt.signer(group, 1)),
              part));

      var declined = company.diary(group.agent(1)).awaitHeard(RequestDeclined.class, any -> true);
      assertThat(declined.reason()).startsWith("CONFLICT: ").contains(part);
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void refusesAWalletsNonceUnderAnotherKey() {
    refusesTheWalletsAnswer(
        Wallet.Step.NONCE, answer -> answer, tprv(0), ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void refusesAWalletsPartialSignatureThatIsWrong() {
    refusesTheWalletsAnswer(
        Wallet.Step.PARTIAL,
        TransactionTest::tampered,
        tprv(1),
        ErrorCode.INVALID_PARTIAL_SIGNATURE);
  }

  /** Whose first item is another one's. */
  private static SigningRequest lying(SigningRequest honest, String part) {
    var body = Wire.tree(honest);
    var item = (ObjectNode) body.get("items").get(0);
    switch (part) {
      case "message" -> item.put("message", "11".repeat(32));
      case "tweaks" -> item.withArray("tweaks").remove(0);
      case "keys" ->
          item.putArray("keys")
              .add(honest.orderedKeys().get(0).hex())
              .add(ExtendedSecretKey.parse(tprv(0)).publicKey().hex());
      default -> {
        body.put("keyOrder", "given");
        body.putArray("keys")
            .add(honest.orderedKeys().get(1).hex())
            .add(honest.orderedKeys().get(0).hex());
      }
    }
    return Wire.read(body, SigningRequest.class);
  }

  private static void refusesTheWalletsAnswer(
      Wallet.Step step, UnaryOperator<Psbt> changed, String key, ErrorCode code) {
    try (PsbtSigner signer =
        new PsbtSigner(
            DerivedKeys.ofMaster(ExtendedSecretKey.parse(key)), Engines.bouncyCastle())) {
      Wallet wallet =
          question ->
              CompletableFuture.supplyAsync(
                  () -> {
                    Psbt answer =
                        question.step() == Wallet.Step.NONCE
                            ? signer.withNonces(question.psbt())
                            : signer.withPartialSigs(question.psbt());
                    return question.take(question.step() == step ? changed.apply(answer) : answer);
                  });
      try (Company company = company(wallet)) {
        // Both keys are participants, so the wallet finds a place that is not the one vouched for.
        SigningRequest request = withBothKeys(company.group());

        assertThatThrownBy(() -> company.group().sign(request))
            .rootCause()
            .isInstanceOfSatisfying(
                SigningFailedException.class,
                failed -> assertThat(failed.failure().code()).isEqualTo(code));
        assertThat(
                company.diary(company.group().agent(2)).all(AgentEvent.WalletRefused.class).get(0))
            .extracting(refused -> refused.refusal().code())
            .isEqualTo(code);
      }
    }
  }

  private static Psbt tampered(Psbt answer) {
    PsbtItem item = SigningPlan.of(answer).items().get(0);
    PublicKey wallet = ExtendedSecretKey.parse(tprv(1)).publicKey();
    return Tampering.ofPartialSig(answer, item.input(), item.slot(wallet));
  }

  private static SigningRequest withBothKeys(Group group) {
    List<PublicKey> participants =
        List.of(
            group.publicKeys().get(0),
            ExtendedSecretKey.parse(tprv(0)).publicKey(),
            ExtendedSecretKey.parse(tprv(1)).publicKey());
    Psbt psbt =
        new Spend(Spend.Kind.DERIVED_INTERNAL_KEY, participants, SighashType.DEFAULT).version0(1);
    return GroupPsbt.terms(
        group,
        psbt,
        GroupPsbt.signer(group, 0),
        ParticipantMatch.key(participants.get(1)),
        ParticipantMatch.key(participants.get(2)));
  }

  private static BitcoinTransaction assertAccepted(
      SigningRequest request, List<Signature> signatures) {
    SignedPsbt signed = SignedPsbt.of(request, signatures).orElseThrow();
    BitcoinTransaction transaction = signed.transaction();
    assertThat(transaction).isNotNull();
    var spent = PsbtProposal.of(request).plan().spent();
    for (int input = 0; input < spent.size(); input++) {
      assertThat(transaction.spends(input, spent)).as("input %d", input).isTrue();
    }
    return transaction;
  }

  private static List<PsbtAdvanced> advances(Company company, int signer) {
    Diary diary = company.diary(company.group().agent(signer));
    diary.outcome();
    return diary.all(PsbtAdvanced.class);
  }

  /** The third signer vouches for a wallet. */
  private static Company company(Wallet wallet) {
    return new Company(
        3,
        bus,
        (signer, agent) -> {
          agent.sighashTypes(EnumSet.allOf(SighashType.class));
          if (signer == 2) {
            agent.wallet(wallet);
          } else {
            agent.participantKeys(masterOf(0));
          }
        });
  }

  private static Psbt spend(Group group, Spend.Kind kind, SighashType type, int version) {
    List<PublicKey> participants = new ArrayList<>(group.publicKeys().subList(0, 2));
    participants.add(ExtendedSecretKey.parse(tprv(1)).publicKey());
    Spend spend = new Spend(kind, participants, type);
    return version == 0 ? spend.version0(2) : spend.version2(2);
  }

  private static SigningRequest request(Group group, Psbt psbt) {
    PublicKey wallet = ExtendedSecretKey.parse(tprv(1)).publicKey();
    return GroupPsbt.terms(
        group,
        psbt,
        GroupPsbt.signer(group, 0),
        GroupPsbt.signer(group, 1),
        ParticipantMatch.key(wallet));
  }

  private static String tprv(int participant) {
    return Vectors.bitcoinCore("keypath-2of2-v0")
        .get("participants")
        .get(participant)
        .get("tprv")
        .asText();
  }

  private static ParticipantKeys masterOf(int participant) {
    return DerivedKeys.ofMaster(ExtendedSecretKey.parse(tprv(participant)));
  }

  private static ParticipantKeys derived(int participant) {
    return DerivedKeys.of(
        ExtendedSecretKey.parse(tprv(participant)), KeyOrigin.parse(ORIGINS.get(participant)));
  }

  /** {@code ./tutti psbt peer} as a process. */
  private static CommandWallet wallet(String... options) throws IOException {
    List<String> arguments = Stream.concat(Stream.of("psbt", "peer"), Stream.of(options)).toList();
    return CommandWallet.start(
        OwnProcess.command(Main.class, arguments).stream()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(" ", "exec ", "")));
  }
}
