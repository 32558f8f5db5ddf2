package org.residency.deidentification;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the rules know about words. All look-ups ignore case. */
final class Lexicon {
    private static final Pattern CLINICAL_ENDING = Pattern.compile(
            "(?i).{3,}(?:itis|emia|aemia|osis|oses|oma|omas|pathy|algia|uria|tension|betes|ectomy|plasty|scopy|graphy"
                    + "|ology|ologist|ologists|icillin|mycin|statin|pril|olol|azole|sartan|mab|nib|cycline|floxacin|dipine"
                    + "|thiazide|parin|gliptin|flozin|glutide|penia|trophy|plegia|pnea|pnoea|rrhea|rrhoea|rrhage|therapy"
                    + "|cardia|sclerosis|coccus|bacter|virus|ular|inal|atory|ness|tion|sion|ment|ism)");

    private final List<String> femaleFirstNames = WordList.words("female-first-names.txt");
    private final List<String> maleFirstNames = WordList.words("male-first-names.txt");
    private final List<String> surnames = WordList.words("surnames.txt");
    private final List<String> cities = WordList.lines("cities.txt");
    private final List<String> streets = WordList.lines("streets.txt");
    private final Set<String> female = folded(femaleFirstNames);
    private final Set<String> male = folded(maleFirstNames);
    private final Set<String> last = folded(surnames);
    private final Set<String> largePlaces = folded(WordList.lines("states.txt"));
    private final Set<String> eponyms = folded(WordList.words("eponyms.txt"));
    private final Set<String> frames = folded(WordList.words("frames.txt"));
    private final Set<String> notNames = folded(WordList.words("not-names.txt"));
    private final Set<String> commonWords = folded(WordList.words("common-words.txt"));
    private final Set<String> streetSuffixes = folded(WordList.words("street-suffixes.txt"));

    List<String> femaleFirstNames() {
        return femaleFirstNames;
    }

    List<String> maleFirstNames() {
        return maleFirstNames;
    }

    List<String> surnames() {
        return surnames;
    }

    List<String> cities() {
        return cities;
    }

    List<String> streets() {
        return streets;
    }

    boolean isFemaleFirstName(String word) {
        return female.contains(fold(word));
    }

    boolean isMaleFirstName(String word) {
        return male.contains(fold(word));
    }

    boolean isFirstName(String word) {
        return isFemaleFirstName(word) || isMaleFirstName(word);
    }

    boolean isSurname(String word) {
        return last.contains(fold(word));
    }

    /** A state, a country or more. */
    boolean isLargePlace(String place) {
        return largePlaces.contains(fold(place));
    }

    boolean isEponym(String word) {
        return eponyms.contains(fold(word));
    }

    boolean isFrame(String word) {
        return frames.contains(fold(word));
    }

    boolean isNotName(String word) {
        return notNames.contains(fold(word));
    }

    boolean isCommonWord(String word) {
        return commonWords.contains(fold(word)) || notNames.contains(fold(word));
    }

    boolean isNameLikeCommonWord(String word) {
        return commonWords.contains(fold(word));
    }

    boolean isStreetSuffix(String word) {
        return streetSuffixes.contains(fold(word));
    }

    /** By its ending; few names end so. */
    boolean looksClinical(String word) {
        return CLINICAL_ENDING.matcher(word).matches();
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static Set<String> folded(List<String> words) {
        Set<String> folded = new HashSet<>();
        words.forEach(word -> folded.add(fold(word)));
        return Set.copyOf(folded);
    }
}
