package org.residency.dataset;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.Predicate;
import org.residency.dataset.CleaningPolicy.Reasoning;

/** Keeps a row or drops it, and counts; which of several equal rows is kept does not depend on their order. */
final class Cleaning {
    private final CleaningPolicy policy;
    private final Predicate<String> withdrawn;
    private final CaseSpool spool;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long read;

    /**
     * @param withdrawn tells of a patient's key, as the file has it, whether they withdrew
     * @param spool takes the cases
     */
    Cleaning(CleaningPolicy policy, Predicate<String> withdrawn, CaseSpool spool) {
        this.policy = policy;
        this.withdrawn = withdrawn;
        this.spool = spool;
    }

    void add(CaseDraft draft) {
        read++;
        Optional<DropReason> reason = reasonToDrop(draft);
        if (reason.isPresent()) {
            drop(reason.get(), 1);
        } else {
            spool.add(draft.toCase());
        }
    }

    /**
     * The numbers of the cases that stay, by id; to be called once all rows are added. Of equal ones all but one go, and of
     * each patient those above the cap.
     */
    int[] kept() {
        IntBinaryOperator keptFirst = spool::compareKeptFirst;
        int[] distinct =
                atMost(1, Numbers.upTo(spool.size()), spool::compareContents, keptFirst, DropReason.EXACT_DUPLICATE);
        int[] kept = atMost(
                policy.maxCasesPerPatient(), distinct, this::comparePatients, keptFirst, DropReason.OVER_PATIENT_CAP);
        Numbers.sort(kept, spool::compareIds);
        return kept;
    }

    /** Takes back cases that were kept; the caller no longer counts them. */
    void drop(DropReason reason, int count) {
        dropped.merge(reason, (long) count, Long::sum);
    }

    RowCounts counts() {
        long droppedCount = dropped.values().stream().mapToLong(Long::longValue).sum();
        return new RowCounts(read, read - droppedCount, dropped);
    }

    /** Of each group of cases that {@code grouping} calls equal, the first so many in the order of {@code first}. */
    private int[] atMost(
            int most, int[] numbers, IntBinaryOperator grouping, IntBinaryOperator first, DropReason reason) {
        Numbers.sort(numbers, (a, b) -> {
            int order = grouping.applyAsInt(a, b);
            return order != 0 ? order : first.applyAsInt(a, b);
        });
        int kept = 0;
        int ofGroup = 0;
        for (int i = 0; i < numbers.length; i++) {
            // What was kept last is of the group of what was looked at last: each group keeps at least one.
            boolean same = kept > 0 && grouping.applyAsInt(numbers[kept - 1], numbers[i]) == 0;
            ofGroup = same ? ofGroup + 1 : 1;
            if (ofGroup <= most) {
                numbers[kept++] = numbers[i];
            }
        }
        if (kept < numbers.length) {
            drop(reason, numbers.length - kept);
        }
        return Arrays.copyOf(numbers, kept);
    }

    /** Cases of no known patient are no group. */
    private int comparePatients(int a, int b) {
        int order = spool.comparePatients(a, b);
        return order != 0 || spool.hasPatient(a) ? order : Integer.compare(a, b);
    }

    private Optional<DropReason> reasonToDrop(CaseDraft draft) {
        if (draft.patientKey().filter(withdrawn).isPresent()) {
            return Optional.of(DropReason.WITHDRAWN_PATIENT);
        }
        if (draft.question().isEmpty()) {
            return Optional.of(DropReason.EMPTY_QUESTION);
        }
        if (draft.answer().isEmpty()) {
            return Optional.of(DropReason.EMPTY_ANSWER);
        }
        if (lacksReasoning(draft)) {
            return Optional.of(DropReason.EMPTY_REASONING);
        }
        String reasoning = draft.reasoning().orElse("");
        if (Refusals.isRefusal(draft.answer()) || Refusals.isRefusal(reasoning)) {
            return Optional.of(DropReason.REFUSAL);
        }
        if (length(draft.question()) + length(reasoning) + length(draft.answer()) > policy.maxCharacters()) {
            return Optional.of(DropReason.TOO_LONG);
        }
        return Optional.empty();
    }

    private boolean lacksReasoning(CaseDraft draft) {
        if (policy.reasoning() == Reasoning.OPTIONAL
                || (policy.reasoning() == Reasoning.REQUIRED_WHERE_MAPPED
                        && draft.reasoning().isEmpty())) {
            return false;
        }
        return draft.reasoning().orElse("").isEmpty();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
