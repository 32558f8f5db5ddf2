package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkflowRegistrationTest {

    @Test
    void endsNoRunForAHistoryThatAWorkerHasPartOf() {
        // What the SDK throws then; a test server is never behind, but a real one that was killed can be.
        assertThat(WorkflowRegistration.options().getFailWorkflowExceptionTypes())
                .isNotEmpty()
                .noneMatch(type -> type.isAssignableFrom(IllegalStateException.class));
    }
}
