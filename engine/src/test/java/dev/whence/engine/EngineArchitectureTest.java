package dev.whence.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.whence.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineArchitectureTest {

    /** What decoding an image file takes; none of it opens a window. */
    private static final Set<String> DECODING = Set.of(
            "java.awt.Graphics", "java.awt.Graphics2D", "java.awt.Image", "java.awt.Rectangle", "java.awt.Point");

    @ArchTest
    static final ArchRule noUserInterface = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("javafx..", "javax.swing..", "dev.whence.visualization..")
                    .or(resideInAPackage("dev.whence.app..")))
            .because("the engine is a library of its own: the window, the command line and tests call it alike");

    @ArchTest
    static final ArchRule noWindowsOfAwt = noClasses()
            .should()
            .dependOnClassesThat(windowing())
            .because("the engine runs where there is no display; it uses AWT's image types to decode files only");

    @ArchTest
    static final ArchRule onlyExecTouchesDjl = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whence.engine.exec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..")
            .because("native arrays leak unless one package owns their scopes, threads and grad mode");

    @ArchTest
    static final ArchRule noStandardStreams = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
            "stdout carries the results of the command line and nothing else");

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.whence.engine.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that can be read without knowing the ones above it can be changed alone");

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

    private static DescribedPredicate<JavaClass> windowing() {
        DescribedPredicate<JavaClass> decoding =
                DescribedPredicate.describe("types for decoding images", type -> DECODING.contains(type.getName()));
        return resideInAPackage("java.awt..")
                .and(DescribedPredicate.not(
                        decoding.or(resideInAnyPackage("java.awt.image..", "java.awt.color..", "java.awt.geom.."))))
                .as("types of AWT that are not for decoding images");
    }
}
