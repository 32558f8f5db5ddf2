package org.residency.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of a statement that are signed: JSON, keys sorted, no spaces, the time in ISO-8601. */
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
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts cannot be written as JSON", e);
        }
    }
}
