package dev.whence.visualization;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.whence.visualization", importOptions = ImportOption.DoNotIncludeTests.class)
class VisualizationArchitectureTest {

    @ArchTest
    static final ArchRule knowsNothingOfTheApp = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.whence.app..", "dev.whence.sampledata..")
            .because("figures and controls serve the window and the command line, and may serve others");

    @ArchTest
    static final ArchRule noNativeArrays = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.nd4j..", "org.bytedeco..")
            .because("native arrays stay inside the engine, which owns their memory");

    @ArchTest
    static final ArchRule figuresAreLayered = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.whence.visualization.figure..")
            .layer("model")
            .definedBy("dev.whence.visualization.figure")
            .layer("page")
            .definedBy("dev.whence.visualization.figure.page")
            .layer("layouts")
            .definedBy("dev.whence.visualization.figure.panel", "dev.whence.visualization.figure.plot")
            .layer("export")
            .definedBy("dev.whence.visualization.figure.export")
            .whereLayer("page")
            .mayOnlyBeAccessedByLayers("layouts")
            .whereLayer("layouts")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("export")
            .mayNotBeAccessedByAnyLayer()
            .because("a layout builds a figure without knowing who draws it, and whoever draws it knows no layout");

    @ArchTest
    static final ArchRule noStandardStreams = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
            "stdout carries the results of the command line and nothing else");

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
