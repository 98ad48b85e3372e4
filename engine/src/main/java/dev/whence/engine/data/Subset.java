package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some images of another dataset, in the order asked for. */
public final class Subset implements ImageDataset {

    private final ImageDataset whole;
    private final int[] positions;
    private final String @Nullable [] ids;

    /**
     * @param positions in the whole dataset; one may occur more than once
     * @throws IndexOutOfBoundsException if a position does not exist
     */
    public Subset(ImageDataset whole, int[] positions) {
        this(whole, positions, null);
    }

    /**
     * @param ids of the images taken, where they are known already
     */
    Subset(ImageDataset whole, int[] positions, String @Nullable [] ids) {
        for (int position : positions) {
            if (position < 0 || position >= whole.size()) {
                throw new IndexOutOfBoundsException("no image " + position + " among " + whole.size());
            }
        }
        this.whole = whole;
        this.positions = positions.clone();
        this.ids = ids;
    }

    /**
     * Takes the images that a text such as {@code 0-1999} or {@code 5,9,20-40} names; both ends are included.
     *
     * @throws BadInputException if the text is no list of ranges or goes beyond the dataset
     */
    public static Subset of(ImageDataset whole, String ranges) {
        return new Subset(whole, IndexRanges.parse(ranges, whole.size(), whole.description()));
    }

    /** The position in the whole dataset. */
    public int positionInWhole(int index) {
        return positions[index];
    }

    public ImageDataset whole() {
        return whole;
    }

    @Override
    public int size() {
        return positions.length;
    }

    @Override
    public int label(int index) {
        return whole.label(positions[index]);
    }

    @Override
    public String name(int index) {
        return whole.name(positions[index]);
    }

    @Override
    public String id(int index) {
        return ids == null ? whole.id(positions[index]) : ids[index];
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public boolean classesKnownByName() {
        return whole.classesKnownByName();
    }

    @Override
    public Picture picture(int index) {
        return whole.picture(positions[index]);
    }

    @Override
    public Place place(int index) {
        return whole.place(positions[index]);
    }

    @Override
    public String description() {
        return positions.length == whole.size()
                ? whole.description()
                : positions.length + " images of " + whole.description();
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }
}
