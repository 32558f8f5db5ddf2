package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.deidentification.NameWords.Comma;

/** Names that nothing announces, where a known first name stands before a capitalised word, or alone in mid-sentence. */
final class GazetteerDetector implements PhiDetector {
    private static final Pattern CAPITAL = Pattern.compile("(?<![\\p{L}'-])\\p{Lu}\\p{L}++");

    private final Lexicon lexicon;

    GazetteerDetector(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    @Override
    public List<PhiSpan> detect(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        Matcher matcher = CAPITAL.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            from = matcher.end();
            String word = matcher.group();
            if (!lexicon.isFirstName(word)) {
                continue;
            }
            NameWords name = NameWords.at(text, matcher.start(), lexicon, Comma.ENDS);
            if (isName(name, text)) {
                spans.add(name.span(name.words().size() > 1 ? "name.first-last" : "name.first"));
                from = Math.max(from, name.end());
            }
        }
        return spans;
    }

    private boolean isName(NameWords name, String text) {
        if (Eponyms.isFramed(text, name.start(), name.end(), lexicon) || isHyphenated(text, name.end())) {
            return false;
        }
        String first = name.words().get(0);
        if (name.words().size() > 1) {
            String last = name.words().get(name.words().size() - 1);
            return !lexicon.looksClinical(last)
                    && (last.length() == 1
                            || !last.equals(last.toUpperCase(Locale.ROOT))
                            || first.equals(first.toUpperCase(Locale.ROOT)));
        }
        // One word alone: not one that is a surname, a medical name or a word as well.
        return !lexicon.isSurname(first)
                && !lexicon.isLargePlace(first)
                && !lexicon.isEponym(first)
                && !lexicon.isCommonWord(first)
                && !first.equals(first.toUpperCase(Locale.ROOT));
    }

    private static boolean isHyphenated(String text, int end) {
        return end < text.length() && text.charAt(end) == '-';
    }
}
