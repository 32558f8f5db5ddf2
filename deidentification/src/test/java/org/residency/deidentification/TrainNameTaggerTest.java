package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes {@code names.bin} and {@code tagger.bin}: <code>mvn test -pl deidentification -Dtest=TrainNameTaggerTest
 * -Dtagger.out=src/main/resources/org/residency/deidentification</code>. All text is generated here from templates, the
 * word lists of the library and names that Datafaker makes; the marked notes that measure the result are never read.
 */
class TrainNameTaggerTest {
    private static final Path FOLDER = Path.of("src/test/resources/training");
    private static final int NOTES = Integer.getInteger("tagger.notes", 300_000);
    private static final int ROUNDS = Integer.getInteger("tagger.rounds", 2);

    /**
     * By situation, see {@link NameTagger#situation}: what a label must lead by, in steps. Chosen on the development files
     * among the marked notes, so that next to no word of theirs is taken wrongly; generated notes hold too many names for it.
     */
    private static final int[] LEADS = {8, 12, 8, 20, 28, 32, 8, 20, 60, 36, 140, 16};

    @Test
    void everySlotOfTheTemplatesIsFilled() throws IOException {
        assertThat(TrainingText.of(FOLDER, TrainingNames.gather(FOLDER), 1).check())
                .isGreaterThan(500);
    }

    @Test
    @EnabledIfSystemProperty(
            named = "tagger.out",
            matches = ".+",
            disabledReason = "trains the tagger; give -Dtagger.out")
    void trains() throws IOException {
        Path out = Path.of(System.getProperty("tagger.out"));
        TrainingNames names = TrainingNames.gather(FOLDER);
        NameHashes.write(out.resolve("names.bin"), TrainingNames.hashes(names.first), TrainingNames.hashes(names.last));
        TaggerTraining training = new TaggerTraining(new WordFacts(out.resolve("names.bin")));
        training.learn(TrainingText.of(FOLDER, names, 20_261_123).notes(NOTES), ROUNDS);
        Path file = out.resolve("tagger.bin");
        try (DataOutputStream stream = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (int label = NameTagger.PERSON; label < NameTagger.LABELS; label++) {
                for (int lead : LEADS) {
                    stream.writeShort(lead);
                }
            }
            stream.write(training.quantized());
        }
        System.out.println(
                training.report(TrainingText.of(FOLDER, names, 4_711).notes(20_000)) + ", " + names.first.size()
                        + " first and " + names.last.size() + " last names, " + Files.size(file) + " bytes");
        assertThat(Files.size(file)).isLessThan(2_000_000);
    }
}
