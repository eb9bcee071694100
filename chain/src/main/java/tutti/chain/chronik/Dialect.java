package tutti.chain.chronik;

import java.util.List;
import tutti.chain.backend.UnspentClaim;
import tutti.chain.http.Answer;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;

/** The two protocols that are called Chronik. */
public enum Dialect {
  /** The one in the node of eCash: {@code bitcoind -chronik}. */
  IN_NODE {
    @Override
    Bytes raw(Answer answer) {
      return Message.read(answer.body()).bytes(1);
    }

    @Override
    List<Message> utxos(Message reply, Bytes script) {
      return reply.messages(2, MOST);
    }

    @Override
    Bytes subscription(ScriptKind script) {
      return new MessageBuilder().message(3, named(script)).written();
    }
  },

  /** The one that Lotus runs, beside its node. */
  LOTUS {
    @Override
    Bytes raw(Answer answer) {
      return answer.body();
    }

    @Override
    List<Message> utxos(Message reply, Bytes script) {
      // One payload may be in several scripts, such as commitments with and without state.
      return reply.messages(1, MOST).stream()
          .filter(one -> one.bytes(1).equals(script))
          .flatMap(one -> one.messages(2, MOST).stream())
          .toList();
    }

    @Override
    Bytes subscription(ScriptKind script) {
      return named(script).number(3, 1).written();
    }
  };

  /** More than an answer of the size that is read can hold of real ones. */
  private static final int MOST = 10_000;

  /** The transaction in what {@code /raw-tx/} answers. */
  abstract Bytes raw(Answer answer);

  /** The unspent outputs of this script in what {@code /script/.../utxos} answers. */
  abstract List<Message> utxos(Message reply, Bytes script);

  /** What asks the WebSocket to tell of a script. */
  abstract Bytes subscription(ScriptKind script);

  List<UnspentClaim> claims(Message reply, Bytes script) {
    return utxos(reply, script).stream().map(Dialect::claim).toList();
  }

  private static UnspentClaim claim(Message utxo) {
    Message outpoint = utxo.message(1).orElseGet(() -> Message.read(Bytes.EMPTY));
    return new UnspentClaim(
        new Outpoint(outpoint.txid(1).hash(), Integer.toUnsignedLong(outpoint.small(2))),
        utxo.number(5));
  }

  private static MessageBuilder named(ScriptKind script) {
    return new MessageBuilder().text(1, script.name()).bytes(2, script.payload());
  }
}
