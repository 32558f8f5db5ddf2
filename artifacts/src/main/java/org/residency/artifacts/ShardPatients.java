package org.residency.artifacts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Who is in a shard: of each case's line, field {@code patient} alone is looked at. */
final class ShardPatients {

    private static final JsonFactory JSON = new JsonFactory();

    private ShardPatients() {}

    /**
     * How many cases are of these patients.
     *
     * @param where names the shard in messages
     * @param lines JSONL, closed by the caller
     */
    static int count(String where, InputStream lines, Set<String> patients) throws IOException {
        int count = 0;
        try (JsonParser parser = JSON.createParser(lines).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw new ArtifactCorruptException(where + ": not a case a line, expected a shard");
                }
                count += isOfAny(parser, patients) ? 1 : 0;
            }
            return count;
        } catch (JsonProcessingException e) {
            // Without the cause: it may quote a case.
            throw new ArtifactCorruptException(where + ": not JSON lines, expected a shard");
        }
    }

    private static boolean isOfAny(JsonParser parser, Set<String> patients) throws IOException {
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean names = parser.currentName().equals("patient");
            parser.nextToken();
            if (names) {
                found = patients.contains(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }
}
