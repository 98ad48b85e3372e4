package dev.whence.engine.data;

import java.util.List;

/** A dataset under the class numbers and names of another one. */
public final class RenamedClasses implements ImageDataset {

    private final ImageDataset inner;
    private final int[] newLabels;
    private final List<String> classNames;

    /**
     * @param newLabels the new label of each old one
     * @param classNames names by new label
     */
    RenamedClasses(ImageDataset inner, int[] newLabels, List<String> classNames) {
        this.inner = inner;
        this.newLabels = newLabels.clone();
        this.classNames = List.copyOf(classNames);
    }

    @Override
    public int size() {
        return inner.size();
    }

    @Override
    public int label(int index) {
        int label = inner.label(index);
        return label < 0 ? label : newLabels[label];
    }

    @Override
    public String name(int index) {
        return inner.name(index);
    }

    @Override
    public String id(int index) {
        return inner.id(index);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public boolean classesKnownByName() {
        return inner.classesKnownByName();
    }

    @Override
    public Picture picture(int index) {
        return inner.picture(index);
    }

    @Override
    public Place place(int index) {
        return inner.place(index);
    }

    @Override
    public String description() {
        return inner.description();
    }

    @Override
    public List<String> notes() {
        return inner.notes();
    }
}
