package org.residency.deidentification;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that finds one class where a token begins. Group 1 is the identifier; what stands around it is
 * context. It is tried at single places and looks no further than {@value #REACH} chars, so that time stays linear.
 */
record PatternRule(String name, PhiClass phiClass, Pattern pattern) {
    static final int REACH = 160;

    static PatternRule of(String name, PhiClass phiClass, String expression) {
        return new PatternRule(name, phiClass, Pattern.compile(expression));
    }

    /** Tries the rule at this offset. */
    boolean at(String text, int offset, List<PhiSpan> spans) {
        Matcher matcher = pattern.matcher(text)
                .region(offset, Math.min(text.length(), offset + REACH))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        if (!matcher.lookingAt()) {
            return false;
        }
        int start = matcher.start(1);
        int end = matcher.end(1);
        // A full stop or comma after an identifier belongs to the sentence.
        while (end > start && ".,;:-/'\"".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end <= start) {
            return false;
        }
        spans.add(new PhiSpan(start, end, phiClass, name));
        return true;
    }
}
