package org.residency.clinic;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.datafaker.Faker;
import org.residency.clinic.PlantedIdentifier.Kind;

/**
 * A fictional patient.
 *
 * @param sex {@code female} or {@code male}
 * @param age in years on the day of the visit
 */
record Persona(String key, String sex, int age, String name, String record, String phone, String address) {
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.US),
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.US),
            DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.US));

    static Persona draw(String key, Condition condition, Faker faker, Random random) {
        String sex = condition.sex().equals("any") ? (random.nextBoolean() ? "female" : "male") : condition.sex();
        int age = condition.youngest() + random.nextInt(condition.oldest() - condition.youngest() + 1);
        String first = sex.equals("female")
                ? faker.name().femaleFirstName()
                : faker.name().maleFirstName();
        return new Persona(
                key,
                sex,
                age,
                first + " " + faker.name().lastName(),
                String.format(Locale.ROOT, "%07d", 1_000_000 + random.nextInt(9_000_000)),
                String.format(Locale.ROOT, "(%03d) 555-%04d", 201 + random.nextInt(700), random.nextInt(10_000)),
                faker.address().streetAddress() + ", " + faker.address().city());
    }

    /** Fills a header or a footer and notes down what was planted. */
    String plant(String phrase, Faker faker, Random random, List<PlantedIdentifier> planted) {
        LocalDate visit = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900));
        DateTimeFormatter format = DATES.get(random.nextInt(DATES.size()));
        Map<String, PlantedIdentifier> slots = new LinkedHashMap<>();
        slots.put("name", new PlantedIdentifier(Kind.NAME, name));
        slots.put("doctor", new PlantedIdentifier(Kind.NAME, faker.name().lastName()));
        slots.put("mrn", new PlantedIdentifier(Kind.MEDICAL_RECORD_NUMBER, record));
        slots.put("phone", new PlantedIdentifier(Kind.PHONE, phone));
        slots.put("address", new PlantedIdentifier(Kind.ADDRESS, address));
        slots.put("visit", new PlantedIdentifier(Kind.DATE, format.format(visit)));
        slots.put("next", new PlantedIdentifier(Kind.DATE, format.format(visit.plusDays(7 + random.nextInt(60)))));
        slots.put(
                "birth",
                new PlantedIdentifier(
                        Kind.DATE, format.format(visit.minusYears(age).minusDays(random.nextInt(365)))));
        Map<String, String> texts = new LinkedHashMap<>();
        List<PlantedIdentifier> used = new ArrayList<>();
        slots.forEach((slot, identifier) -> {
            texts.put(slot, identifier.text());
            if (phrase.contains("{" + slot + "}")) {
                used.add(identifier);
            }
        });
        planted.addAll(used);
        return Slots.fill(phrase, texts);
    }

    /** For example {@code a 34-year-old woman}. */
    String description() {
        String noun = sex.equals("female") ? (age < 16 ? "girl" : "woman") : (age < 16 ? "boy" : "man");
        return "a " + age + "-year-old " + noun;
    }

    /** The age band used for metrics by group. */
    String ageBand() {
        return age < 18 ? "0-17" : age < 40 ? "18-39" : age < 65 ? "40-64" : "65-89";
    }
}
