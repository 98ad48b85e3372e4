package dev.whence.engine.settings;

import dev.whence.engine.BadInputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that can be derived from an annotated settings record: the list of settings, values from text, text from
 * values. Forms, command line options, JSON and cache keys use only this.
 *
 * @param <S> the settings record
 */
public final class SettingsSchema<S extends Record> {

    private final Class<S> type;
    private final List<SettingDescriptor> settings;

    private SettingsSchema(Class<S> type, List<SettingDescriptor> settings) {
        this.type = type;
        this.settings = settings;
    }

    /**
     * Reads the declaration.
     *
     * @throws IllegalArgumentException if a component lacks {@link Setting} or has an unsupported type
     */
    public static <S extends Record> SettingsSchema<S> of(Class<S> type) {
        List<SettingDescriptor> found = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = declared(component)
                    .orElseThrow(() -> new IllegalArgumentException(
                            type.getSimpleName() + "." + component.getName() + " lacks @Setting"));
            found.add(new SettingDescriptor(
                    kebab(component.getName()),
                    component.getType(),
                    setting.label(),
                    setting.help(),
                    setting.unit(),
                    setting.defaultValue(),
                    setting.min(),
                    setting.max(),
                    setting.advanced(),
                    choices(component.getType())));
        }
        return new SettingsSchema<>(type, List.copyOf(found));
    }

    /** The component's own declaration, or the one of an annotation it carries. */
    private static Optional<Setting> declared(RecordComponent component) {
        return Stream.concat(
                        Stream.ofNullable(component.getAnnotation(Setting.class)),
                        Arrays.stream(component.getAnnotations())
                                .map(shared -> shared.annotationType().getAnnotation(Setting.class))
                                .filter(Objects::nonNull))
                .findFirst();
    }

    public List<SettingDescriptor> settings() {
        return settings;
    }

    public S defaults() {
        return parse(Map.of());
    }

    /**
     * Builds the record from texts; settings that are not named keep their defaults. Keys are accepted in kebab-case,
     * snake_case and camelCase, without regard to letter case.
     *
     * @throws BadInputException for an unknown key, a text that is not of the setting's type, or a value out of range
     */
    public S parse(Map<String, String> texts) {
        return parse(texts, SettingDescriptor::key);
    }

    /**
     * The same for people who see other names than the keys.
     *
     * @param name of a setting in messages
     * @throws BadInputException as {@link #parse(Map)}
     */
    public S parse(Map<String, String> texts, Function<SettingDescriptor, String> name) {
        Map<String, String> given = new LinkedHashMap<>();
        texts.forEach((key, text) -> given.put(find(key).key(), text));
        Object[] values = settings.stream()
                .map(setting ->
                        value(setting, given.getOrDefault(setting.key(), setting.defaultValue()), name.apply(setting)))
                .toArray();
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<S> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof BadInputException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The values of a record by key, in declaration order, each in the notation that {@link #parse} reads. */
    public Map<String, String> format(S values) {
        Map<String, String> texts = new LinkedHashMap<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            try {
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                Object value = accessor.invoke(values);
                texts.put(settings.get(i).key(), value instanceof Enum<?> word ? kebab(word) : String.valueOf(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return texts;
    }

    private SettingDescriptor find(String key) {
        String wanted = bare(key);
        return settings.stream()
                .filter(setting -> bare(setting.key()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no setting '" + key + "'; choose from "
                        + settings.stream().map(SettingDescriptor::key).collect(Collectors.joining(", ")) + "."));
    }

    private static String bare(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Object value(SettingDescriptor setting, String text, String name) {
        String trimmed = text.strip();
        Class<?> type = setting.type();
        if (type == String.class) {
            return trimmed;
        }
        if (type == boolean.class) {
            return switch (trimmed.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "1" -> true;
                case "false", "no", "0" -> false;
                default -> throw refuse(name, text, "must be true or false");
            };
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (bare(kebab((Enum<?>) constant)).equals(bare(trimmed))) {
                    return constant;
                }
            }
            throw refuse(name, text, "must be one of " + String.join(", ", setting.choices()));
        }
        try {
            if (type == double.class) {
                double number = Double.parseDouble(trimmed);
                checkRange(setting, text, number, name);
                return number;
            }
            long number = Long.parseLong(trimmed);
            checkRange(setting, text, (double) number, name);
            if (type == int.class) {
                return Math.toIntExact(number);
            }
            return number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw refuse(name, text, type == double.class ? "must be a number" : "must be a whole number");
        }
    }

    private static void checkRange(SettingDescriptor setting, String text, double number, String name) {
        if (!(number >= setting.min() && number <= setting.max())) {
            throw refuse(name, text, "must lie between " + plain(setting.min()) + " and " + plain(setting.max()));
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    private static BadInputException refuse(String name, String text, String rule) {
        return new BadInputException("The setting '" + name + "' is '" + text + "' but " + rule + ".");
    }

    private static List<String> choices(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> kebab((Enum<?>) constant))
                    .toList();
        }
        if (type == int.class
                || type == long.class
                || type == double.class
                || type == boolean.class
                || type == String.class) {
            return List.of();
        }
        throw new IllegalArgumentException("settings of type " + type + " are not supported");
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String kebab(String camelCase) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char letter = camelCase.charAt(i);
            if (Character.isUpperCase(letter) && !words.isEmpty()) {
                words.append('-');
            }
            words.append(Character.toLowerCase(letter));
        }
        return words.toString();
    }
}
