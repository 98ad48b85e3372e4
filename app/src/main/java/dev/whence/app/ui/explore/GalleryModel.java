package dev.whence.app.ui.explore;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Which test images are listed, in which order, and which of them are selected together. */
public final class GalleryModel {

    /** Stands for "any class" in both class filters. */
    public static final int ANY = -1;

    private final ReadOnlyObjectWrapper<List<GalleryItem>> all = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<GalleryItem>> shown = new ReadOnlyObjectWrapper<>(List.of());
    private final IntegerProperty labelFilter = new SimpleIntegerProperty(ANY);
    private final IntegerProperty predictedFilter = new SimpleIntegerProperty(ANY);
    private final BooleanProperty wrongOnly = new SimpleBooleanProperty();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<GalleryOrder> order = new SimpleObjectProperty<>(GalleryOrder.DATASET);
    private final ReadOnlyObjectWrapper<Set<Integer>> picked = new ReadOnlyObjectWrapper<>(Set.of());
    private IntFunction<String> contentId = index -> "";

    public GalleryModel() {
        InvalidationListener again = observed -> refresh();
        labelFilter.addListener(again);
        predictedFilter.addListener(again);
        wrongOnly.addListener(again);
        search.addListener(again);
        order.addListener(again);
    }

    /** Replaces the images; the filters stay. */
    public void setItems(List<GalleryItem> items) {
        all.set(List.copyOf(items));
        refresh();
    }

    /**
     * @param ids content hash by position, empty where it is not known yet
     */
    public void setContentIds(IntFunction<String> ids) {
        contentId = ids;
    }

    /** Back to all images in dataset order. */
    public void clearFilters() {
        labelFilter.set(ANY);
        predictedFilter.set(ANY);
        wrongOnly.set(false);
        search.set("");
    }

    /** Positions of the test images selected together, listed or not; empty while one is looked at alone. */
    public ReadOnlyObjectProperty<Set<Integer>> pickedProperty() {
        return picked.getReadOnlyProperty();
    }

    /** @param positions those selected from now on */
    public void pick(Collection<Integer> positions) {
        picked.set(Collections.unmodifiableSet(new TreeSet<>(positions)));
    }

    /** Selects everything that is listed, beside what is selected already. */
    public void pickListed() {
        Set<Integer> more = new TreeSet<>(picked.get());
        shown.get().forEach(item -> more.add(item.index()));
        pick(more);
    }

    /** Selects all images that are as asked for, listed or not, and no others. */
    public void pickAll(Predicate<GalleryItem> wanted) {
        pick(all.get().stream().filter(wanted).map(GalleryItem::index).toList());
    }

    public void clearPicks() {
        pick(List.of());
    }

    /** What is explained together on request: the images selected, or all listed while none are. */
    public List<Integer> together() {
        return picked.get().isEmpty()
                ? shown.get().stream().map(GalleryItem::index).toList()
                : List.copyOf(picked.get());
    }

    /** For example {@code "37 selected, 5 not listed"}; empty for none. */
    public String pickedSummary() {
        int count = picked.get().size();
        if (count == 0) {
            return "";
        }
        long seen = shown.get().stream()
                .filter(item -> picked.get().contains(item.index()))
                .count();
        String text = String.format(Locale.ROOT, "%,d selected", count);
        return seen == count ? text : text + String.format(Locale.ROOT, ", %,d not listed", count - seen);
    }

    public ReadOnlyObjectProperty<List<GalleryItem>> allProperty() {
        return all.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<GalleryItem>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public IntegerProperty labelFilterProperty() {
        return labelFilter;
    }

    public IntegerProperty predictedFilterProperty() {
        return predictedFilter;
    }

    public BooleanProperty wrongOnlyProperty() {
        return wrongOnly;
    }

    public StringProperty searchProperty() {
        return search;
    }

    public ObjectProperty<GalleryOrder> orderProperty() {
        return order;
    }

    /** For example {@code "89 of 1,000 images · 89 wrong"}. */
    public String summary() {
        int total = all.get().size();
        int listed = shown.get().size();
        long wrong = shown.get().stream().filter(GalleryItem::wrong).count();
        String images = listed == total
                ? String.format(Locale.ROOT, "%,d images", total)
                : String.format(Locale.ROOT, "%,d of %,d images", listed, total);
        boolean predictionsKnown = all.get().stream().anyMatch(item -> item.predicted() >= 0);
        return predictionsKnown ? images + String.format(Locale.ROOT, " · %,d decided wrongly", wrong) : images;
    }

    /** The wrong decision that the network is surest of, else the first image. */
    int firstWorthExplaining() {
        return all.get().stream()
                .filter(GalleryItem::wrong)
                .min(GalleryOrder.MOST_SURE.comparator())
                .map(GalleryItem::index)
                .orElse(0);
    }

    private void refresh() {
        shown.set(all.get().stream()
                .filter(this::matches)
                .sorted(order.get().comparator())
                .toList());
    }

    private boolean matches(GalleryItem item) {
        return (labelFilter.get() == ANY || item.label() == labelFilter.get())
                && (predictedFilter.get() == ANY || item.predicted() == predictedFilter.get())
                && (!wrongOnly.get() || item.wrong())
                && found(item);
    }

    /** By position ({@code 23} or {@code #23}), by part of the name, or by the first digits of the content hash. */
    private boolean found(GalleryItem item) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return true;
        }
        String number = wanted.startsWith("#") ? wanted.substring(1) : wanted;
        return number.equals(Integer.toString(item.index()))
                || nameMatches(item.name().toLowerCase(Locale.ROOT), wanted)
                || (wanted.length() >= 6 && contentId.apply(item.index()).startsWith(wanted));
    }

    /** Names such as {@code #23} stand for their number, so that 2 does not find all of them. */
    private static boolean nameMatches(String name, String wanted) {
        return name.startsWith("#") ? name.equals(wanted) : name.contains(wanted);
    }
}
