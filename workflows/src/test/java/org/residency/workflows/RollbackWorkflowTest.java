package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.artifacts.Deployment;

class RollbackWorkflowTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void bringsBackTheModelBefore() {
        hospital.cpu.deployments.add(Sample.deployment(1, "good"));
        hospital.cpu.deployments.add(Sample.deployment(2, "bad"));

        Deployment restored = rollBack(2);

        assertThat(restored.number()).isEqualTo(3);
        assertThat(restored.model().ref()).isEqualTo(Sample.ref("good"));
        assertThat(restored.restores()).contains(1);
    }

    @Test
    void refusesADeploymentThatIsNotInService() {
        hospital.cpu.deployments.add(Sample.deployment(1, "good"));
        hospital.cpu.deployments.add(Sample.deployment(2, "better"));

        assertRefuses(1, "deployment: found 1, expected 2, which is in service");
    }

    @Test
    void refusesWhereNothingWasInServiceBefore() {
        hospital.cpu.deployments.add(Sample.deployment(1, "first"));

        assertRefuses(1, "found 1, which replaced nothing");
    }

    @Test
    void refusesWhereNothingEverWas() {
        assertRefuses(1, "nothing was ever in service");
    }

    private Deployment rollBack(int deployment) {
        RollbackRequest request = new RollbackRequest("olga", deployment);
        return hospital.workflow(RollbackWorkflow.class, request.workflowId()).rollBack(request);
    }

    private void assertRefuses(int deployment, String message) {
        assertThatThrownBy(() -> rollBack(deployment))
                .rootCause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
                    assertThat(failure.getOriginalMessage()).contains(message);
                });
        assertThat(hospital.script.calls()).doesNotContain("restoreModel");
    }
}
