package org.residency.deidentification;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other addresses, towns and facilities for those that were found. */
final class PlaceSurrogates {
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ZIP = Pattern.compile("(\\d{3})(\\d{2})(-\\d{4})?");
    private static final Pattern HOUSE = Pattern.compile("(\\d{1,6})[^,]*(,.*)?", Pattern.DOTALL);
    private static final Pattern KIND = Pattern.compile(
            ".*?((?: (?:Hospitals?|Medical|Cent(?:er|re)|Clinic|Health|System|Healthcare|Nursing|Home|Hospice|Infirmary|Group|Rehabilitation|Care|Surgery|Manor|Assisted|Living|High|School|Elementary|Middle|Church|Pharmacy|Prison|Correctional|Facility|County|Parish|Township|Borough))+)");
    /** First three digits of ZIP codes of 20,000 people or fewer by the censuses of 2000 and 2010; Safe Harbor has 000 for them. */
    private static final Set<String> SPARSE = WordSet.of(
            "036", "059", "102", "202", "203", "204", "205", "369", "556", "692", "753", "772", "821", "823", "878",
            "879", "884", "893", "063", "790", "830", "831", "890");

    private final KeyedChoice choice;
    private final Lexicon lexicon;

    PlaceSurrogates(KeyedChoice choice, Lexicon lexicon) {
        this.choice = choice;
        this.lexicon = lexicon;
    }

    /** Whether the value is a ZIP code, of which a part may stay. */
    static boolean isZip(String value) {
        return ZIP.matcher(value).matches();
    }

    /** The first three digits, or 000 where few people live. */
    static String shortZip(String zip) {
        String prefix = zip.substring(0, 3);
        return SPARSE.contains(prefix) ? "000" : prefix;
    }

    String surrogate(String place, NoteScope scope) {
        if (isZip(place)) {
            return shortZip(place)
                    + choice.likeCharacters(scope.patientKey(), PhiClass.GEOGRAPHY, place)
                            .substring(3);
        }
        Matcher house = HOUSE.matcher(place);
        if (house.matches()) {
            String number = choice.likeCharacters(scope.patientKey(), PhiClass.GEOGRAPHY, house.group(1))
                    .replaceFirst("^0", "4");
            String street =
                    choice.pick(lexicon.streets(), scope.patientKey(), PhiClass.GEOGRAPHY, fold(place), scope.words());
            String town = house.group(2);
            return number + " " + street
                    + (town == null ? "" : ", " + town(town.substring(1).strip(), scope));
        }
        if (place.chars().anyMatch(Character::isDigit)) {
            return choice.likeCharacters(scope.patientKey(), PhiClass.GEOGRAPHY, place);
        }
        Matcher kind = KIND.matcher(place);
        return kind.matches() ? town(place, scope) + kind.group(1) : town(place, scope);
    }

    private String town(String value, NoteScope scope) {
        return choice.pick(lexicon.cities(), scope.patientKey(), PhiClass.GEOGRAPHY, fold(value), scope.words());
    }

    private static String fold(String value) {
        return NOT_LETTERS
                .matcher(value.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
