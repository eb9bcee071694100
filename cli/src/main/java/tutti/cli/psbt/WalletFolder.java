package tutti.cli.psbt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tutti.agent.psbt.Wallet;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/**
 * What lies in a wallet's folder: what it was asked, also by processes that are no more, and what
 * it has answered. A wallet is asked once, whoever asks; so the folder is what is remembered.
 */
record WalletFolder(Path folder) {
  private static final String NONCE_ASK = "-nonce-ask.psbt";
  private static final String PARTIAL_ASK = "-partial-ask.psbt";

  /** Where the answer to a question is put. */
  Path answer(Wallet.Question question) {
    return PsbtFiles.file(folder, question.request(), step(question));
  }

  /** Where a question is. */
  Path asked(Wallet.Question question) {
    return PsbtFiles.file(folder, question.request(), step(question) + "-ask");
  }

  /**
   * Refuses what was asked too late: a wallet that was asked to sign has used its nonces, whether
   * its answer came or not.
   *
   * @throws Refusal {@code NONCE_LOST}
   */
  void requireUnsigned(RequestId request) {
    if (Files.exists(folder.resolve(request.hex() + PARTIAL_ASK))) {
      throw Refusal.of(
          ErrorCode.NONCE_LOST,
          "the wallet was asked to sign this already; announce the transaction anew");
    }
  }

  /** Another request that the wallet was asked for the nonces of, and not yet to sign. */
  Optional<Path> askedElsewhere(Wallet.Question question) throws IOException {
    Set<Bytes> messages = messages(question.psbt());
    try (DirectoryStream<Path> asked = Files.newDirectoryStream(folder, "*" + NONCE_ASK)) {
      for (Path other : asked) {
        String name = other.getFileName().toString();
        String request = name.substring(0, name.length() - NONCE_ASK.length());
        if (!request.equals(question.request().hex())
            && !Files.exists(folder.resolve(request + PARTIAL_ASK))
            && !Collections.disjoint(messages, messages(other))) {
          return Optional.of(other);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Asks, unless the very same question is there: then what is there as its answer is one. What was
   * there before a question cannot be its answer, and is put aside.
   *
   * @return whether the question was there
   */
  boolean ask(Wallet.Question question) throws IOException {
    Path asked = asked(question);
    if (Files.exists(asked) && isSame(asked, question.psbt())) {
      return true;
    }
    Path answer = answer(question);
    if (Files.exists(answer)) {
      Files.move(answer, Path.of(answer + ".stale"), StandardCopyOption.REPLACE_EXISTING);
    }
    PsbtFiles.write(folder, asked, question.psbt());
    return false;
  }

  private static boolean isSame(Path asked, Psbt psbt) throws IOException {
    return Files.readString(asked, StandardCharsets.ISO_8859_1).strip().equals(psbt.encodeBase64());
  }

  private static Set<Bytes> messages(Path asked) throws IOException {
    try {
      return messages(PsbtSources.parse(Files.readAllBytes(asked)));
    } catch (NoSuchFileException | Refusal e) {
      return Set.of(); // it was taken away meanwhile, or is no question
    }
  }

  private static Set<Bytes> messages(Psbt psbt) {
    return SigningPlan.of(psbt).items().stream().map(PsbtItem::message).collect(Collectors.toSet());
  }

  private static String step(Wallet.Question question) {
    return question.step() == Wallet.Step.NONCE ? "nonce" : "partial";
  }
}
