package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @Test
  void areNotChangedThroughTheArraysTheyCameFromOrGaveOut() {
    byte[] source = {1, 2};
    Bytes bytes = Bytes.of(source);

    source[0] = 9;
    bytes.toArray()[1] = 9;

    assertThat(bytes).isEqualTo(Bytes.fromHex("0102"));
  }

  @Test
  void readHexOfEitherCaseAndWriteItInLowerCase() {
    assertThat(Bytes.fromHex("00aBFf")).hasToString("00abff");
    assertThat(Bytes.fromHex("00AbfF").hex()).isEqualTo("00abff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0x01", "0g", " 00", "00 01"})
  void refuseWhatIsNotHex(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.fromHex(text));
  }

  @Test
  void areOrderedAsUnsignedNumbers() {
    assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
    assertThat(Bytes.fromHex("80")).isLessThan(Bytes.fromHex("8000"));
    assertThat(Bytes.fromHex("80")).isEqualByComparingTo(Bytes.fromHex("80"));
  }

  @Test
  void areEqualByContent() {
    assertThat(Bytes.fromHex("0102"))
        .isEqualTo(Bytes.of(new byte[] {1, 2}))
        .hasSameHashCodeAs(Bytes.of(new byte[] {1, 2}))
        .isNotEqualTo(Bytes.fromHex("0103"))
        .isNotEqualTo("0102");
    assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.EMPTY);
  }

  @Test
  void areJoinedAndCut() {
    Bytes joined = Bytes.concat(Bytes.fromHex("01"), Bytes.EMPTY, Bytes.fromHex("0203"));

    assertThat(joined).isEqualTo(Bytes.fromHex("010203"));
    assertThat(joined.slice(1, 3)).isEqualTo(Bytes.fromHex("0203"));
    assertThat(joined.slice(2, 2).length()).isZero();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> joined.slice(1, 4));
  }

  @Test
  void sayWhichSizeIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublicKey(Bytes.of(new byte[32])))
        .withMessage("public key: 33 bytes expected, 32 given");
    assertThat(Bytes.EMPTY.requireSize(0, "nothing")).isSameAs(Bytes.EMPTY);
  }
}
