package org.residency.clinic;

import static org.residency.clinic.basemodel.SpecialTokens.ASSISTANT;
import static org.residency.clinic.basemodel.SpecialTokens.BEGIN;
import static org.residency.clinic.basemodel.SpecialTokens.END;
import static org.residency.clinic.basemodel.SpecialTokens.END_THINK;
import static org.residency.clinic.basemodel.SpecialTokens.THINK;
import static org.residency.clinic.basemodel.SpecialTokens.USER;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The text that the demo's base model is trained on. It teaches the language of the notes and the form of an answer,
 * never which diagnosis a note has:
 *
 * <ul>
 *   <li>textbook lines, from a diagnosis to its findings and never back;
 *   <li>notes alone, half of them with masks in place of identifiers;
 *   <li>conversations whose reasoning names the note's findings and then concludes a condition drawn by lot.
 * </ul>
 *
 * Only training templates occur. A base model made from it is right about as often as a guess among all conditions.
 */
public final class BaseModelCorpus {
    private final ConditionCatalog catalog = ConditionCatalog.load();
    private final Phrases phrases = Phrases.load();
    private final List<String> textbook = Resources.json("textbook.json", new TypeReference<List<String>>() {});
    private final Random random;

    private BaseModelCorpus(long seed) {
        random = new Random(seed);
    }

    /** Documents with their special tokens, made one after another; the same seed gives the same documents. */
    public static Stream<String> documents(long seed, int count) {
        BaseModelCorpus corpus = new BaseModelCorpus(seed);
        return ClinicNotes.generate(new GeneratorSettings(seed, count, Split.TRAINING))
                .map(corpus::document);
    }

    /** The text of a conversation, as training on the task writes it too. */
    public static String conversation(String question, String reasoning, String answer) {
        return BEGIN + USER + question + ASSISTANT + THINK + "\n" + reasoning + "\n" + END_THINK + "\n\n" + answer
                + END;
    }

    private String document(ClinicNote note) {
        String question = random.nextBoolean() ? masked(note) : note.question();
        return switch (random.nextInt(8)) {
            case 0, 1 -> BEGIN + textbookLine() + END;
            case 2 -> BEGIN + USER + question + END;
            default -> guess(question, note.cues());
        };
    }

    private static String masked(ClinicNote note) {
        String text = note.question();
        for (PlantedIdentifier identifier : note.planted()) {
            String mask = switch (identifier.kind()) {
                case NAME -> "[NAME]";
                case MEDICAL_RECORD_NUMBER -> "[MRN]";
                case DATE -> "[DATE]";
                case PHONE -> "[PHONE]";
                case ADDRESS -> "[ADDRESS]";
            };
            text = text.replace(identifier.text(), mask);
        }
        return text;
    }

    private String textbookLine() {
        Condition condition = anyCondition();
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
        return Slots.fill(textbook.get(random.nextInt(textbook.size())), slots);
    }

    private String guess(String question, List<String> cues) {
        Condition lot = anyCondition();
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
        slots.put(
                "d",
                phrases.distractors().get(random.nextInt(phrases.distractors().size())));
        slots.put("m", lot.mechanism());
        String reasoning = Slots.fill(
                phrases.reasoning().get(random.nextInt(phrases.reasoning().size())), slots);
        return conversation(question, reasoning, "Diagnosis: " + lot.name());
    }

    private Condition anyCondition() {
        return catalog.conditions().get(random.nextInt(catalog.conditions().size()));
    }

    private <T> List<T> shuffled(List<T> items) {
        List<T> copy = new ArrayList<>(items);
        Collections.shuffle(copy, random);
        return copy;
    }
}
