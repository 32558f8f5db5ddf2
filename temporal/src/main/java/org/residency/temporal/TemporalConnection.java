package org.residency.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.tally.StatsReporter;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The beans by which a process talks to Temporal. Address, namespace, TLS and key are read as Temporal's own command line
 * reads them ({@code TEMPORAL_ADDRESS} and so on), from the environment or from Quarkus's configuration.
 *
 * <p>Scopes are {@code @Singleton}: a client proxy of a final class, or of one whose fields are read, does not work.
 */
@Singleton
class TemporalConnection {
    private static final Logger LOG = Logger.getLogger(TemporalConnection.class);
    private static final String PREFIX = "TEMPORAL_";

    @Produces
    @Singleton
    @Unremovable
    ClientConfigProfile profile(Config config) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class).ifPresent(value -> environment.put(name, value));
            }
        }
        return profile(environment);
    }

    static ClientConfigProfile profile(Map<String, String> environment) {
        try {
            return ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(environment)
                    .build());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The settings of the connection to Temporal (TEMPORAL_*): " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    Scope metrics(MeterRegistry registry) {
        StatsReporter reporter = new MicrometerClientStatsReporter(registry);
        return new RootScopeBuilder().reporter(reporter).reportEvery(Duration.ofSeconds(10));
    }

    void close(@Disposes Scope scope) throws ScopeCloseException {
        scope.close();
    }

    @Produces
    @Singleton
    @Unremovable
    WorkflowServiceStubs serviceStubs(ClientConfigProfile profile, Scope metrics) {
        WorkflowServiceStubsOptions options = WorkflowServiceStubsOptions.newBuilder(
                        profile.toWorkflowServiceStubsOptions())
                .setMetricsScope(metrics)
                .validateAndBuildWithDefaults();
        LOG.infof("Temporal: %s", options.getTarget());
        return WorkflowServiceStubs.newServiceStubs(options);
    }

    void close(@Disposes WorkflowServiceStubs stubs) {
        stubs.shutdown();
    }

    /** The codec that encrypts payloads; inactive where no keys are given. */
    @Produces
    @Singleton
    PayloadProtection protection(TemporalConfig config) {
        PayloadProtection protection = PayloadProtection.of(config.payloadKeys());
        LOG.infof("Payloads are %s", protection.words());
        return protection;
    }

    /** What turns records into payloads. */
    @Produces
    @Singleton
    DataConverter dataConverter(PayloadProtection protection) {
        return protection.around(DefaultDataConverter.STANDARD_INSTANCE);
    }

    @Produces
    @Singleton
    @Unremovable
    WorkflowClient client(
            WorkflowServiceStubs stubs, ClientConfigProfile profile, DataConverter dataConverter, TracedStarts traced) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                        .setDataConverter(dataConverter)
                        .setInterceptors(traced)
                        .build());
    }
}
