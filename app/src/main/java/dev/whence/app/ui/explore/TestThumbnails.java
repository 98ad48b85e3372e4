package dev.whence.app.ui.explore;

import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.ThumbnailSource;
import java.util.List;

/** What a grid shows for a test image. */
final class TestThumbnails implements ThumbnailSource<GalleryItem> {

    private final ExploreModel model;

    TestThumbnails(ExploreModel model) {
        this.model = model;
    }

    @Override
    public Picture picture(GalleryItem item) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null) {
            throw new IllegalStateException("no images without a workspace");
        }
        return workspace.images(Split.TEST).picture(item.index());
    }

    @Override
    public String text(GalleryItem item) {
        String label = item.label() < 0 ? "no label" : name(item.label());
        if (item.predicted() < 0) {
            return "Test image " + item.name() + ", " + label;
        }
        return "Test image " + item.name() + ", " + label + ", decided as " + name(item.predicted()) + " with "
                + Shares.percent(item.confidence()) + (item.wrong() ? ", wrong" : "");
    }

    @Override
    public boolean marked(GalleryItem item) {
        return item.wrong();
    }

    @Override
    public PictureTone tone() {
        return model.toneProperty().get();
    }

    private String name(int label) {
        Workspace workspace = model.workspaceProperty().get();
        List<String> names = workspace == null ? List.of() : workspace.classNames();
        return label < names.size() ? names.get(label) : "class " + label;
    }
}
