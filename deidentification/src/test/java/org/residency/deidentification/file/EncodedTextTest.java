package org.residency.deidentification.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.PhiClass;
import org.residency.deidentification.PhiSpan;

class EncodedTextTest {

    @Test
    void putsAReplacementWhereTheIdentifierBeganAndKeepsTheMarkupInIt() {
        EncodedText text = XhtmlText.of("<p>Mr. <b>Van</b>&#160;<i>Dyke</i> &lt; 9</p>");
        assertThat(text.plain()).isEqualTo("\nMr. Van\u00a0Dyke < 9\n");

        assertThat(text.with(replaced(text.plain(), 5, 13, "A & B")))
                .isEqualTo("<p>Mr. <b>A &amp; B</b><i></i> &lt; 9</p>");
    }

    @Test
    void returnsWhatWasNotReplacedByteForByte() {
        Random random = new Random(5);
        List<String> pieces = List.of(
                "<p>",
                "</p>",
                "<br/>",
                "&amp;",
                "&",
                "<",
                "a",
                " ",
                "Ames",
                "<td title='x y'>",
                "&#xe9;",
                "<!-- c -->",
                "\"",
                "<a href=\"mailto:x\">",
                "&nbsp;",
                "\n");
        for (int round = 0; round < 2000; round++) {
            StringBuilder xhtml = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                xhtml.append(pieces.get(random.nextInt(pieces.size())));
            }
            EncodedText text = XhtmlText.of(xhtml.toString());

            assertThat(text.with(new DeidentifiedText(text.plain(), List.of(), List.of())))
                    .isEqualTo(xhtml.toString().replace("<!-- c -->", ""));
        }
    }

    private static DeidentifiedText replaced(String plain, int start, int end, String by) {
        String out = plain.substring(0, start) + by + plain.substring(end);
        return new DeidentifiedText(
                out,
                List.of(new PhiSpan(start, end, PhiClass.NAME, "n")),
                List.of(new PhiSpan(start, start + by.length(), PhiClass.NAME, "n")));
    }
}
