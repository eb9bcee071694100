package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Bitcoin;
import fr.acinq.bitcoin.Block;
import fr.acinq.bitcoin.BlockHash;
import fr.acinq.bitcoin.Script;
import java.util.Objects;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.Network;

/** The address that people know a script by. */
public final class ScriptAddress {
  private ScriptAddress() {}

  /**
   * Empty for scripts that have none, such as those that carry data, and those that look like one
   * with an address but push its hash in a longer way than is needed: to the chain these are other
   * scripts, which anyone can spend.
   */
  public static Optional<String> of(Bytes script, Network network) {
    try {
      var address = Bitcoin.addressFromPublicKeyScript(chain(network), script.toArray());
      return address.isRight()
          ? Optional.ofNullable(address.getRight()).filter(text -> stands(text, script, network))
          : Optional.empty();
    } catch (
        RuntimeException notParsed) { // strangers write scripts, the library stumbles over some
      return Optional.empty();
    }
  }

  private static boolean stands(String address, Bytes script, Network network) {
    var written = Bitcoin.addressToPublicKeyScript(chain(network), address);
    return written.isRight()
        && Bytes.of(Script.write(Objects.requireNonNull(written.getRight()))).equals(script);
  }

  private static BlockHash chain(Network network) {
    Block genesis =
        switch (network) {
          case MAINNET -> Block.LivenetGenesisBlock;
          case TESTNET -> Block.Testnet4GenesisBlock;
          case SIGNET -> Block.SignetGenesisBlock;
          case REGTEST -> Block.RegtestGenesisBlock;
        };
    return genesis.hash;
  }
}
