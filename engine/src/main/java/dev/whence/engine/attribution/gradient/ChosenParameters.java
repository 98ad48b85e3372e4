package dev.whence.engine.attribution.gradient;

import dev.whence.engine.settings.Setting;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the setting that names the parameters by which gradients are taken; empty for all. */
@Setting(
        label = "Parameters",
        help = "Names of layers or parameters, separated by commas, that gradients are taken by; empty for all.",
        defaultValue = "",
        advanced = true)
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ChosenParameters {}
