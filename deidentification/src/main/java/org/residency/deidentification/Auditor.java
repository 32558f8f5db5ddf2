package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Looks at the output with rules of its own, which share nothing with those that made it, and for every value that was
 * removed. What was put in is known by its place and not reported.
 */
public final class Auditor {
    private final WordFacts wordFacts = Knowledge.ofTheLibrary().wordFacts();

    /**
     * Audits one note.
     *
     * @param noteId by which a finding names the note
     * @return what looks like an identifier; empty when the note is clean
     */
    public List<AuditFinding> audit(String noteId, DeidentifiedNote note) {
        List<AuditFinding> findings = new ArrayList<>();
        for (Map.Entry<String, DeidentifiedText> field : note.fields().entrySet()) {
            DeidentifiedText text = field.getValue();
            for (AuditRule rule : AuditRule.ALL) {
                Matcher matcher = rule.pattern().matcher(text.text());
                while (matcher.find()) {
                    add(
                            text,
                            matcher.start(1),
                            matcher.end(1),
                            rule.phiClass(),
                            rule.name(),
                            noteId,
                            field.getKey(),
                            findings);
                }
            }
            for (String value : note.removedValues()) {
                addSurvivors(text, value, noteId, field.getKey(), findings);
            }
        }
        return List.copyOf(findings);
    }

    private void addSurvivors(
            DeidentifiedText text, String value, String noteId, String field, List<AuditFinding> findings) {
        String folded = PlainForm.folded(text.text());
        String wanted = PlainForm.folded(value);
        for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean isWhole = isBoundary(folded, at - 1) && isBoundary(folded, end);
            // "Parkinson disease" may stay in the note of a Mr. Parkinson.
            boolean isTerm =
                    isWhole && (wordFacts.of(wanted) & WordFacts.EPONYM) != 0 && isFramed(text.text(), at, end);
            if (isWhole && !isTerm) {
                add(text, at, end, PhiClass.OTHER_ID, "audit.survivor", noteId, field, findings);
            }
        }
    }

    private boolean isFramed(String text, int start, int end) {
        int to = Math.min(text.length(), end + 60);
        Tokens tokens = new Tokens(PlainForm.of(text.substring(start, to)), text.substring(start, to), wordFacts);
        return Shield.covers(tokens, 0, 1);
    }

    private static void add(
            DeidentifiedText text,
            int start,
            int end,
            PhiClass phiClass,
            String rule,
            String noteId,
            String field,
            List<AuditFinding> findings) {
        for (int at = start; at < end; at++) {
            if (Character.isLetterOrDigit(text.text().charAt(at)) && !isReplaced(text, at)) {
                findings.add(new AuditFinding(noteId, field, start, end, phiClass, rule));
                return;
            }
        }
    }

    private static boolean isReplaced(DeidentifiedText text, int at) {
        return text.replaced().stream().anyMatch(span -> span.start() <= at && at < span.end());
    }

    private static boolean isBoundary(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
