package dev.whence.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.whence.app", importOptions = ImportOption.DoNotIncludeTests.class)
class AppArchitectureTest {

    @ArchTest
    static final ArchRule noNativeArrays = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.nd4j..", "org.bytedeco..")
            .because("native arrays stay inside the engine, which owns their memory");

    @ArchTest
    static final ArchRule commandsNeedNoToolkit = noClasses()
            .that()
            .resideInAnyPackage("dev.whence.app.cli..", "dev.whence.app.figure", "dev.whence.app.provenance")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "javax.swing..", "dev.whence.app.ui..")
            .because("commands run where there is no display and must not pay for starting one");

    @ArchTest
    static final ArchRule commandsAreOnTop = noClasses()
            .that()
            .resideInAnyPackage("dev.whence.app.cli.*", "dev.whence.app.figure", "dev.whence.app.provenance")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whence.app.cli")
            .because("commands put options, reports and figures together, never the other way round");

    @ArchTest
    static final ArchRule partsOfTheCommandLineAreLayered = SlicesRuleDefinition.slices()
            .matching("dev.whence.app.(cli.*|figure|provenance)")
            .should()
            .beFreeOfCycles()
            .because("each part of the command line can be read before those that use it");

    @ArchTest
    static final ArchRule onlyTheConsoleUsesStandardStreams = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whence.app.cli..")
            .and()
            .doNotBelongToAnyOf(Launcher.class)
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("stdout carries the results of the command line and nothing else");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        List<String> unmarked = classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertEquals(List.of(), unmarked, "packages without a package-info.java that says @NullMarked");
    }
}
