package dev.whence.engine.attribution;

import java.util.Arrays;

/** Methods that answer from the same idea, in the order in which lists show them. */
public enum MethodFamily {
    /** The final layer is replaced by a machine whose decisions are sums over training images. */
    SURROGATE("Surrogates of the final layer", "dual representer"),
    /** Gradients of the training and the test image are compared. */
    GRADIENTS("Similar gradients", "tracin"),
    /** What the trained model would change to if an image weighed more. */
    INFLUENCE("Influence functions", "influence projected"),
    /** A model that is linear in its weights stands for the network. */
    LINEARISED("Linearised models", "trak"),
    /** The steps of the training are followed. */
    TRAINING("Course of the training", "pathkernel dvemb"),
    /** Images that look alike to the network. */
    NEIGHBOURS("Neighbours", "shapley"),
    /** Everything else. */
    OTHER("Other methods", "");

    private final String title;
    /** Sub-packages of this one, separated by blanks. */
    private final String packages;

    MethodFamily(String title, String packages) {
        this.title = title;
        this.packages = packages;
    }

    public String title() {
        return title;
    }

    /** The family of the package that a class of this library lies in; {@link #OTHER} for foreign ones. */
    static MethodFamily of(Class<?> method) {
        String name = method.getPackageName();
        String own = MethodFamily.class.getPackageName() + ".";
        String last = name.startsWith(own) ? name.substring(own.length()) : "";
        return Arrays.stream(values())
                .filter(family -> Arrays.asList(family.packages.split(" ", -1)).contains(last))
                .findFirst()
                .orElse(OTHER);
    }
}
