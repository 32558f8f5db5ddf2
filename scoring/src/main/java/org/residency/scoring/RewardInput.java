package org.residency.scoring;

/**
 * What a reward may look at. It has no cues: those belong to a metric that the optimiser never sees.
 *
 * @param completion the model's text as sampled
 * @param parsed the same, taken apart
 * @param reference the right answer in its short form; never blank
 * @param tokenCount tokens sampled, the end-of-sequence token included
 * @param tokenLimit the most that could have been sampled
 */
public record RewardInput(String completion, ReasonedAnswer parsed, String reference, int tokenCount, int tokenLimit) {
    public RewardInput {
        if (reference.isBlank()) {
            throw new IllegalArgumentException(
                    "reference is blank, expected the right answer; a case without one has no reward");
        }
        if (tokenLimit < 1 || tokenCount < 0 || tokenCount > tokenLimit) {
            throw new IllegalArgumentException("tokenCount is " + tokenCount + " and tokenLimit " + tokenLimit
                    + ", expected 0 <= tokenCount <= tokenLimit");
        }
    }

    /** Takes the completion apart first. */
    public static RewardInput of(
            String completion, ThinkTag thinkTag, String reference, int tokenCount, int tokenLimit) {
        return new RewardInput(
                completion, ReasonedAnswer.parse(completion, thinkTag), reference, tokenCount, tokenLimit);
    }
}
