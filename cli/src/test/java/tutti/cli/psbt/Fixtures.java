package tutti.cli.psbt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A transaction of two wallets of Bitcoin Core, with their made-up keys. */
final class Fixtures {
  static final List<String> KEYS =
      List.of(
          "tprv8ZgxMBicQKsPd2gtJQUA13pqY8vfH614NP6kzNkZimwLxFnPYSz5H5gE4EadvwCKVkgnNcqWKD4Fn9pqfCP8EBL"
              + "ufrkYeKsFnYUMLEHcEGJ",
          "tprv8ZgxMBicQKsPfEgjF6RoZEHBe7jFmAr9Tve24GPCSRTwCpNnzFrZN4QhJzqFJcVu2AXzuTfwnuEShU9ZXQ3dHuf"
              + "tvHre36V1aubywtP4nE8");

  static final List<String> ORIGINS = List.of("935af39e/87h/1h/0h", "0ea24894/87h/1h/0h");

  static final List<String> ACCOUNTS =
      List.of(
          "tpubDCxQpFBWwT4kLcqFwmr8pheifBmJPZsJBkZdtF93hgLrb9gzt9fGUxFSR9hJjr1ZhQip1jcnG2mH3EeRR9aEC"
              + "tv3QiwdhEuuyohUdaL8GHq",
          "tpubDDHRVQUbYbnWz9DLHTbaFmT66wJZEMGTTK2cproAcFBgFvJL928kmniYFRus72eZ9ub1vdJLw9KDgAKUEYbDr"
              + "pcaDKuUCX8cyw5hEujvHSZ");

  /** The first account of both, as descriptors have it. */
  static final String MUSIG =
      "musig([%s]%s,[%s]%s)"
          .formatted(ORIGINS.get(0), ACCOUNTS.get(0), ORIGINS.get(1), ACCOUNTS.get(1));

  /** What is to be signed. */
  static final String CREATED =
      "cHNidP8BAIkCAAAAAVkrwNBXS9PdRvNRJ6gfizlLI2leRCRnNMdsNFmI8vqiAQAAAAD9////AgDh9QUA"
          + "AAAAIlEgcugQumT0QEJ9IiJb1ShKjHG5cR2W8yDWrsPgW41Anspy6voCAAAAACJRIAIRpZoNRGcc/VIg"
          + "mQT7WBhBRKW33I7gcZgyJhp6s0glAAAAAAABASuA0fAIAAAAACJRIDUEIpzosgyl7Hk7M5App7VeQhui"
          + "DWX7/B+KG3+rQzWVIRaH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHStyOS7o+BEADqJIlFcAAIABAACA"
          + "AAAAgCEWjD4YsADATEGVYgaxb94WVlRU8CM9G7J5aEJo4dzA4LkRAJNa855XAACAAQAAgAAAAIAhFp7c"
          + "Fv2LViLWXEaszzQAuuF3JiZ2nrO70zarUxBd3hDeDQBlDViDAAAAAAEAAAABFyCe3Bb9i1Yi1lxGrM80"
          + "ALrhdyYmdp6zu9M2q1MQXd4Q3iIaAt3Lu+3drNW7eUz4TdpAbh3oNu+2/0w05PdxkQBNXs+LQgKMPhiw"
          + "AMBMQZViBrFv3hZWVFTwIz0bsnloQmjh3MDguQOH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHStyOS7o"
          + "+AAAAQUgv8yn8yCDxyi+AIId13W6fLdQ8uGfHqBvxUHSJQxvWzshB4f17HvvHUchXD0O2F0Rq6tW6jVV"
          + "3284/tAdK3I5Luj4EQAOokiUVwAAgAEAAIAAAACAIQeMPhiwAMBMQZViBrFv3hZWVFTwIz0bsnloQmjh"
          + "3MDguREAk1rznlcAAIABAACAAAAAgCEHv8yn8yCDxyi+AIId13W6fLdQ8uGfHqBvxUHSJQxvWzsNAGUN"
          + "WIMBAAAAAQAAACIIAt3Lu+3drNW7eUz4TdpAbh3oNu+2/0w05PdxkQBNXs+LQgKMPhiwAMBMQZViBrFv"
          + "3hZWVFTwIz0bsnloQmjh3MDguQOH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHStyOS7o+AA=";

