package org.residency.api.desk;

import java.util.List;

/**
 * One held-out case with what the models answered to it.
 *
 * @param id names the case in the store
 * @param expected the answer that its note gave
 * @param answers the candidate's first
 */
public record ReadCase(String id, String question, String expected, List<Answer> answers) {

    /**
     * @param by which model
     * @param right whether it is the expected answer
     * @param answer empty where the model gave none
     */
    public record Answer(String by, boolean right, String answer, String reasoning) {}

    public ReadCase {
        answers = List.copyOf(answers);
    }
}
