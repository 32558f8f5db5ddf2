package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that nobody wrote: no exception, offsets that fit, nothing lost outside of what was found. */
class FuzzTest {
    private static final List<String> PIECES = List.of(
            "Mr. ",
            "Dr ",
            "MRN: ",
            "3/14",
            "2024-03-14",
            "555-0147",
            "\u200B",
            "\u202E",
            "\u0301",
            "\uFEFF",
            "\uD83D\uDE00",
            "\uD800",
            "\uDC00",
            "((((",
            "\u00A0",
            "\t",
            "\n",
            "\r\n",
            "a@b.c",
            "http://",
            "Zyxwell",
            "ZYXWELL",
            "\u0141\u00F3d\u017A",
            "|",
            "O'",
            "-",
            "'s",
            "99 y/o ",
            "five ",
            "dot ",
            "at ",
            "January ",
            "the ",
            "\u4E2D\u6587",
            "\u0639\u0631\u0628",
            "IV",
            "1",
            "0",
            "::",
            "..",
            "123456789",
            "\u0130",
            "\u1E9E",
            "\uFB01",
            "\uFF11\uFF12",
            "in ",
            "St. ",
            "Hospital ");

    private final Deidentifier deidentifier =
            new Deidentifier(DeidentificationKey.of(new byte[32]), ReplacementMode.SURROGATE);
    private final Auditor auditor = new Auditor();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void offsetsFitAndTheRestStays(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                if (random.nextInt(4) == 0) {
                    text.append((char) random.nextInt(0x10000));
                } else {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                }
            }
            check(text.toString());
        }
    }

    private void check(String text) {
        DeidentifiedNote note = deidentifier.deidentify(Map.of("text", text), PatientContext.of("p"));
        DeidentifiedText result = note.fields().get("text");
        int from = 0;
        int outFrom = 0;
        assertThat(result.found()).hasSameSizeAs(result.replaced());
        for (int i = 0; i < result.found().size(); i++) {
            PhiSpan found = result.found().get(i);
            PhiSpan put = result.replaced().get(i);
            assertThat(found.start()).isGreaterThanOrEqualTo(from);
            assertThat(found.end()).isLessThanOrEqualTo(text.length());
            assertThat(result.text().substring(outFrom, put.start())).isEqualTo(text.substring(from, found.start()));
            from = found.end();
            outFrom = put.end();
        }
        assertThat(result.text().substring(outFrom)).isEqualTo(text.substring(from));
        // Replacing never cuts a pair of surrogates in two.
        if (isWhole(text)) {
            assertThat(isWhole(result.text())).isTrue();
        }
        auditor.audit("n", note);
    }

    private static boolean isWhole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789",
                "ABCDEFGHIJ",
                "((((",
                "1/2/",
                "1-",
                "Q1w",
                "a.a@",
                "Smith ",
                "five ",
                "| a ",
                "Dr. X, ",
                "1 ",
                "in New ",
                "A. ",
                "St. ",
                "Smith-Jones",
                "www.",
                "3 Main St "
            })
    void aLineWithoutEndTakesTimeInProportion(String piece) {
        String text = piece.repeat(100_000 / piece.length());
        long start = System.nanoTime();
        auditor.audit("n", deidentifier.deidentify(Map.of("text", text), PatientContext.of("p")));

        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }
}
