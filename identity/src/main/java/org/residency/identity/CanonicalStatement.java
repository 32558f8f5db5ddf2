package org.residency.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of a statement or a review that are signed: JSON, keys sorted, no spaces, the time in ISO-8601. */
final class CanonicalStatement {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalStatement() {}

    static byte[] bytes(Statement statement) {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put("run", statement.run());
        fields.put("evaluationReportSha256", statement.evaluationReportSha256());
        fields.put("mergedModelSha256", statement.mergedModelSha256());
        fields.put("decision", statement.decision().name());
        fields.put("signer", statement.signer());
        fields.put("signedAt", statement.signedAt().toString());
        return json(fields);
    }

    /** Has a kind of its own, so that no signature of a sign-off is one of a review. */
    static byte[] bytes(ReviewStatement statement) {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("decision", statement.decision().name());
        fields.put("findingCount", statement.findingCount());
        fields.put("inputSha256", statement.inputSha256());
        fields.put("kind", "residency-review:1");
        fields.put("mode", statement.mode());
        fields.put("noteCount", statement.noteCount());
        fields.put("outputSha256", statement.outputSha256());
        fields.put("policySha256", statement.policySha256());
        fields.put("replacedByClass", statement.replacedByClass());
        fields.put("reviewer", statement.reviewer());
        fields.put("seed", statement.seed());
        fields.put("shownNotes", statement.shownNotes());
        fields.put("signedAt", statement.signedAt().toString());
        return json(fields);
    }

    static byte[] bytes(WithdrawalStatement statement) {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("datasets", statement.datasets());
        fields.put("kind", "residency-withdrawal:1");
        fields.put("models", statement.models());
        fields.put("number", statement.number());
        fields.put("patient", statement.patient());
        fields.put("signedAt", statement.signedAt().toString());
        fields.put("steward", statement.steward());
        return json(fields);
    }

    private static byte[] json(SortedMap<String, ?> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts cannot be written as JSON", e);
        }
    }
}
