package dev.whence.visualization.control;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The items picked together, by the habits of file managers: one is added or taken away, a run of neighbours is picked from
 * an anchor on, all are. Items that are not listed at the moment stay picked.
 *
 * @param <T> an item
 */
final class GridPicks<T> {

    private final Set<T> picked = new LinkedHashSet<>();
    private int anchor = -1;
    private int cursor = -1;

    /** An immutable copy, in the order of picking. */
    Set<T> all() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(picked));
    }

    boolean contains(T item) {
        return picked.contains(item);
    }

    /** Where the keyboard is, -1 for nowhere. */
    int cursor() {
        return cursor;
    }

    /** From here the next run of neighbours starts. */
    void moveTo(int index) {
        anchor = index;
        cursor = index;
    }

    /** Goes on without picking anything. */
    void lookAt(int index) {
        cursor = index;
    }

    /** Forgets all picks. */
    void clear() {
        picked.clear();
    }

    void replace(Collection<? extends T> items) {
        picked.clear();
        picked.addAll(items);
    }

    /**
     * Adds an item or takes it away.
     *
     * @param primary the item selected alone so far, which counts as picked; -1 for none
     */
    void toggle(int index, List<T> items, int primary) {
        if (picked.isEmpty() && primary >= 0 && primary != index) {
            picked.add(items.get(primary));
        }
        T item = items.get(index);
        if (!picked.remove(item)) {
            picked.add(item);
        }
        moveTo(index);
    }

    /**
     * Picks all items from the anchor to an index.
     *
     * @param keep whether what is picked already stays picked
     */
    void extend(int index, List<T> items, boolean keep) {
        if (!keep) {
            picked.clear();
        }
        anchor = Math.max(0, anchor);
        picked.addAll(items.subList(Math.min(anchor, index), Math.max(anchor, index) + 1));
        cursor = index;
    }

    void addAll(List<T> items) {
        picked.addAll(items);
    }
}
