package org.residency.deidentification;

import java.util.List;
import org.residency.deidentification.DeidentificationPolicy.OwnPattern;

/** The patterns of a policy, tried where a word or number begins that nothing touches. */
final class OwnPatternDetector implements PhiDetector {
    private final List<PatternRule> rules;

    OwnPatternDetector(List<OwnPattern> patterns) {
        this.rules = patterns.stream()
                .map(own -> PatternRule.of(own.name(), own.phiClass(), "(" + own.expression() + ")"))
                .toList();
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isMark(i) && !(t.touches(i) && !t.isMark(i - 1))) {
                for (PatternRule rule : rules) {
                    rule.at(t.text, t.start(i), spans);
                }
            }
        }
    }
}
