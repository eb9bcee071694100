package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Bitcoin;
import fr.acinq.bitcoin.Block;
import fr.acinq.bitcoin.BlockHash;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.Network;

/** The address that people know a script by. */
public final class ScriptAddress {
  private ScriptAddress() {}

  /** Empty for scripts that have none, such as those that carry data. */
  public static Optional<String> of(Bytes script, Network network) {
    try {
      var address = Bitcoin.addressFromPublicKeyScript(chain(network), script.toArray());
      return address.isRight() ? Optional.ofNullable(address.getRight()) : Optional.empty();
    } catch (
        RuntimeException notParsed) { // strangers write scripts, the library stumbles over some
      return Optional.empty();
    }
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
