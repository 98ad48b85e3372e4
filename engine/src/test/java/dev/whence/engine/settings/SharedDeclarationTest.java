package dev.whence.engine.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

class SharedDeclarationTest {

    @Setting(label = "Steps", help = "How many.", defaultValue = "7", min = 1, advanced = true)
    @Target(ElementType.RECORD_COMPONENT)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Steps {}

    record One(@Steps int steps) {}

    record Other(
            @Setting(label = "Rate", help = "How fast.", defaultValue = "0.5")
            double rate,

            @Steps int count) {}

    record Bare(int steps) {}

    @Test
    void servesEachComponentThatCarriesIt() {
        assertEquals(7, SettingsSchema.of(One.class).defaults().steps());
        assertEquals(new Other(0.5, 7), SettingsSchema.of(Other.class).defaults());
        SettingDescriptor count = SettingsSchema.of(Other.class).settings().get(1);
        assertEquals("count", count.key());
        assertEquals("Steps", count.label());
        assertEquals(1, count.min());
    }

    @Test
    void isMissedWhereNoneIsGiven() {
        assertThrows(IllegalArgumentException.class, () -> SettingsSchema.of(Bare.class));
    }
}
