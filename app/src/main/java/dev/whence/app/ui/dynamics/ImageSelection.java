package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.explore.Outcome;
import dev.whence.engine.attribution.Ranking;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Chooses images everywhere: in this view, in the gallery and in the rankings of the Explore view. On the UI thread. */
final class ImageSelection {

    private final DynamicsModel model;
    private final IntConsumer select;

    /** @param select selects a test image in the gallery */
    ImageSelection(DynamicsModel model, IntConsumer select) {
        this.model = model;
        this.select = select;
        model.explore().outcomeProperty().addListener(observed -> mark());
    }

    /** Goes to a test image. */
    void test(int position) {
        select.accept(position);
    }

    /** Marks a training image; also in the Explore view if it is on display there. */
    void train(int position) {
        model.chosenProperty().set(position);
        mark();
    }

    /** Goes to a test image and marks a training image. */
    void both(int test, int train) {
        test(test);
        train(train);
    }

    /** A new ranking in the Explore view has the mark too. */
    private void mark() {
        Integer chosen = model.chosenProperty().get();
        if (chosen != null && model.explore().outcomeProperty().get() instanceof Outcome.Explained done) {
            Ranking ranking = done.explanation().ranking();
            Stream.concat(ranking.proponents().stream(), ranking.opponents().stream())
                    .filter(entry -> entry.train() == chosen)
                    .findFirst()
                    .ifPresent(model.explore().chosenProperty()::set);
        }
    }
}
