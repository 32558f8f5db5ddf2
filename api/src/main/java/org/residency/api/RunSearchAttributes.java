package org.residency.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.StartupEvent;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RunAttributes;

/**
 * Registers {@link RunAttributes} with the server when this process starts, or with the first run if the server was not
 * there. A server that does not take them goes without, for a run that carries an attribute its server does not know cannot
 * be started, or would try the same step for ever.
 */
@Singleton
class RunSearchAttributes {
    private static final Logger LOG = Logger.getLogger(RunSearchAttributes.class);

    private final WorkflowClient client;
    private boolean known;

    RunSearchAttributes(WorkflowClient client) {
        this.client = client;
    }

    void registerEarly(@Observes StartupEvent event) {
        Thread thread = new Thread(this::isRegistered, "search-attributes");
        thread.setDaemon(true);
        thread.start();
    }

    /** The run's attributes; none where the server does not take them. */
    SearchAttributes of(RetrainingRequest request) {
        return isRegistered() ? RunAttributes.atStart(request, Instant.now()) : SearchAttributes.EMPTY;
    }

    /**
     * Whether it was for want of an attribute that a run could not be started. A server with a database knows a new
     * attribute some seconds after it has taken it.
     */
    static boolean areRefusedBy(StatusRuntimeException failure) {
        return failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
                && String.valueOf(failure.getStatus().getDescription()).contains("earch attribute");
    }

    /** Says that a run goes without, and how that is mended. */
    void warnThatRunGoesWithout(String run, String why) {
        LOG.warnf(
                "%s carries no search attributes: %s. If that stays so: temporal operator search-attribute create %s",
                run,
                why,
                RunAttributes.all().stream()
                        .map(key -> "--name " + key.getName() + " --type " + typeName(key))
                        .collect(Collectors.joining(" ")));
    }

    /** As Temporal's command line has it: {@code Datetime} for {@code INDEXED_VALUE_TYPE_DATETIME}. */
    private static String typeName(SearchAttributeKey<?> key) {
        return Stream.of(key.getValueType()
                        .name()
                        .replace("INDEXED_VALUE_TYPE_", "")
                        .toLowerCase(Locale.ROOT)
                        .split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private synchronized boolean isRegistered() {
        known = known || register();
        return known;
    }

    private boolean register() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
        try {
            RunAttributes.all().forEach(key -> register(operator, key));
            return true;
        } catch (StatusRuntimeException e) {
            warnThatRunGoesWithout(
                    "A run that is started now",
                    "the server answered " + e.getStatus().getCode());
            return false;
        }
    }

    private void register(OperatorServiceStubs operator, SearchAttributeKey<?> key) {
        try {
            operator.blockingStub()
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .putSearchAttributes(key.getName(), key.getValueType())
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        }
    }
}
