package dev.whence.engine.model.reader.pickle;

import java.util.List;

/** A fixed sequence of values. */
public record PyTuple(List<Object> items) {

    public PyTuple {
        items = List.copyOf(items);
    }
}
