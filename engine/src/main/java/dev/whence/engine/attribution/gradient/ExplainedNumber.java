package dev.whence.engine.attribution.gradient;

import dev.whence.engine.settings.Setting;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the setting that chooses whose gradient of the test image is used; for components of type {@link TestFunction}. */
@Setting(
        label = "Explained number",
        help = "Whose gradient of the test image is used: the loss, the logit or the log-odds of the explained class.",
        defaultValue = "loss")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExplainedNumber {}
