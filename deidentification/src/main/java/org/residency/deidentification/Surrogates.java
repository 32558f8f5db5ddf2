package org.residency.deidentification;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What stands where an identifier stood, in each mode. The same key, patient and value give the same result. */
final class Surrogates {
    private static final String AGE_RULE = "age.";
    private static final String OVER_89 = "90+";
    private static final int WEEKS = 52;

    private final DeidentificationPolicy policy;
    private final KeyedChoice choice;
    private final NameSurrogates names;
    private final PlaceSurrogates places;

    Surrogates(DeidentificationKey key, DeidentificationPolicy policy, Lexicon lexicon) {
        this.policy = policy;
        this.choice = new KeyedChoice(key);
        this.names = new NameSurrogates(choice, lexicon);
        this.places = new PlaceSurrogates(choice, lexicon);
    }

    String replacement(PhiSpan span, String value, NoteScope scope) {
        if (span.rule().startsWith(AGE_RULE)) {
            return OVER_89;
        }
        return switch (modeOf(span.phiClass())) {
            case MASK -> tag(span);
            case SAFE_HARBOR -> whatMayStay(span, value).orElse(tag(span));
            case SURROGATE -> surrogate(span, value, scope);
        };
    }

    private ReplacementMode modeOf(PhiClass phiClass) {
        DeidentificationPolicy.Treatment treatment = policy.classes().get(phiClass);
        if (treatment == null) {
            return policy.mode();
        }
        return treatment == DeidentificationPolicy.Treatment.MASK ? ReplacementMode.MASK : ReplacementMode.SURROGATE;
    }

    private static String tag(PhiSpan span) {
        return "[" + span.phiClass() + "]";
    }

    private static Optional<String> whatMayStay(PhiSpan span, String value) {
        if (span.phiClass() == PhiClass.GEOGRAPHY && PlaceSurrogates.isZip(value)) {
            return Optional.of(PlaceSurrogates.shortZip(value));
        }
        if (span.phiClass() == PhiClass.DATE) {
            OptionalInt year = DateShift.shownYear(value);
            return year.isPresent() ? Optional.of(Integer.toString(year.getAsInt())) : Optional.empty();
        }
        return Optional.empty();
    }

    private String surrogate(PhiSpan span, String value, NoteScope scope) {
        String patient = scope.patientKey();
        return switch (span.phiClass()) {
            case NAME -> names.surrogate(value, scope);
            case GEOGRAPHY -> places.surrogate(value, scope);
            case DATE -> DateShift.earlier(value, 7 * offsetWeeks(patient)).orElse(tag(span));
            case PHONE, FAX -> phone(patient, value);
            case EMAIL -> "person%05d@example.org".formatted(number(patient, span, value, 100_000));
            case URL -> "https://example.org/%06d".formatted(number(patient, span, value, 1_000_000));
            // TEST-NET-1 of RFC 5737: addresses that belong to nobody.
            case IP_ADDRESS -> "192.0.2." + (1 + number(patient, span, value, 254));
            case PHOTOGRAPH ->
                value.indexOf('.') < 0 && value.chars().noneMatch(Character::isDigit)
                        ? "photograph"
                        : "image-%05d".formatted(number(patient, span, value, 100_000));
            default -> choice.likeCharacters(patient, span.phiClass(), value);
        };
    }

    /** Whole weeks back, so that days of the week stay what they were; one number a patient. */
    private int offsetWeeks(String patient) {
        return 1 + choice.number(patient, PhiClass.DATE, "offset", WEEKS);
    }

    /** Numbers 555-0100 to 555-0199 are kept free for fiction in North America. */
    private String phone(String patient, String value) {
        String digits = value.replaceAll("[^0-9]", "");
        StringBuilder fake = new StringBuilder(choice.likeCharacters(patient, PhiClass.PHONE, digits));
        int local = digits.startsWith("1") && digits.length() > 10 ? 4 : digits.length() >= 10 ? 3 : 0;
        if (digits.length() >= 7) {
            fake.replace(local, local + 5, "55501");
        }
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            out.append(c >= '0' && c <= '9' ? fake.charAt(next++) : c);
        }
        return out.toString();
    }

    private int number(String patient, PhiSpan span, String value, int bound) {
        return choice.number(patient, span.phiClass(), value.toLowerCase(Locale.ROOT), bound);
    }
}
