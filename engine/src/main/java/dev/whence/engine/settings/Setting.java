package dev.whence.engine.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one component of a settings record. Component types: {@code int}, {@code long}, {@code double}, {@code
 * boolean}, {@code String} or an enum. A declaration that several records share stands on an annotation of its own, which
 * then stands on their components.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** Short name shown in forms. */
    String label();

    /** One or two sentences with the source (paper, equation) where there is one. */
    String help();

    /** The default in the notation of the command line. */
    String defaultValue();

    /** Physical or mathematical unit, empty if none. */
    String unit() default "";

    /** Smallest allowed number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest allowed number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Rarely changed: forms show it folded away. */
    boolean advanced() default false;
}
