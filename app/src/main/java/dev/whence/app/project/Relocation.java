package dev.whence.app.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where files of a project went. One answer helps for all that moved together: if {@code /old/data/train} is now
 * {@code /new/data/train}, then everything that was below {@code /old} is looked for below {@code /new}.
 */
public final class Relocation {

    private record Move(Path from, Path to) {}

    private final List<Move> moves = new ArrayList<>();

    /** Nothing moved. */
    public static Relocation none() {
        return new Relocation();
    }

    /** A place that was {@code before} is {@code now}. */
    public void add(Path before, Path now) {
        Path from = before.toAbsolutePath().normalize();
        Path to = now.toAbsolutePath().normalize();
        moves.add(0, new Move(from, to));
        while (from.getParent() != null
                && to.getParent() != null
                && String.valueOf(from.getFileName()).equals(String.valueOf(to.getFileName()))) {
            from = from.getParent();
            to = to.getParent();
        }
        moves.add(new Move(from, to));
    }

    /** The place itself if something is there, else the first place to which it may have moved and where something is. */
    public Path apply(Path place) {
        if (Files.exists(place)) {
            return place;
        }
        return moves.stream()
                .filter(move -> place.startsWith(move.from))
                .map(move -> move.to.resolve(move.from.relativize(place)).normalize())
                .filter(Files::exists)
                .findFirst()
                .orElse(place);
    }
}
