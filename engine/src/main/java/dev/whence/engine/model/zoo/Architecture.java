package dev.whence.engine.model.zoo;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The architectures that can be trained from scratch. Weights carry the names that PyTorch gives them. */
public enum Architecture {
    /** One linear layer on the pixels. */
    LOGISTIC_REGRESSION("One linear layer on the pixels"),
    /** Two hidden layers of 128 and 64 units. */
    MLP("Two hidden layers of 128 and 64 units"),
    /** Convolutions of 6 and 12 channels, 5 x 5, without padding, each with a 2 x 2 maximum; one linear layer. */
    TINY_CNN("Two convolutions of 6 and 12 channels and one linear layer; small enough to keep every step"),
    /** Convolutions of 24 and 48 channels, 3 x 3, each with a 2 x 2 maximum; linear layers of 96 and the classes. */
    SMALL_CNN("Two convolutions of 24 and 48 channels and two linear layers"),
    /** Three pairs of 3 x 3 convolutions of 32, 64 and 128 channels, each pair with a 2 x 2 maximum. */
    VGG_SMALL("Three pairs of convolutions of 32, 64 and 128 channels and two linear layers"),
    /** The nine-layer residual network of TRAK's CIFAR experiments, without batch normalisation. */
    RESNET9_NO_BN("Nine layers with residual blocks, without batch normalisation"),
    /** The nine-layer residual network of TRAK's CIFAR experiments (Park et al. 2023). */
    RESNET9("Nine layers with residual blocks and batch normalisation"),
    /** He et al. 2016; for images below 64 pixels with a 3 x 3 start and no first maximum, as is usual for CIFAR. */
    RESNET18("Eighteen layers with residual blocks and batch normalisation"),
    /**
     * One layer of attention without positions for addition modulo a prime: input {@code [1, 4, tokens]} is one-hot,
     * the tokens a, +, b, =; after ExPLAIND's experiment (Eichin et al. 2025).
     */
    MODULO_TRANSFORMER("One layer of attention on four one-hot tokens, for addition modulo a prime");

    private final String summary;

    Architecture(String summary) {
        this.summary = summary;
    }

    /** As it is written on the command line: {@code small-cnn}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String summary() {
        return summary;
    }

    /** Whether it normalises over batches, unless built without biases. */
    public boolean hasBatchNorm() {
        return this == RESNET9 || this == RESNET18;
    }

    /**
     * The architecture of that name.
     *
     * @throws BadInputException if there is none
     */
    public static Architecture byId(String id) {
        return Arrays.stream(values())
                .filter(one -> one.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no architecture `" + id + "`; choose "
                        + Arrays.stream(values()).map(Architecture::id).collect(Collectors.joining(", "))
                        + ", or give a model file with --model."));
    }

    /**
     * Builds the layers with starting weights.
     *
     * @param input channels, height, width
     * @param classes number of outputs
     * @param biases false builds the X-variant: no biases and no batch normalisation, so that the output scales with the
     *     input (Hesse et al. 2021)
     * @param seed of the starting weights
     * @throws BadInputException if the images are too small for it
     */
    public Network build(Shape input, int classes, boolean biases, long seed) {
        return StartingWeights.draw(layers(input, classes, biases), seed);
    }

    /** The same with all weights zero: enough to know sizes. */
    public Network layers(Shape input, int classes, boolean biases) {
        LayerStack stack = new LayerStack(input, biases);
        switch (this) {
            case LOGISTIC_REGRESSION -> stack.linear("fc", stack.flatten("flatten", 0), classes);
            case MLP -> PlainNetworks.mlp(stack, classes);
            case TINY_CNN -> PlainNetworks.tinyCnn(stack, classes);
            case SMALL_CNN -> PlainNetworks.smallCnn(stack, classes);
            case VGG_SMALL -> PlainNetworks.vggSmall(stack, classes);
            case RESNET9_NO_BN -> new ResidualNetworks(stack, false).resNet9(classes);
            case RESNET9 -> new ResidualNetworks(stack, biases).resNet9(classes);
            case RESNET18 -> new ResidualNetworks(stack, biases).resNet18(classes);
            case MODULO_TRANSFORMER -> ModuloTransformer.layers(stack, classes);
        }
        return stack.finish();
    }
}
