package org.residency.deidentification;

import java.util.List;

/**
 * Philter's stance (Norgeot et al., 2020), where a policy asks for it: a word that no list knows goes, wherever it stands,
 * and so does a word that may be a name where its capital is its own. What stands in a medical term or before a dose stays.
 */
final class StrictDetector implements PhiDetector {
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME;
    private static final int FEWEST_LETTERS = 3;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)
                    && t.length(i) >= (t.letterIsCapital(i) ? 2 : FEWEST_LETTERS)
                    && !besideDigit(t, i)
                    && mayBeSomebody(t, i)
                    && !Shield.covers(t, i, i + 1)) {
                spans.add(new PhiSpan(t.start(i), t.end(i), PhiClass.NAME, "name.strict"));
            }
        }
    }

    private static boolean besideDigit(Tokens t, int i) {
        return (t.isNumber(i - 1) && t.touches(i)) || (t.isNumber(i + 1) && t.touches(i + 1));
    }

    private static boolean mayBeSomebody(Tokens t, int i) {
        boolean unknown = NameReader.isUnknown(t, i) || NameReader.isListed(t, i);
        if (!t.isCapital(i)) {
            return unknown && t.length(i) > FEWEST_LETTERS && (t.inLowerLine(i) || NameReader.isListed(t, i));
        }
        if (unknown) {
            return !t.isMixedAbbreviation(i) && !(t.isUpper(i) && !t.inUpperLine(i) && t.length(i) <= FEWEST_LETTERS);
        }
        return t.letterIsCapital(i)
                && t.is(i, NAMING)
                && !t.beginsSentence(i)
                && !t.is(i, WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.MONTH | WordFacts.LARGE_PLACE);
    }
}
