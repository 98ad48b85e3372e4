package dev.whence.engine.settings;

import java.util.List;

/**
 * One setting as declared on a record component.
 *
 * @param key name on the command line and in JSON; the component's name in kebab-case
 * @param type the component's Java type
 * @param choices the allowed words of an enum in kebab-case, empty otherwise
 */
public record SettingDescriptor(
        String key,
        Class<?> type,
        String label,
        String help,
        String unit,
        String defaultValue,
        double min,
        double max,
        boolean advanced,
        List<String> choices) {

    public SettingDescriptor {
        choices = List.copyOf(choices);
    }
}
