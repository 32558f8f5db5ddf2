package org.residency.deidentification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
        List<String> removed = List.copyOf(note.removedValues());
        ValueSearch survivors = new ValueSearch(removed);
        for (Map.Entry<String, DeidentifiedText> field : note.fields().entrySet()) {
            DeidentifiedText text = field.getValue();
            for (AuditRule rule : AuditRule.ALL) {
                rule.search(text.text(), (start, end) -> {
                    if (isLeft(text, start, end)) {
                        findings.add(
                                new AuditFinding(noteId, field.getKey(), start, end, rule.phiClass(), rule.name()));
                    }
                });
            }
            for (ValueSearch.Hit hit :
                    removed.isEmpty() ? List.<ValueSearch.Hit>of() : survivors.in(PlainForm.folded(text.text()))) {
                if (isLeft(text, hit.start(), hit.end()) && !isTerm(removed.get(hit.value()), text.text(), hit)) {
                    findings.add(new AuditFinding(
                            noteId, field.getKey(), hit.start(), hit.end(), PhiClass.OTHER_ID, "audit.survivor"));
                }
            }
        }
        return List.copyOf(findings);
    }

    /** "Parkinson disease" may stay in the note of a Mr. Parkinson. */
    private boolean isTerm(String value, String text, ValueSearch.Hit hit) {
        return (wordFacts.of(PlainForm.folded(value)) & WordFacts.EPONYM) != 0
                && isFramed(text, hit.start(), hit.end());
    }

    private boolean isFramed(String text, int start, int end) {
        int to = Math.min(text.length(), end + 60);
        Tokens tokens = new Tokens(PlainForm.of(text.substring(start, to)), text.substring(start, to), wordFacts);
        return Shield.covers(tokens, 0, 1);
    }

    /** Whether a letter or digit stands there that no replacement put in. */
    private static boolean isLeft(DeidentifiedText text, int start, int end) {
        List<PhiSpan> replaced = text.replaced();
        int next = Collections.binarySearch(
                replaced,
                new PhiSpan(start, start + 1, PhiClass.OTHER_ID, ""),
                Comparator.comparingInt(PhiSpan::start));
        // The span that begins here, or else the last that begins before.
        int span = Math.max(0, next >= 0 ? next : -next - 2);
        for (int at = start; at < end; at++) {
            while (span < replaced.size() && replaced.get(span).end() <= at) {
                span++;
            }
            boolean put = span < replaced.size() && replaced.get(span).start() <= at;
            if (!put && Character.isLetterOrDigit(text.text().charAt(at))) {
                return true;
            }
        }
        return false;
    }
}
