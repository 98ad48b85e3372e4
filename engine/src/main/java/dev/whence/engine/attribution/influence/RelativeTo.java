package dev.whence.engine.attribution.influence;

import dev.whence.engine.settings.Setting;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the setting that makes influence relative (RelatIF); for components of type {@link Relative}. */
@Setting(
        label = "Relative to",
        help = "Divides each training image's influence by the change it makes to its own loss, or to the"
                + " parameters, so that unusual images do not come first everywhere (Barshan et al. 2020, RelatIF).",
        defaultValue = "none")
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface RelativeTo {}
