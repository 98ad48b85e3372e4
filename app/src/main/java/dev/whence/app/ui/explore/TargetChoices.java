package dev.whence.app.ui.explore;

import dev.whence.engine.attribution.Target;
import java.util.HashMap;
import java.util.Map;

/**
 * Which class is explained, remembered per image: predicted and true hold for every image until changed, a fixed class or
 * a contrast only for the image it was chosen for.
 */
public final class TargetChoices {

    private Target general = new Target.Predicted();
    private final Map<Integer, Target> special = new HashMap<>();

    public Target of(int image) {
        return special.getOrDefault(image, general);
    }

    public void choose(int image, Target target) {
        if (target instanceof Target.Predicted || target instanceof Target.Label) {
            general = target;
            special.remove(image);
        } else {
            special.put(image, target);
        }
    }

    public void clear() {
        general = new Target.Predicted();
        special.clear();
    }
}
