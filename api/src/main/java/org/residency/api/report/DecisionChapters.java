package org.residency.api.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.identity.SignedStatement;
import org.residency.workflows.GatePolicy;
import org.residency.workflows.RunStatus;
import org.residency.workflows.SignOffReceipt;
import org.residency.workflows.Verdict;

/** What the gate said and why, and what clinicians said. */
final class DecisionChapters {

    private DecisionChapters() {}

    static Optional<Chapter> gate(RunStatus status) {
        return status.verdict()
                .map(verdict -> gate(verdict, status.request().settings().gate()));
    }

    private static Chapter gate(Verdict verdict, GatePolicy policy) {
        Table.Builder table = Table.of(
                "The gate's reasoning, rule by rule",
                Cell.text("Rule"),
                Cell.text("Result"),
                Cell.text("Found and asked"));
        verdict.checks()
                .forEach(
                        check -> table.row(Cell.code(check.rule()), result(check.result()), Cell.text(check.reason())));
        Chapter.Builder chapter = Chapter.of("gate", "Gate")
                .say(
                        "The gate is a rule, not a person: policy '%s' says %s.",
                        verdict.policy(), Numbers.words(verdict.result()));
        lowered(policy).forEach(lowered -> chapter.say("This policy lowers the bar: %s.", lowered));
        return chapter.list(table.build()).build();
    }

    static Cell result(Verdict.Result result) {
        return switch (result) {
            case PASS -> new Cell("✓ pass", "good");
            case FAIL -> new Cell("✗ fail", "bad");
            case INCONCLUSIVE -> new Cell("? inconclusive", "unsure");
        };
    }

    /** In what a policy asks for less than the default. */
    static List<String> lowered(GatePolicy policy) {
        GatePolicy standard = GatePolicy.defaults();
        List<String> lowered = new ArrayList<>();
        less(lowered, "minCases", policy.minCases(), standard.minCases());
        less(lowered, "minExactMatch", policy.minExactMatch(), standard.minExactMatch());
        less(lowered, "minGainOverBase", policy.minGainOverBase(), standard.minGainOverBase());
        less(lowered, "minFormatRate", policy.minFormatRate(), standard.minFormatRate());
        less(
                lowered,
                "maxLossAgainstInService",
                -policy.maxLossAgainstInService(),
                -standard.maxLossAgainstInService());
        less(lowered, "maxMergeKl", -policy.maxMergeKl(), -standard.maxMergeKl());
        return lowered;
    }

    private static void less(List<String> lowered, String rule, double asked, double standard) {
        if (asked < standard) {
            boolean most = rule.startsWith("max");
            lowered.add(rule + " is " + Numbers.decimal(most ? -asked : asked) + ", by default "
                    + Numbers.decimal(most ? -standard : standard));
        }
    }

    static Optional<Chapter> signOff(RunStatus status, StoredEvidence evidence) {
        if (status.verdict().isEmpty()) {
            return Optional.empty();
        }
        int required = status.request().settings().signoff().requiredApprovals();
        Chapter.Builder chapter = Chapter.of("sign-off", "Sign-off");
        chapter.say(
                "%s of %s needed approvals. A clinician signs this very evaluation and these very weights, by their digests;"
                        + " the requester, %s, may not sign.",
                Numbers.count(status.signOffs().stream()
                        .filter(receipt -> receipt.decision().approves())
                        .count()),
                Numbers.count(required),
                status.request().requester());
        status.refusedStatements().forEach(refused -> chapter.say("A statement was refused: %s", refused));
        if (!status.signOffs().isEmpty()) {
            chapter.list(signatures(status.signOffs(), evidence));
        }
        return Optional.of(chapter.build());
    }

    private static Table signatures(List<SignOffReceipt> receipts, StoredEvidence evidence) {
        Table.Builder table = Table.of(
                "Who signed what, and when",
                Cell.text("Signer"),
                Cell.text("Decision"),
                Cell.text("Signed at"),
                Cell.text("Evaluation report"),
                Cell.text("Merged model"),
                Cell.text("Key"));
        for (SignOffReceipt receipt : receipts) {
            Optional<SignedStatement> signed = evidence.read(receipt.statement(), SignedStatement.class);
            table.row(
                    Cell.text(receipt.signer()),
                    new Cell(
                            Numbers.words(receipt.decision()),
                            receipt.decision().approves() ? "good" : "bad"),
                    Cell.text(signed.map(found -> Numbers.time(found.statement().signedAt()))
                            .orElse("the statement cannot be read")),
                    Cell.code(signed.map(found ->
                                    Numbers.shortDigest(found.statement().evaluationReportSha256()))
                            .orElse("?")),
                    Cell.code(signed.map(found ->
                                    Numbers.shortDigest(found.statement().mergedModelSha256()))
                            .orElse("?")),
                    Cell.code(signed.map(found -> Numbers.shortDigest(found.keyFingerprint()))
                            .orElse("?")));
        }
        return table.build();
    }
}
