package org.residency.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The import table and the names of the house, held against the compiled classes of every module. */
class HouseRulesTest {

    private static final List<String> MODULES = List.of(
            "artifacts",
            "identity",
            "clinic",
            "dataset",
            "deidentification",
            "scoring",
            "llm",
            "activities",
            "workflows",
            "encryption",
            "temporal",
            "worker-cpu",
            "worker-gpu",
            "serving",
            "api",
            "cli");

    private static final String TEMPORAL = "io.temporal..";
    private static final String QUARKUS = "io.quarkus..";
    private static final String DJL = "ai.djl..";
    private static final String AWS = "software.amazon..";
    private static final String ARTIFACTS = "org.residency.artifacts..";
    private static final String LLM = "org.residency.llm..";

    private static JavaClasses house;

    @BeforeAll
    static void readEveryModule() {
        Path root = Path.of(System.getProperty("user.dir")).getParent();
        List<Path> classes = MODULES.stream()
                .map(module -> root.resolve(module).resolve("target/classes"))
                .toList();
        assertThat(classes)
                .as("compiled classes; run `mvn verify` from the root")
                .allMatch(Files::isDirectory);
        house = new ClassFileImporter().importPaths(classes);
    }

    @TestFactory
    Stream<DynamicTest> keepsTheImportTable() {
        return Stream.of(
                        free("artifacts", TEMPORAL, QUARKUS, DJL),
                        free("identity", TEMPORAL, QUARKUS, DJL, AWS, ARTIFACTS),
                        free("clinic", TEMPORAL, QUARKUS, DJL, AWS, ARTIFACTS, LLM),
                        free("dataset", TEMPORAL, QUARKUS, DJL, AWS, ARTIFACTS),
                        free("deidentification", TEMPORAL, QUARKUS, DJL, AWS, ARTIFACTS),
                        free("scoring", TEMPORAL, QUARKUS, DJL, AWS, ARTIFACTS),
                        free("llm", TEMPORAL, QUARKUS, AWS, ARTIFACTS),
                        free("activities", DJL, AWS, QUARKUS, LLM),
                        free("workflows", DJL, AWS, QUARKUS, LLM, "java.io..", "java.nio..", "java.net.http.."),
                        free("encryption", QUARKUS, DJL, AWS, LLM, ARTIFACTS),
                        free("temporal", DJL, AWS, LLM, ARTIFACTS),
                        free("worker.cpu", DJL, LLM),
                        free("worker.gpu", "org.residency.workflows.."),
                        free("serving", TEMPORAL),
                        free("api", DJL, LLM),
                        free("cli", QUARKUS))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
    }

    private static ArchRule free(String module, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage("org.residency." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .as(module + " stays free of " + String.join(", ", packages));
    }

    @Test
    void onlyTheS3StoreKnowsTheAwsSdk() {
        noClasses()
                .that()
                .resideInAPackage(ARTIFACTS)
                .and()
                .haveSimpleNameNotStartingWith("S3")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AWS)
                .check(house);
    }

    @Test
    void noImplementationIsKnownToTheApiOrTheCommand() {
        noClasses()
                .that()
                .resideInAnyPackage("org.residency.api..", "org.residency.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.residency..").and(simpleNameEndingWith("Impl")))
                .check(house);
    }

    @Test
    void inAWorkerOnlyTheAdaptersKnowTemporal() {
        noClasses()
                .that()
                .resideInAnyPackage("org.residency.worker..")
                .and()
                .haveSimpleNameNotEndingWith("ActivitiesImpl")
                .and()
                .haveSimpleNameNotEndingWith("Worker")
                .and()
                .haveSimpleNameNotContaining("Heartbeat")
                .and()
                .haveSimpleNameNotContaining("Failure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.temporal.activity..")
                .check(house);
    }

    @Test
    void workflowCodeUsesNoClockNoRandomAndNoThread() {
        noClasses()
                .that()
                .resideInAPackage("org.residency.workflows..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .check(house);
    }

    @TestFactory
    Stream<DynamicTest> stagesDoNotImportOneAnother() {
        return Stream.of("worker.cpu", "worker.gpu")
                .map(worker -> slices().matching("org.residency." + worker + ".(*)..")
                        .should()
                        .notDependOnEachOther())
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
    }

    @TestFactory
    Stream<DynamicTest> packagesHaveNoCycles() {
        return Stream.of("artifacts", "scoring", "llm", "api", "cli")
                .map(module -> slices().matching("org.residency." + module + ".(*)..")
                        .should()
                        .beFreeOfCycles())
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
    }

    @Test
    void nothingHasAHomelessName() {
        classes()
                .that()
                .resideInAPackage("org.residency..")
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Common)(\\$.*)?$")
                .check(house);
    }

    @Test
    void mainCodeUsesNoTestingPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..testing..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.residency..").and(resideInAnyPackage("..testing..")))
                .check(house);
    }
}