  /** The same with all nonces and partial signatures. */
  static final String SIGNED =
      "cHNidP8BAIkCAAAAAVkrwNBXS9PdRvNRJ6gfizlLI2leRCRnNMdsNFmI8vqiAQAAAAD9////AgDh9QUA"
          + "AAAAIlEgcugQumT0QEJ9IiJb1ShKjHG5cR2W8yDWrsPgW41Anspy6voCAAAAACJRIAIRpZoNRGcc/VIg"
          + "mQT7WBhBRKW33I7gcZgyJhp6s0glAAAAAAABASuA0fAIAAAAACJRIDUEIpzosgyl7Hk7M5App7VeQhui"
          + "DWX7/B+KG3+rQzWVIRaH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHStyOS7o+BEADqJIlFcAAIABAACA"
          + "AAAAgCEWjD4YsADATEGVYgaxb94WVlRU8CM9G7J5aEJo4dzA4LkRAJNa855XAACAAQAAgAAAAIAhFp7c"
          + "Fv2LViLWXEaszzQAuuF3JiZ2nrO70zarUxBd3hDeDQBlDViDAAAAAAEAAAABFyCe3Bb9i1Yi1lxGrM80"
          + "ALrhdyYmdp6zu9M2q1MQXd4Q3iIaAt3Lu+3drNW7eUz4TdpAbh3oNu+2/0w05PdxkQBNXs+LQgKMPhiw"
          + "AMBMQZViBrFv3hZWVFTwIz0bsnloQmjh3MDguQOH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHStyOS7o"
          + "+EMbAow+GLAAwExBlWIGsW/eFlZUVPAjPRuyeWhCaOHcwOC5AjUEIpzosgyl7Hk7M5App7VeQhuiDWX7"
          + "/B+KG3+rQzWVQgPLE2OCWKdLTaxasf3u83T44yuSMsYQ0oXH6ONDxivhWQLoLsH1TbS7YEoKicmPEI5l"
          + "+xTqTExpywMzAu0Qv9vyz0MbA4f17HvvHUchXD0O2F0Rq6tW6jVV3284/tAdK3I5Luj4AjUEIpzosgyl"
          + "7Hk7M5App7VeQhuiDWX7/B+KG3+rQzWVQgJhr5Tj9oUHew6MrxAynEBppVFZGuwd0NmuH6syOwoSyALO"
          + "9ypHf+ZXJV5DwWwsoZwvh6KU93nN/7mcOleB4v5z60McAow+GLAAwExBlWIGsW/eFlZUVPAjPRuyeWhC"
          + "aOHcwOC5AjUEIpzosgyl7Hk7M5App7VeQhuiDWX7/B+KG3+rQzWVIOFdE4DVzR0ZPrzu9FBcmUw/dZ8C"
          + "Odc4IxwJ1rEK1XyiQxwDh/Xse+8dRyFcPQ7YXRGrq1bqNVXfbzj+0B0rcjku6PgCNQQinOiyDKXseTsz"
          + "kCmntV5CG6INZfv8H4obf6tDNZUg3k51x8sG3w7xUY9GlwAqMM+9Zse+fbS+Sr7FyrmuVfAAAAEFIL/M"
          + "p/Mgg8covgCCHdd1uny3UPLhnx6gb8VB0iUMb1s7IQeH9ex77x1HIVw9DthdEaurVuo1Vd9vOP7QHSty"
          + "OS7o+BEADqJIlFcAAIABAACAAAAAgCEHjD4YsADATEGVYgaxb94WVlRU8CM9G7J5aEJo4dzA4LkRAJNa"
          + "855XAACAAQAAgAAAAIAhB7/Mp/Mgg8covgCCHdd1uny3UPLhnx6gb8VB0iUMb1s7DQBlDViDAQAAAAEA"
          + "AAAiCALdy7vt3azVu3lM+E3aQG4d6Dbvtv9MNOT3cZEATV7Pi0ICjD4YsADATEGVYgaxb94WVlRU8CM9"
          + "G7J5aEJo4dzA4LkDh/Xse+8dRyFcPQ7YXRGrq1bqNVXfbzj+0B0rcjku6PgA";

  static final String TXID = "22da1359b1395f96dd4d3a4b59e01980713cf694cbbf5936a1c1ae4410cfc4f9";

  private Fixtures() {}

  /** A file with what the wallets began with, or had when both had signed. */
  static Path psbt(Path folder, String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "psbt", ".psbt"), text + "\n");
  }

  static Path key(Path folder, int participant) throws IOException {
    String line = "[%s]%s\n".formatted(ORIGINS.get(participant), KEYS.get(participant));
    return Files.writeString(folder.resolve("key" + participant), line);
  }
}
