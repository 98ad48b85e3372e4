package dev.whence.app.ui.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExploreModelsTest {

    private final GalleryModel gallery = new GalleryModel();

    private void fill() {
        gallery.setItems(List.of(
                new GalleryItem(0, "cat/tom.png", 0, 0, 0.9),
                new GalleryItem(1, "cat/kit.png", 0, 1, 0.6),
                new GalleryItem(2, "dog/rex.png", 1, 1, 0.5),
                new GalleryItem(3, "dog/tomcat.png", 1, 0, 0.99)));
    }

    private List<Integer> listed() {
        return gallery.shownProperty().get().stream().map(GalleryItem::index).toList();
    }

    @Test
    void filtersByClassByPredictionAndByError() {
        fill();
        assertEquals(List.of(0, 1, 2, 3), listed());
        gallery.labelFilterProperty().set(1);
        assertEquals(List.of(2, 3), listed());
        gallery.predictedFilterProperty().set(0);
        assertEquals(List.of(3), listed());
        gallery.clearFilters();
        gallery.wrongOnlyProperty().set(true);
        assertEquals(List.of(1, 3), listed());
        assertEquals("2 of 4 images · 2 decided wrongly", gallery.summary());
    }

    @Test
    void picksOutliveFiltersAndCountWhatIsNotListed() {
        fill();
        assertEquals(List.of(0, 1, 2, 3), gallery.together());
        gallery.pickAll(GalleryItem::wrong);
        assertEquals(List.of(1, 3), gallery.together());
        gallery.labelFilterProperty().set(0);
        assertEquals("2 selected, 1 not listed", gallery.pickedSummary());
        gallery.pickListed();
        assertEquals(List.of(0, 1, 3), gallery.together());
        gallery.clearPicks();
        assertEquals("", gallery.pickedSummary());
        assertEquals(List.of(0, 1), gallery.together());
    }

    @Test
    void moreDampingIsProposedWhereNumbersBrokeDown() {
        MethodModel method = new MethodModel();
        method.load("influence-cg", Map.of("damping", "0.001"));
        Remedy known = Remedy.of(
                        new Outcome.Missing(
                                "The numbers are no longer finite at step 3; raise the damping from 0.001, for example to"
                                        + " 0.01, or use --precision float64.",
                                true),
                        method)
                .orElseThrow();
        assertEquals("Raise the damping to 0.01 and run", known.words());
        known.applyTo(method);
        assertEquals("0.01", method.texts().get("damping"));
        Remedy guessed = Remedy.of(new Outcome.Missing("Not finite; raise the damping.", true), method)
                .orElseThrow();
        assertEquals(new Remedy("damping", "0.1"), guessed);
        assertTrue(Remedy.of(new Outcome.Missing("Stopped; raise the damping.", false), method)
                .isEmpty());
        assertTrue(Remedy.of(new Outcome.Missing("The disk is full.", true), method)
                .isEmpty());
        method.load("dualda", Map.of());
        assertTrue(Remedy.of(new Outcome.Missing("Raise the damping.", true), method)
                .isEmpty());
    }

    @Test
    void sortsByConfidence() {
        fill();
        gallery.orderProperty().set(GalleryOrder.LEAST_SURE);
        assertEquals(List.of(2, 1, 0, 3), listed());
        gallery.orderProperty().set(GalleryOrder.MOST_SURE);
        assertEquals(List.of(3, 0, 1, 2), listed());
    }

    @Test
    void findsByNumberNameAndContentId() {
        fill();
        gallery.setContentIds(index -> "abcdef" + index);
        gallery.searchProperty().set("#2");
        assertEquals(List.of(2), listed());
        gallery.searchProperty().set("TOM");
        assertEquals(List.of(0, 3), listed());
        gallery.searchProperty().set("abcdef1");
        assertEquals(List.of(1), listed());
    }

    @Test
    void predictedAndTrueHoldForAllImagesAndAFixedClassForOne() {
        TargetChoices targets = new TargetChoices();
        targets.choose(5, new Target.OfClass(2));
        assertEquals(new Target.OfClass(2), targets.of(5));
        assertEquals(new Target.Predicted(), targets.of(6));
        targets.choose(6, new Target.Label());
        assertEquals(new Target.Label(), targets.of(7));
        assertEquals(new Target.OfClass(2), targets.of(5));
        targets.choose(5, new Target.Predicted());
        assertEquals(new Target.Predicted(), targets.of(5));
    }

    @Test
    void theTrueClassIsAlwaysAmongTheBars() {
        Decision decision = new Decision(3, 0, List.of(0.6, 0.2, 0.15, 0.05));
        assertEquals(List.of(0, 3), decision.likeliest(2));
        assertEquals(0.6, decision.confidence());
    }

    @Test
    void rowsSayHowManySpeakForAndAgainst() {
        Ranking ranking = Ranking.of(new float[] {0.6f, -0.2f, 0, 0.2f});
        assertEquals(0.75, Shares.of(ranking.proponents().get(0), ranking), 1e-6);
        assertEquals(1, Shares.of(ranking.opponents().get(0), ranking), 1e-6);
        assertEquals("6 of the 203 training images that speak for Sandal.", Shares.row(6, 203, true, "Sandal"));
        assertEquals("One training image speaks against Sandal.", Shares.row(1, 1, false, "Sandal"));
        assertEquals("No training image speaks against Sandal.", Shares.row(0, 0, false, "Sandal"));
    }

    @Test
    void aSettingOutOfRangeIsASentenceAndAChangeIsNoticed() {
        MethodModel model = new MethodModel();
        model.load("dualda", Map.of());
        String key = model.fields().get(0).key();
        assertEquals("", model.problem().get());
        model.appliedProperty().set(model.toRun());
        assertFalse(model.changed().get());
        model.texts().put(key, "0.25");
        assertTrue(model.changed().get());
        assertTrue(model.unused().get());
        model.underWayProperty().set(model.toRun());
        assertTrue(model.changed().get());
        assertFalse(model.unused().get());
        model.texts().put(key, "nonsense");
        assertTrue(model.unused().get());
        assertTrue(model.problem().get().contains(key), model.problem().get());
        model.revert();
        assertFalse(model.changed().get());
    }
}
