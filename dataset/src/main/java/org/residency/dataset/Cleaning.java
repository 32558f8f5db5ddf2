package org.residency.dataset;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.residency.dataset.CleaningPolicy.Reasoning;

/** Keeps a row or drops it, and counts; which of several equal rows is kept does not depend on their order. */
final class Cleaning {
    private static final Comparator<ClinicalCase> KEPT_FIRST = Comparator.comparing((ClinicalCase one) ->
                    one.predefinedSplit().map(SplitName::ordinal).orElse(-1))
            .reversed()
            .thenComparing(ClinicalCase::id);

    private final CleaningPolicy policy;
    private final Predicate<String> withdrawn;
    private final Map<List<String>, ClinicalCase> kept = new HashMap<>();
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long read;

    Cleaning(CleaningPolicy policy) {
        this(policy, patient -> false);
    }

    /** @param withdrawn tells of a patient's key, as the file has it, whether they withdrew */
    Cleaning(CleaningPolicy policy, Predicate<String> withdrawn) {
        this.policy = policy;
        this.withdrawn = withdrawn;
    }

    void add(CaseDraft draft) {
        read++;
        Optional<DropReason> reason = reasonToDrop(draft);
        if (reason.isPresent()) {
            dropped.merge(reason.get(), 1L, Long::sum);
            return;
        }
        ClinicalCase added = draft.toCase();
        List<String> content = List.of(added.question(), added.reasoning(), added.answer());
        ClinicalCase former = kept.putIfAbsent(content, added);
        if (former != null) {
            dropped.merge(DropReason.EXACT_DUPLICATE, 1L, Long::sum);
            kept.put(content, KEPT_FIRST.compare(added, former) < 0 ? added : former);
        }
    }

    /** Drops what a patient has above the policy's cap; to be called once all rows are added. */
    void capPatients() {
        Map<String, List<ClinicalCase>> byPatient = kept.values().stream()
                .filter(one -> one.patientKey().isPresent())
                .collect(Collectors.groupingBy(one -> one.patientKey().orElseThrow()));
        for (List<ClinicalCase> cases : byPatient.values()) {
            cases.stream().sorted(KEPT_FIRST).skip(policy.maxCasesPerPatient()).forEach(one -> {
                kept.remove(List.of(one.question(), one.reasoning(), one.answer()));
                dropped.merge(DropReason.OVER_PATIENT_CAP, 1L, Long::sum);
            });
        }
    }

    /** Takes back cases that were kept; the caller no longer counts them. */
    void drop(DropReason reason, int count) {
        dropped.merge(reason, (long) count, Long::sum);
    }

    Collection<ClinicalCase> kept() {
        return kept.values();
    }

    RowCounts counts() {
        long droppedCount = dropped.values().stream().mapToLong(Long::longValue).sum();
        return new RowCounts(read, read - droppedCount, dropped);
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
