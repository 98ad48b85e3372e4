package dev.whence.engine.attribution.dvemb;

import java.util.function.Function;

/** Opens a recorded training for as long as it is read. */
interface Recording {

    <T> T with(Function<RecordedSteps, T> reader);
}
