package tutti.cli.psbt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.agent.AgentBuilder;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.signer.ChainLink;
import tutti.cli.signer.ChainParticipation;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.ParticipantKeys;

/** What a signer takes part with where transactions are signed. */
public final class ParticipationOptions {
  @Option(
      names = "--participant-key",
      paramLabel = "FILE",
      description =
          "For PSBTs: the key that this signer takes part with, if not its own; one line such as"
              + " [650d5883/87h/1h/0h]tprv..., or a master key.")
  private @Nullable Path participantKey;

  @Option(
      names = "--wallet",
      paramLabel = "DIR",
      description =
          "For PSBTs: vouch for a wallet that is given PSBTs, and answers, as files in this"
              + " folder.")
  private @Nullable Path walletFolder;

  @Option(
      names = "--wallet-command",
      paramLabel = "COMMAND",
      description =
          "For PSBTs: vouch for a wallet that this command runs, which is asked in JSON lines; see"
              + " tutti psbt peer.")
  private @Nullable String walletCommand;

  @Option(
      names = "--max-fee",
      paramLabel = "SAT",
      description =
          "For transactions: refuse a higher fee ("
              + AgentBuilder.DEFAULT_MAX_FEE
              + "), and one that signatures do not bind, without --chain.")
  private @Nullable Long maxFee;

  @Option(
      names = "--allow-raw",
      description =
          "Sign messages too that say nothing of what they mean. Without it they are refused where"
              + " --participant-key, --wallet, --wallet-command or --max-fee is given: such a"
              + " message may be the hash of a transaction, which nothing here would be held"
              + " against.")
  private boolean allowRaw;

  @Option(
      names = "--allow-sighash",
      split = ",",
      paramLabel = "TYPE",
      description =
          "For PSBTs: sign with these types too, though whoever has such a signature can change"
              + " what is paid or spent: ${COMPLETION-CANDIDATES}.")
  private List<SighashType> allowed = new ArrayList<>();

  @Option(
      names = "--psbt-dir",
      paramLabel = "DIR",
      description = "For PSBTs: keep here what each round has added.")
  private @Nullable Path results;

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|signet|regtest",
      description = "For transactions: how addresses are written (mainnet).")
  private Network network = Network.MAINNET;

  @Mixin private ChainParticipation chain = new ChainParticipation();

  private @Nullable ParticipantKeys keys;
  private @Nullable ChainLink chained;

  /**
   * Reads what is in files, before anybody is asked for anything.
   *
   * @param stays whether the command stays until all is signed
   */
  public void read(boolean stays) throws IOException {
    chain.check(stays);
    if (walletFolder != null && walletCommand != null) {
      throw Refusal.of(ErrorCode.MALFORMED, "give either --wallet or --wallet-command");
    }
    keys = participantKey == null ? null : ParticipantKeyOptions.read(participantKey, new char[0]);
  }

  /** The participant's keys, if they are not the signer's own. */
  @Nullable ParticipantKeys keys() {
    return keys;
  }

  /** How addresses are written. */
  Network network() {
    return network;
  }

  /** A trace that writes addresses as this network does. */
  public SigningTrace trace(Terminal terminal) {
    return new SigningTrace(terminal, network, chain.isGiven());
  }

  /** Equips a signer; the wallet, if there is one, is to be closed when it leaves. */
  public WalletLink equip(AgentBuilder agent, AgentListener trace, Terminal terminal)
      throws IOException {
    Path folder = results;
    ChainLink link = chain.open(terminal.environment());
    chained = link;
    AgentListener files = folder == null ? event -> {} : PsbtFiles.in(folder, terminal::progress);
    limit(agent)
        .listener(
            (AgentEvent event) -> {
              trace.on(event);
              files.on(event);
              link.on(event);
            });
    link.equip(agent);
    if (keys != null) {
      agent.participantKeys(keys);
    }
    WalletLink wallet = link(terminal);
    if (wallet.wallet() != null) {
      agent.wallet(wallet.wallet());
    }
    return wallet.and(link::close);
  }

  /** Waits until the transaction of a request is out, where there is a chain to see it on. */
  public void awaitOut(Seat seat, VerifiedRequest request, Duration atMost) throws Exception {
    if (chained != null) {
      chained.awaitOut(seat, request, atMost);
    }
  }

  /** Equips a signer that says something and leaves; who signs may come later, with a wallet. */
  AgentBuilder ofSpeaker(AgentBuilder agent) {
    if (keys != null) {
      agent.participantKeys(keys);
    }
    return limit(agent)
        .wallet(
            question ->
                CompletableFuture.failedFuture(
                    Refusal.of(ErrorCode.UNAVAILABLE, "no wallet is asked here")));
  }

  private AgentBuilder limit(AgentBuilder agent) {
    if (maxFee != null) {
      agent.maxFee(maxFee);
    }
    if (allowRaw) {
      agent.rawMessages(true);
    }
    return agent.sighashTypes(sighashTypes());
  }

  private Set<SighashType> sighashTypes() {
    Set<SighashType> types = new HashSet<>(SighashType.binding());
    types.addAll(allowed);
    return types;
  }

  private WalletLink link(Terminal terminal) throws IOException {
    if (walletFolder != null) {
      FolderWallet wallet = FolderWallet.in(walletFolder, terminal::progress);
      return new WalletLink(wallet, wallet::close);
    }
    if (walletCommand != null) {
      CommandWallet wallet = CommandWallet.start(walletCommand);
      return new WalletLink(wallet, wallet::close);
    }
    return new WalletLink(null, () -> {});
  }
}
