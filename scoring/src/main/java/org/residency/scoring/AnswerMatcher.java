package org.residency.scoring;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides whether an answer is the reference. Both are brought into one form (case, accents, punctuation, articles,
 * "Diagnosis:" and the like are dropped) and must then be equal. The answer is judged by its last line that names a
 * diagnosis with such a label, else by its first line: an answer cannot be right by listing many.
 */
public final class AnswerMatcher {
    private static final Pattern LABEL =
            Pattern.compile("(?i)^[\\s*#>\\-]*(?:the )?(?:(?:most likely|final|primary|probable|likely|working) )*"
                    + "(?:diagnosis|answer|final answer)(?: is)?\\s*[:=\\-]?[\\s*]*(?=\\S)");
    private static final Pattern LABEL_WITH_COLON =
            Pattern.compile("(?i)^[\\s*#>\\-]*(?:the )?(?:(?:most likely|final|primary|probable|likely|working) )*"
                    + "(?:diagnosis|answer)\\s*(?:is\\b|[:=])");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern POSSESSIVE = Pattern.compile("(?<=\\p{L})['\\u2019]s\\b");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}%+]+");
    private static final Pattern ARTICLE = Pattern.compile("\\b(?:a|an|the)\\b");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Map<String, String> synonyms;

    /** Answers must be equal but for their form. */
    public AnswerMatcher() {
        this(Map.of());
    }

    /**
     * Answers may also be known synonyms.
     *
     * @param synonyms other name to preferred name; both in any form
     */
    public AnswerMatcher(Map<String, String> synonyms) {
        Map<String, String> normalized = new HashMap<>();
        synonyms.forEach((other, preferred) -> normalized.put(normalize(other), normalize(preferred)));
        this.synonyms = Map.copyOf(normalized);
    }

    /** Whether the answer's diagnosis is the reference's. An empty answer matches nothing. */
    public boolean matches(String answer, String reference) {
        String given = canonical(diagnosisIn(answer));
        return !given.isEmpty() && given.equals(canonical(diagnosisIn(reference)));
    }

    /** The text by which an answer is judged, without its label; empty for an empty answer. */
    public String diagnosisIn(String answer) {
        List<String> lines = answer.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "";
        }
        String judged = lines.stream()
                .filter(line -> LABEL_WITH_COLON.matcher(line).find())
                .reduce((former, latter) -> latter)
                .orElse(lines.get(0));
        return LABEL.matcher(judged).replaceFirst("").strip();
    }

    /** One form for texts that say the same: lower case, no accents, punctuation or articles, single spaces. */
    public static String normalize(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String folded = POSSESSIVE.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("");
        String words = NOT_WORD.matcher(folded).replaceAll(" ");
        return SPACES.matcher(ARTICLE.matcher(words).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    private String canonical(String text) {
        String normalized = normalize(text);
        return synonyms.getOrDefault(normalized, normalized);
    }
}
