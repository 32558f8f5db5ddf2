package org.residency.llm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
    private final JavaClasses module = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void usesFewLibraries() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.residency.llm..", "com.fasterxml.jackson..", "ai.djl..", "com.sun.jna..")
                .check(module);
    }

    @Test
    void reachesTheNativeLayerInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.residency.llm.kernels")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(module);
    }

    @Test
    void keepsPackagesFreeOfCycles() {
        slices().matching("org.residency.llm.(*)..").should().beFreeOfCycles().check(module);
    }
}
