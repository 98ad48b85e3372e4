package dev.whence.engine.training.run;

/** Is told how a training goes, on the thread that trains. */
public interface TrainingListener {

    /** After each step. */
    void step(StepReport report);

    /** Before the first step and after each epoch; on continuing, first once for each epoch that is done already. */
    void epoch(EpochReport report);

    /** Takes no notice. */
    static TrainingListener none() {
        return new TrainingListener() {
            @Override
            public void step(StepReport report) {
                // Nobody wants to know.
            }

            @Override
            public void epoch(EpochReport report) {
                // Nobody wants to know.
            }
        };
    }
}
