package org.residency.dataset;

import com.jerolba.carpet.CarpetWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Made-up rows and the files that hold them. */
final class Fixture {
    /** One row as Parquet sees it. */
    record QuestionRow(String Question, String Complex_CoT, String Response, String patient) {}

    private static final String[] WORDS = {
        "fever",
        "cough",
        "rash",
        "oedema",
        "dyspnoea",
        "nausea",
        "vertigo",
        "pallor",
        "icterus",
        "tremor",
        "ataxia",
        "syncope",
        "weakness",
        "haematuria",
        "wheeze",
        "murmur",
        "clubbing",
        "diplopia",
        "tinnitus",
        "pruritus"
    };

    private Fixture() {}

    static Path write(Path folder, String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    /** Rows that hold what formats trip over: commas, quotes, line breaks, accents in both normal forms. */
    static List<QuestionRow> rows(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> new QuestionRow(
                        "Case %d: %s, \"very\" %s,\r\nthen %s. Me\u0301nie\u0300re's?"
                                .formatted(i, sentence(random), sentence(random), sentence(random)),
                        "It is %s\nand so %s.".formatted(sentence(random), sentence(random)),
                        "Diagnosis %d \u00e9".formatted(i),
                        i % 3 == 0 ? null : "p" + i / 4))
                .toList();
    }

    static String sentence(Random random) {
        return String.join(
                " ", random.ints(12, 0, WORDS.length).mapToObj(i -> WORDS[i]).toList());
    }

    static List<QuestionRow> shuffled(List<QuestionRow> rows) {
        List<QuestionRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(1));
        return shuffled;
    }

    static Path parquet(Path file, List<QuestionRow> rows) throws IOException {
        try (OutputStream out = new FileOutputStream(file.toFile());
                CarpetWriter<QuestionRow> writer = new CarpetWriter<>(out, QuestionRow.class)) {
            writer.write(rows);
        }
        return file;
    }

    static ClinicalCase caseOf(String question, String patient, SplitName split) {
        return ClinicalCase.of(
                question,
                "because",
                "answer to " + question,
                Optional.empty(),
                Optional.ofNullable(patient),
                Optional.ofNullable(split),
                new TreeMap<>(Map.of()),
                List.of());
    }
}
