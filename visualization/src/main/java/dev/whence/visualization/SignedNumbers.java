package dev.whence.visualization;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes scores so that the sign can be read: a true minus sign, and a plus sign where it is positive. */
public final class SignedNumbers {

    /** Not a part of a decimal fraction, of a hash or of another word. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("(?<![\\w.,#])\\d{4,18}(?![\\w.,]*\\w)");

    private static final String MINUS = "\u2212";

    private SignedNumbers() {}

    /**
     * For example {@code +62.92}, {@code −0.0042}, {@code +1.3e−7}; about four significant digits. Zero has no sign.
     */
    public static String score(double value) {
        if (value == 0) {
            return "0";
        }
        if (Double.isNaN(value)) {
            return "undefined";
        }
        String sign = value < 0 ? MINUS : "+";
        double size = Math.abs(value);
        if (Double.isInfinite(size)) {
            return sign + "\u221e";
        }
        return sign + magnitude(size);
    }

    /** A magnitude without a sign, as {@link #score} writes it; {@code size >= 0}. */
    public static String magnitude(double size) {
        if (size == 0) {
            return "0";
        }
        if (size >= 1e6 || size < 1e-3) {
            return scientific(size);
        }
        int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", size);
    }

    private static String scientific(double size) {
        String text = String.format(Locale.ROOT, "%.1e", size);
        int at = text.indexOf('e');
        int exponent = Integer.parseInt(text.substring(at + 1));
        return text.substring(0, at) + "e" + (exponent < 0 ? MINUS : "") + Math.abs(exponent);
    }

    /** A count with thousands separated: {@code 12,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A text in which every whole number of four digits or more has its thousands separated. */
    public static String grouped(String text) {
        return WHOLE_NUMBER.matcher(text).replaceAll(found -> count(Long.parseLong(found.group())));
    }
}
