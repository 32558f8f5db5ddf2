package org.residency.clinic;

import static org.residency.clinic.basemodel.SpecialTokens.ASSISTANT;
import static org.residency.clinic.basemodel.SpecialTokens.BEGIN;
import static org.residency.clinic.basemodel.SpecialTokens.END;
import static org.residency.clinic.basemodel.SpecialTokens.END_THINK;
import static org.residency.clinic.basemodel.SpecialTokens.THINK;
import static org.residency.clinic.basemodel.SpecialTokens.USER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The text that the demo's base model is trained on. It teaches the language of the notes, what textbooks say, and the
 * form of an answer, but never to answer a note with its diagnosis:
 *
 * <ul>
 *   <li>textbook lines, from a diagnosis to its findings and from findings to what they are typical of;
 *   <li>a glossary, from a layman's wording to the finding's name;
 *   <li>lists of findings of unrelated conditions, to be named in order;
 *   <li>notes, whose answer names the note's findings and then concludes a condition drawn by lot.
 * </ul>
 *
 * Only training templates occur. Asked for a diagnosis, a model made from this is right about as often as a guess.
 */
public final class BaseModelCorpus {
    private static final int SHARES = 20;

    private final ConditionCatalog catalog = ConditionCatalog.load();
    private final Phrases phrases = Phrases.load();
    private final Textbook textbook = Textbook.load();
    private final Random random;
    private final Iterator<ClinicNote> notes;

    private BaseModelCorpus(long seed, int count) {
        random = new Random(seed);
        notes = ClinicNotes.generate(new GeneratorSettings(seed, count, Split.TRAINING))
                .iterator();
    }

    /** Documents with their special tokens, made one after another; the same seed gives the same documents. */
    public static Stream<String> documents(long seed, int count) {
        BaseModelCorpus corpus = new BaseModelCorpus(seed, count);
        return IntStream.range(0, count).mapToObj(number -> corpus.document());
    }

    /** The text of a conversation, as training on the task writes it too. */
    public static String conversation(String question, String reasoning, String answer) {
        return BEGIN + USER + question + ASSISTANT + THINK + "\n" + reasoning + "\n" + END_THINK + "\n\n" + answer
                + END;
    }

    /** The shares were found by trying: a small model learns wordings from glossary and lists, reading from notes. */
    private String document() {
        int lot = random.nextInt(SHARES);
        if (lot < 1) {
            return BEGIN + fromDiagnosis() + END;
        }
        if (lot < 5) {
            return BEGIN + fromFindings() + END;
        }
        if (lot < 7) {
            return BEGIN + glossary() + END;
        }
        if (lot < 12) {
            return listOfFindings();
        }
        ClinicNote note = notes.next();
        if (lot < 14) {
            return guess(note, note.question());
        }
        String masked = masked(note);
        return guess(note, lot < 16 ? masked : masked.substring(masked.indexOf('\n') + 1));
    }

    private String fromDiagnosis() {
        Condition condition = any(catalog.conditions());
        List<Cue> decisive = shuffled(condition.decisive());
        List<String> common = shuffled(condition.common());
        Map<String, String> slots = new HashMap<>();
        slots.put("name", condition.name());
        slots.put("m", condition.mechanism());
        slots.put("a", decisive.get(0).spelling(random));
        slots.put("b", decisive.get(1).spelling(random));
        slots.put("c", decisive.get(2).spelling(random));
        slots.put("e", decisive.get(3).spelling(random));
        slots.put("x", common.get(0));
        slots.put("y", common.get(1));
        slots.put("from", Integer.toString(condition.youngest()));
        slots.put("to", Integer.toString(condition.oldest()));
        return Slots.fill(any(textbook.fromDiagnosis()), slots);
    }

    private String fromFindings() {
        Condition condition = any(catalog.conditions());
        List<Cue> decisive = shuffled(condition.decisive());
        List<String> common = shuffled(condition.common());
        List<String> findings = List.of(named(decisive.get(0)), named(decisive.get(1)), common.get(0), common.get(1));
        List<String> some = shuffled(findings.subList(0, 2 + random.nextInt(3)));
        return Slots.fill(
                any(textbook.fromFindings()),
                Map.of("l", String.join(", ", some), "name", condition.name(), "m", condition.mechanism()));
    }

    private String named(Cue cue) {
        return random.nextInt(3) > 0 ? cue.name() : cue.spelling(random);
    }

    private String glossary() {
        return IntStream.range(0, 4)
                .mapToObj(number -> anyCue(8))
                .map(cue -> any(cue.wordings()) + " means " + cue.name())
                .collect(Collectors.joining(". ", "", "."));
    }

    private String listOfFindings() {
        List<Cue> cues = IntStream.range(0, 2 + random.nextInt(4))
                .mapToObj(number -> anyCue(3))
                .toList();
        String separator = any(List.of("; ", ", ", ". ", " / "));
        String told = cues.stream().map(cue -> cue.spelling(random)).collect(Collectors.joining(separator));
        String named = cues.stream().map(Cue::name).collect(Collectors.joining(", "));
        return conversation("Findings: " + told + "\nName them.", named + ".", "Done");
    }

    private String guess(ClinicNote note, String question) {
        Condition lot = any(catalog.conditions());
        List<String> cues = note.cues();
        List<String> order = shuffled(cues);
        Map<String, String> slots = new HashMap<>();
        slots.put("a", cues.get(0));
        slots.put("b", cues.get(1));
        slots.put("c", cues.get(2));
        slots.put("e", cues.get(3));
        slots.put("k", order.get(0));
        slots.put("l", order.get(1));
        slots.put("x", order.get(2));
        slots.put("y", order.get(3));
        slots.put("d", distractor(note));
        slots.put("m", lot.mechanism());
        return conversation(question, Slots.fill(any(phrases.reasoning()), slots), "Diagnosis: " + lot.name());
    }

    private String distractor(ClinicNote note) {
        String text = note.question().toLowerCase(Locale.ROOT);
        return phrases.distractors().stream()
                .filter(remark -> text.contains(remark.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static String masked(ClinicNote note) {
        String text = note.question();
        for (PlantedIdentifier identifier : note.planted()) {
            text = text.replace(identifier.text(), identifier.kind().mask());
        }
        return text;
    }

    /** One in so many is a finding that conditions share. */
    private Cue anyCue(int sharedOneIn) {
        return random.nextInt(sharedOneIn) == 0
                ? any(catalog.commonCues())
                : any(any(catalog.conditions()).decisive());
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private <T> List<T> shuffled(List<T> items) {
        List<T> copy = new ArrayList<>(items);
        Collections.shuffle(copy, random);
        return copy;
    }
}
