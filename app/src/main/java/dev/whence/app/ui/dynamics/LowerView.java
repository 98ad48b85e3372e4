package dev.whence.app.ui.dynamics;

/** What the lower part of the view shows. */
enum LowerView {
    IMAGES("Training images", "What each training image has contributed by each step; dots: it was in the batch."),
    LAYERS("Layers", "How much each layer's parameters moved all outputs in each step, averaged over five steps."),
    BALANCE(
            "Gradient against decay",
            "How far the loss gradients moved all outputs in each step, and how far weight decay."),
    NORMS("Parameter norms", "The length of each layer's parameters, and the sum over all weights and biases."),
    RECONSTRUCTION("Reconstruction", "The network's own outputs, and dashed what start, images and decay add up to."),
    MATRIX("Kernel matrix", "What each training image gave to the true class of some test images, through each layer."),
    COMPONENTS("Components", "What layers, channels and parameters are good for.");

    private final String title;
    private final String help;

    LowerView(String title, String help) {
        this.title = title;
        this.help = help;
    }

    String title() {
        return title;
    }

    /** Whether it is about one explained image, rather than about some of each class. */
    boolean isOfOneImage() {
        return this != MATRIX && this != COMPONENTS;
    }

    /** One sentence about what is drawn. */
    String help() {
        return help;
    }
}
