package org.residency.workflows;

import io.temporal.common.Priority;
import java.util.Optional;

/** Which of several runs goes first where a worker is wanted by more than one. What runs already is not interrupted. */
public enum RunPriority {
    /** Before all others; for an operator to give. */
    URGENT(1),
    /** As most. */
    NORMAL(3),
    /** When nothing else waits. */
    LOW(5);

    private final int key;

    RunPriority(int key) {
        this.key = key;
    }

    /**
     * As Temporal takes it: a workflow hands it on to its activities and children.
     *
     * @param department whose runs share with other departments' of the same priority, one by one
     */
    public Priority turn(Optional<String> department) {
        Priority.Builder turn = Priority.newBuilder().setPriorityKey(key);
        department.ifPresent(turn::setFairnessKey);
        return turn.build();
    }
}
