package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Ranking.Entry;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which pairs of a test and a training image are explained. */
public sealed interface PairChoice {

    /** The {@code count} strongest proponents and as many opponents of every test image. */
    record Top(int count) implements PairChoice {}

    /** These pairs, in this order. */
    record Listed(List<Named> pairs) implements PairChoice {

        public Listed {
            pairs = List.copyOf(pairs);
        }
    }

    /** Positions in the two sets. */
    record Named(int test, int train) {}

    /**
     * Reads {@code top:3} or {@code 0:17,0:4,5:17}.
     *
     * @throws BadInputException for anything else
     */
    static PairChoice parse(String text) {
        String plain = text.strip();
        Matcher top = Pattern.compile("top:(\\d{1,6})").matcher(plain);
        if (top.matches() && Integer.parseInt(top.group(1)) > 0) {
            return new Top(Integer.parseInt(top.group(1)));
        }
        List<Named> pairs = new ArrayList<>();
        for (String word : plain.split(",", -1)) {
            Matcher pair = Pattern.compile("(\\d{1,9}):(\\d{1,9})").matcher(word.strip());
            if (!pair.matches()) {
                throw new BadInputException("The pairs '" + text + "' are not understood; give top:3 for the three"
                        + " strongest proponents and opponents of each test image, or test:train positions such as"
                        + " 0:17,5:4.");
            }
            pairs.add(new Named(Integer.parseInt(pair.group(1)), Integer.parseInt(pair.group(2))));
        }
        return new Listed(pairs);
    }

    /**
     * The test images whose scores are needed, ascending.
     *
     * @throws BadInputException if a pair names an image that does not exist
     */
    default int[] tests(int tests, int train) {
        if (!(this instanceof Listed listed)) {
            return IntStream.range(0, tests).toArray();
        }
        for (Named pair : listed.pairs()) {
            requireBelow(tests, pair.test(), "test");
            requireBelow(train, pair.train(), "training");
        }
        return listed.pairs().stream().mapToInt(Named::test).sorted().distinct().toArray();
    }

    /**
     * The pairs with their scores.
     *
     * @param tests as from {@link #tests}
     * @param scores one row for each of them, {@code [tests, train]}
     */
    default List<Pair> pairs(int[] tests, Tensor scores) {
        int train = scores.shape().dim(1);
        if (this instanceof Listed listed) {
            return listed.pairs().stream()
                    .map(pair -> {
                        int row = Arrays.binarySearch(tests, pair.test());
                        return new Pair(pair.test(), pair.train(), scores.get(row * train + pair.train()));
                    })
                    .toList();
        }
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < tests.length; row++) {
            int test = tests[row];
            int start = row * train;
            strongest(Ranking.of(scores.rows(row, row + 1).toFloat32().floats()))
                    .forEach(entry -> pairs.add(new Pair(test, entry.train(), scores.get(start + entry.train()))));
        }
        return pairs;
    }

    private Stream<Entry> strongest(Ranking ranking) {
        int count = ((Top) this).count();
        return Stream.concat(
                ranking.proponents().stream().limit(count),
                ranking.opponents().stream().limit(count));
    }

    private static void requireBelow(int count, int position, String kind) {
        if (position >= count) {
            throw new BadInputException(
                    "There is no " + kind + " image " + position + "; positions go from 0 to " + (count - 1) + ".");
        }
    }
}
