package dev.whence.engine.attribution;

import dev.whence.engine.BadInputException;

/** Which class is explained. */
public sealed interface Target {

    /** The class the network decides for. */
    record Predicted() implements Target {}

    /** The image's own label. */
    record Label() implements Target {}

    /** One fixed class. */
    record OfClass(int index) implements Target {}

    /** Why {@code a} rather than {@code b}: logit of a minus logit of b. */
    record Contrast(int a, int b) implements Target {}

    /**
     * Reads {@code predicted}, {@code label}, {@code 3} or {@code 3-5}.
     *
     * @throws BadInputException for anything else
     */
    static Target parse(String text) {
        String word = text.strip();
        if (word.equalsIgnoreCase("predicted")) {
            return new Predicted();
        }
        if (word.equalsIgnoreCase("label")) {
            return new Label();
        }
        if (word.matches("\\d{1,7}")) {
            return new OfClass(Integer.parseInt(word));
        }
        if (word.matches("\\d{1,7}-\\d{1,7}")) {
            int dash = word.indexOf('-');
            return new Contrast(Integer.parseInt(word.substring(0, dash)), Integer.parseInt(word.substring(dash + 1)));
        }
        throw new BadInputException("The target '" + text
                + "' is unknown; give predicted, label, a class number, or A-B for A rather than B.");
    }

    /** The notation that {@link #parse} reads. */
    default String format() {
        if (this instanceof Predicted) {
            return "predicted";
        }
        if (this instanceof Label) {
            return "label";
        }
        if (this instanceof OfClass single) {
            return Integer.toString(single.index());
        }
        Contrast contrast = (Contrast) this;
        return contrast.a() + "-" + contrast.b();
    }
}
