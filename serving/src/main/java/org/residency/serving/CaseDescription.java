package org.residency.serving;

/**
 * A case to diagnose.
 *
 * @param description the case in words
 */
public record CaseDescription(String description) {

    /** A request without a body is one without a description. */
    public static CaseDescription orNone(CaseDescription request) {
        return request == null ? new CaseDescription(null) : request;
    }

    /**
     * The case as a question.
     *
     * @throws InvalidRequestException if there is no text, or more than {@code maxCharacters}
     */
    public Question question(int maxCharacters) {
        if (description == null || description.isBlank()) {
            throw new InvalidRequestException(
                    "description",
                    "found " + (description == null ? "nothing" : "an empty text")
                            + ", expected the description of a case; send {\"description\": \"...\"}");
        }
        if (description.length() > maxCharacters) {
            throw new InvalidRequestException(
                    "description",
                    "found " + description.length() + " characters, expected " + maxCharacters
                            + " at most; shorten the text");
        }
        return Question.ofCase("description", description);
    }

    /** The text is left out: it is a patient's. */
    @Override
    public String toString() {
        return "CaseDescription[" + (description == null ? 0 : description.length()) + " characters]";
    }
}
