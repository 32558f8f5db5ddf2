package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.residency.deidentification.quality.MarkedNote;
import org.residency.deidentification.quality.MarkedNotes;

/**
 * Makes {@code names.bin} and {@code tagger.bin}: <code>mvn test -pl deidentification -Dtest=TrainNameTaggerTest
 * -Dtagger.out=src/main/resources/org/residency/deidentification</code>. All text was written for it here: whole notes with
 * marks, templates, the word lists of the library and names that Datafaker makes. Of the marked notes that measure the
 * result the weights see nothing; what a label has to lead by is chosen on training notes that were held out and on those
 * measuring notes that were read long ago.
 */
class TrainNameTaggerTest {
    private static final Path FOLDER = Path.of("src/test/resources/training");
    private static final Path READ = Path.of("src/test/resources/notes");
    private static final List<String> READ_NOTES =
            List.of("dev2.txt", "dev3.txt", "blind2.txt", "blind3.txt", "clean.txt", "clean2.txt", "clean3.txt");
    private static final int GENERATED = Integer.getInteger("tagger.notes", 80_000);

    /** How often each hand-written note comes, each time with other people in it. */
    private static final int COPIES = Integer.getInteger("tagger.copies", 90);

    private static final long SEED = 20_261_123;

    @Test
    void everySlotOfTheTemplatesIsFilled() throws IOException {
        assertThat(TrainingText.of(FOLDER, TrainingNames.gather(FOLDER), 1).check())
                .isGreaterThan(500);
    }

    @Test
    void aCopyOfANoteHasOtherPeopleUnderTheSameLabels() throws IOException {
        TrainingText text = TrainingText.of(FOLDER, TrainingNames.gather(FOLDER), 1);
        TrainingNotes notes = new TrainingNotes(text, new WordFacts(), new Random(5));
        MarkedNote note = MarkedNotes.parse(
                FOLDER, "n", "Mr. [[NAME|Zbigniew Ferreira]] has {{gout}}, MRN [[OTHER_ID|81-2207]].");

        List<TrainingText.Labelled> copies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            copies.add(notes.copy(note));
        }

        assertThat(copies).allSatisfy(copy -> {
            assertThat(copy.labels()).hasSameSizeAs(copy.text()).matches("0+1+0+5+0");
        });
        assertThat(copies).anySatisfy(copy -> assertThat(copy.text()).doesNotContainIgnoringCase("Ferreira"));
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
        WordFacts facts = new WordFacts(out.resolve("names.bin"));
        TaggerTraining training = new TaggerTraining(facts);
        List<MarkedNote> written = TrainingNotes.of(FOLDER, false);
        int copies = COPIES * written.size();
        training.learn(mixed(names, facts, written, copies), GENERATED + copies);

        TaggerLeads leads = new TaggerLeads(training.weights(TaggerLeads.never(), Map.of()), facts);
        leads.see(TrainingNotes.of(FOLDER, true));
        for (String file : READ_NOTES) {
            leads.see(MarkedNotes.read(READ.resolve(file)));
        }
        Path file = out.resolve("tagger.bin");
        try (OutputStream stream = Files.newOutputStream(file)) {
            training.write(stream, leads.leads(), leads.doubts());
        }
        leads.report().forEach(System.out::println);
        System.out.println(written.size() + " notes, " + names.first.size() + " first and " + names.last.size()
                + " last names, " + Files.size(file) + " bytes");
        assertThat(Files.size(file)).isLessThan(8_000_000);
    }

    /** Generated notes and copies of written ones, in a random order. */
    private static Iterable<TrainingText.Labelled> mixed(
            TrainingNames names, WordFacts facts, List<MarkedNote> written, int copies) {
        Random random = new Random(SEED);
        TrainingText text = TrainingText.of(FOLDER, names, SEED);
        TrainingNotes notes = new TrainingNotes(text, facts, random);
        return () -> new Iterator<>() {
            private int generated = GENERATED;
            private int copied = copies;

            @Override
            public boolean hasNext() {
                return generated + copied > 0;
            }

            @Override
            public TrainingText.Labelled next() {
                if (random.nextInt(generated + copied) < generated) {
                    generated--;
                    return text.note();
                }
                copied--;
                return notes.copy(written.get(random.nextInt(written.size())));
            }
        };
    }
}
