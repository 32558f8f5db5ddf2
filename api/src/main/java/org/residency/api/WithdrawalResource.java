package org.residency.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.WithdrawalRegister;

/** What may be used no longer, since a patient withdrew. */
@Path("/withdrawals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "withdrawals")
public class WithdrawalResource {
    private final WithdrawalRegister register;
    private final DeploymentLog log;

    WithdrawalResource(ArtifactStore store, DeploymentLog log) {
        this.register = new WithdrawalRegister(store);
        this.log = log;
    }

    @GET
    @Operation(
            summary = "List the withdrawals",
            description =
                    "Oldest first: the digests of the datasets and models that each blocks, and whether the model in"
                            + " service is one of them. Patients are not named.")
    public List<WithdrawalView> list() {
        List<Deployment> deployments = log.entries();
        return register.entries().stream()
                .map(entry -> WithdrawalView.of(entry, deployments))
                .toList();
    }
}
