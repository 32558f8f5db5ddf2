package org.residency.deidentification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.residency.deidentification.quality.MarkedNote;
import org.residency.deidentification.quality.MarkedNotes;

/** The hand-written notes of the training, {@code notes-*.txt}, each as often as asked for and each time of other people. */
final class TrainingNotes {
    /** Of so many notes, one is held out. */
    private static final int HELD = 5;

    private final Random random;
    private final TrainingHand hand;
    private final TrainingValues values;

    TrainingNotes(TrainingText text, WordFacts facts, Random random) {
        this.random = random;
        this.hand = new TrainingHand(random);
        this.values = new TrainingValues(text, facts, random);
    }

    /** The notes of a folder that are trained on, or those that are held out, in the order of file and line. */
    static List<MarkedNote> of(Path folder, boolean held) {
        List<MarkedNote> notes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("notes-"))
                    .sorted()
                    .toList()) {
                List<MarkedNote> all = MarkedNotes.read(file);
                for (int i = 0; i < all.size(); i++) {
                    if ((i % HELD == HELD - 1) == held) {
                        notes.add(all.get(i));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the training notes in " + folder, e);
        }
        return notes;
    }

    /** The note of other people, in one of the ways in which people write, as a whole or some lines of it. */
    TrainingText.Labelled copy(MarkedNote note) {
        StringBuilder text = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        Map<String, String> people = new HashMap<>();
        boolean others = random.nextInt(8) != 0;
        int at = 0;
        for (MarkedNote.Mark mark : marks(note)) {
            put(text, labels, note.text().substring(at, mark.start()), '0');
            String value = note.text().substring(mark.start(), mark.end());
            String other = others ? values.other(mark.kind(), value, people) : value;
            text.append(other);
            labels.append(values.labels(mark.kind(), value, other));
            at = mark.end();
        }
        put(text, labels, note.text().substring(at), '0');
        TrainingText.Labelled cut = cut(new TrainingText.Labelled(text.toString(), labels.toString()));
        return new TrainingText.Labelled(hand.write(cut.text(), cut.labels()), cut.labels(), true);
    }

    private static List<MarkedNote.Mark> marks(MarkedNote note) {
        List<MarkedNote.Mark> marks = new ArrayList<>(note.identifiers());
        marks.addAll(note.terms());
        marks.sort(Comparator.comparingInt(MarkedNote.Mark::start));
        return marks;
    }

    private static void put(StringBuilder text, StringBuilder labels, String piece, char label) {
        text.append(piece);
        labels.append(String.valueOf(label).repeat(piece.length()));
    }

    /** Now and then some lines of it. */
    private TrainingText.Labelled cut(TrainingText.Labelled note) {
        if (random.nextInt(5) != 0) {
            return note;
        }
        int from = 0;
        int to = note.text().length();
        for (int i = 0; i < note.text().length(); i++) {
            if (note.text().charAt(i) == '\n' && random.nextInt(4) == 0) {
                if (random.nextBoolean() && to - i > 40) {
                    from = i + 1;
                } else if (i - from > 40) {
                    to = i;
                    break;
                }
            }
        }
        return new TrainingText.Labelled(
                note.text().substring(from, to), note.labels().substring(from, to));
    }
}
