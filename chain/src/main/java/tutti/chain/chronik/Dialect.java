package tutti.chain.chronik;

import java.util.ArrayList;
import java.util.List;
import tutti.chain.Txid;
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
      return reply.messages(2);
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
      return reply.messages(1).stream()
          .filter(one -> one.bytes(1).equals(script))
          .flatMap(one -> one.messages(2).stream())
          .toList();
    }

    @Override
    Bytes subscription(ScriptKind script) {
      return named(script).number(3, 1).written();
    }
  };

  /** The transaction in what {@code /raw-tx/} answers. */
  abstract Bytes raw(Answer answer);

  /** The unspent outputs of this script in what {@code /script/.../utxos} answers. */
  abstract List<Message> utxos(Message reply, Bytes script);

  /** What asks the WebSocket to tell of a script. */
  abstract Bytes subscription(ScriptKind script);

  List<Outpoint> outpoints(Message reply, Bytes script, int atMost) {
    List<Outpoint> outpoints = new ArrayList<>();
    for (Message utxo : utxos(reply, script)) {
      if (outpoints.size() <= atMost) {
        Message outpoint = utxo.message(1).orElseGet(() -> Message.read(Bytes.EMPTY));
        Txid id = outpoint.txid(1);
        outpoints.add(new Outpoint(id.hash(), Integer.toUnsignedLong(outpoint.small(2))));
      }
    }
    return outpoints;
  }

  private static MessageBuilder named(ScriptKind script) {
    return new MessageBuilder().text(1, script.name()).bytes(2, script.payload());
  }
}
