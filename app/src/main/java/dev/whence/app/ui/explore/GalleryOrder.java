package dev.whence.app.ui.explore;

import java.util.Comparator;

/** Orders of the gallery. */
public enum GalleryOrder {
    DATASET("dataset order"),
    LEAST_SURE("least sure first"),
    MOST_SURE("surest first");

    private final String title;

    GalleryOrder(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Equal items keep dataset order. */
    Comparator<GalleryItem> comparator() {
        Comparator<GalleryItem> dataset = Comparator.comparingInt(GalleryItem::index);
        Comparator<GalleryItem> confidence = Comparator.comparingDouble(GalleryItem::confidence);
        return switch (this) {
            case DATASET -> dataset;
            case LEAST_SURE -> confidence.thenComparing(dataset);
            case MOST_SURE -> confidence.reversed().thenComparing(dataset);
        };
    }
}
