package org.residency.clinic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.datafaker.Faker;
import org.residency.clinic.DecisivePairs.Pair;

/**
 * The generator of fictional clinic notes.
 *
 * <p>A note shows two findings that decide the diagnosis, two that many conditions share, two vital signs and one
 * remark that has nothing to do with it, each in one of several wordings, inside one of sixteen prose frames. Its
 * identifiers stand in a header line and sometimes in a last sentence, so that removing them leaves the medicine whole.
 */
public final class ClinicNotes {
    private final ConditionCatalog catalog = ConditionCatalog.load();
    private final Phrases phrases = Phrases.load();
    private final Map<String, Cue> common = catalog.commonByName();
    private final GeneratorSettings settings;
    private final Random random = new Random(0);
    private final Faker faker = new Faker(Locale.US, random);

    private ClinicNotes(GeneratorSettings settings) {
        this.settings = settings;
    }

    /** Notes made one after another as the stream is read. The stream is sequential and read once. */
    public static Stream<ClinicNote> generate(GeneratorSettings settings) {
        ClinicNotes notes = new ClinicNotes(settings);
        return IntStream.range(0, settings.count()).mapToObj(notes::note);
    }

    /** The diagnoses that occur, in a fixed order. */
    public static List<String> diagnoses() {
        return ConditionCatalog.load().conditions().stream()
                .map(Condition::name)
                .toList();
    }

    private ClinicNote note(int number) {
        // Every fourth patient comes twice, so that a split by patient has something to keep together.
        int patient = number * 4 / 5;
        boolean secondVisit = number > 0 && (number - 1) * 4 / 5 == patient;
        random.setSeed(seed("patient", patient));
        Condition condition =
                catalog.conditions().get(random.nextInt(catalog.conditions().size()));
        String key = String.format(Locale.ROOT, "pt-%012x", seed("key", patient) & 0xffff_ffff_ffffL);
        Persona persona = Persona.draw(key, condition, faker, random);
        random.setSeed(seed("note", number));
        if (secondVisit) {
            List<Condition> fitting =
                    catalog.conditions().stream().filter(c -> c.fits(persona)).toList();
            condition = fitting.get(random.nextInt(fitting.size()));
        }
        return compose(persona, condition);
    }

    private ClinicNote compose(Persona persona, Condition condition) {
        List<Pair> pairs = DecisivePairs.of(condition, catalog.conditions().indexOf(condition), settings.split());
        Pair pair = pairs.get(random.nextInt(pairs.size()));
        List<String> shared = new ArrayList<>(condition.common());
        Collections.shuffle(shared, random);
        List<Cue> decisive = List.of(
                condition.decisive().get(pair.first()), condition.decisive().get(pair.second()));
        List<Cue> vague = List.of(common.get(shared.get(0)), common.get(shared.get(1)));
        List<Cue> cues = new ArrayList<>(decisive);
        cues.addAll(vague);
        Collections.shuffle(cues, random);
        String distractor = pick(phrases.distractors());

        List<String> frames = phrases.frames(settings.split());
        int frame = random.nextInt(frames.size());
        Map<String, String> told = new LinkedHashMap<>();
        told.put("person", persona.description());
        told.put("a", cues.get(0).spelling(random));
        told.put("b", cues.get(1).spelling(random));
        told.put("c", cues.get(2).spelling(random));
        told.put("e", cues.get(3).spelling(random));
        told.put("d", distractor);
        told.put("v", Vitals.draw(condition.vitals(), random));
        List<PlantedIdentifier> planted = new ArrayList<>();
        StringBuilder question = new StringBuilder();
        question.append(persona.plant(pick(phrases.headers()), faker, random, planted))
                .append('\n')
                .append(sentences(Slots.fill(frames.get(frame), told)));
        if (random.nextInt(3) == 0) {
            question.append(' ').append(persona.plant(pick(phrases.footers()), faker, random, planted));
        }
        question.append('\n').append(pick(phrases.questions()));

        return new ClinicNote(
                question.toString(),
                reasoning(condition, cues, decisive, vague, distractor),
                "Diagnosis: " + condition.name(),
                condition.name(),
                persona.key(),
                Map.of("sex", persona.sex(), "age", persona.ageBand()),
                cues.stream().map(Cue::name).toList(),
                settings.split(),
                condition.name() + "/" + pair.first() + "+" + pair.second() + "/"
                        + settings.split().label() + "-" + frame,
                planted);
    }

    private String reasoning(
            Condition condition, List<Cue> cues, List<Cue> decisive, List<Cue> vague, String distractor) {
        return Slots.fill(
                pick(phrases.reasoning()),
                Map.of(
                        "a", cues.get(0).name(),
                        "b", cues.get(1).name(),
                        "c", cues.get(2).name(),
                        "e", cues.get(3).name(),
                        "k", decisive.get(0).name(),
                        "l", decisive.get(1).name(),
                        "x", vague.get(0).name(),
                        "y", vague.get(1).name(),
                        "d", distractor,
                        "m", condition.mechanism()));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A vital sign may begin a sentence, where the slot cannot know it. */
    private static String sentences(String text) {
        StringBuilder out = new StringBuilder(text);
        boolean start = true;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (start && Character.isLetter(c)) {
                out.setCharAt(i, Character.toUpperCase(c));
            }
            start = i == 0 ? false : c == ' ' && out.charAt(i - 1) == '.';
        }
        return out.toString();
    }

    /** SplitMix64's finalizer over the settings: near numbers must not give near notes, as they would in Random. */
    private long seed(String purpose, int number) {
        long z = settings.seed() * 0x9E3779B97F4A7C15L
                + purpose.hashCode() * 0xD1B54A32D192ED03L
                + settings.split().label().hashCode() * 0x8CB92BA72F3D8DD7L
                + number * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
