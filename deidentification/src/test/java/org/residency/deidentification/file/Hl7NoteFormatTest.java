package org.residency.deidentification.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.ReplacementMode;

class Hl7NoteFormatTest {
    private static final String MESSAGE = "MSH|^~\\&|LAB|MERCY|EHR|MERCY|20240304103000||ORU^R01|77|P|2.5.1\r"
            + "PID|1||48219937^^^MERCY^MR~QQ-12^^^X^PI||Zyxwell^Ottilie^May||19510214|F|||12 Elm Street^^Tullamore^OH^43004^US||614-555-0142\r"
            + "PV1|1|I|W3^12^A||||1234567^Quorlander^Aurelio^^^Dr.\r"
            + "OBR|1|||24323-8^CMP^LN|||20240304\r"
            + "OBX|1|FT|34109-9^Note^LN||Zyxwell seen.\\.br\\BP 120/80 \\T\\ stable; Parkinson disease. Told Mr. Vexleyman\\F\\son.~Call 614-555-0143.||||||F\r"
            + "OBX|2|NM|718-7^Hemoglobin^LN||9.8|g/dL|12-16|L|||F|||20240304\r"
            + "NTE|1||Sent to Dr. Quorlander\\E\\\r"
            + "ZZZ|x||  kept as it is  |\r";

    @TempDir
    Path folder;

    @Test
    void replacesTextsAndNamedFieldsAndLeavesTheRestByteForByte() throws IOException {
        assertThat(deidentify(MESSAGE, ReplacementMode.MASK))
                .isEqualTo("MSH|^~\\&|LAB|MERCY|EHR|MERCY|[DATE]||ORU^R01|77|P|2.5.1\r"
                        + "PID|1||[MEDICAL_RECORD]^^^MERCY^MR~[MEDICAL_RECORD]^^^X^PI||[NAME]^[NAME]^[NAME]||[DATE]|F|||[GEOGRAPHY]^^[GEOGRAPHY]^OH^[GEOGRAPHY]^US||[PHONE]\r"
                        + "PV1|1|I|W3^12^A||||[LICENCE]^[NAME]^[NAME]^^^Dr.\r"
                        + "OBR|1|||24323-8^CMP^LN|||[DATE]\r"
                        + "OBX|1|FT|34109-9^Note^LN||[NAME] seen.\\.br\\BP 120/80 \\T\\ stable; Parkinson disease. Told Mr. [NAME]\\F\\son.~Call [PHONE].||||||F\r"
                        + "OBX|2|NM|718-7^Hemoglobin^LN||9.8|g/dL|12-16|L|||F|||[DATE]\r"
                        + "NTE|1||Sent to Dr. [NAME]\\E\\\r"
                        + "ZZZ|x||  kept as it is  |\r");
    }

    @Test
    void readsDelimitersFromTheMessageAndKeepsItsLineEnds() throws IOException {
        String odd =
                "MSH#*!?$#A##B##20240304##ORU*R01\r\nPID###7731!8842##Zyxwell*Ottilie\r\nNTE#1##Zyxwell ?F? cough\r\n\r\n";

        assertThat(deidentify(odd + MESSAGE, ReplacementMode.MASK))
                .startsWith(
                        "MSH#*!?$#A##B##[DATE]##ORU*R01\r\nPID###[MEDICAL_RECORD]![MEDICAL_RECORD]##[NAME]*[NAME]\r\n"
                                + "NTE#1##[NAME] ?F? cough\r\n\r\nMSH|^~\\&|LAB");
    }

    @Test
    void movesDatesAndKeepsTheTimeOfDay() throws IOException {
        String out = deidentify(MESSAGE, ReplacementMode.SURROGATE);

        assertThat(out)
                .containsPattern("\\|MERCY\\|20\\d{6}103000\\|")
                .containsPattern("\\|19\\d{6}\\|F\\|")
                .doesNotContain("20240304", "19510214", "Zyxwell", "Ottilie", "Quorlander", "48219937");
        assertThat(out.split("\r", -1)).hasSameSizeAs(MESSAGE.split("\r", -1));
        assertThat(out.chars().filter(c -> c == '|').count())
                .isEqualTo(MESSAGE.chars().filter(c -> c == '|').count());
    }

    @Test
    void refusesWhatHasNoHeader() {
        assertThatThrownBy(() -> deidentify("PID|1||Zyxwell\r", ReplacementMode.MASK))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("message 1")
                .hasMessageContaining("MSH")
                .message()
                .doesNotContain("Zyxwell");
    }

    private String deidentify(String messages, ReplacementMode mode) throws IOException {
        Path in = Files.writeString(folder.resolve("in.hl7"), messages);
        Path out = folder.resolve("out.hl7");
        new DeidentifyFile(new Deidentifier(DeidentificationKey.of(new byte[32]), mode), new Auditor())
                .run(in, out, List.of(), Optional.empty());
        return Files.readString(out);
    }
}
