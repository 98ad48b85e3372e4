package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.evaluation.AgreementMatrix;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code whence compare} found: five numbers for every pair of runs, as a table, as CSV or as JSON.
 *
 * @param names of the runs
 * @param train number of training images
 * @param top how many of the strongest images were compared on either side
 * @param means over the test images
 * @param each what was found on every test image; empty if only the means are told
 */
public record AgreementReport(List<String> names, int train, int top, AgreementMatrix means, List<OnTest> each) {

    private static final String[] COLUMNS = {
        "spearman", "proponents_in_common", "proponents_jaccard", "opponents_in_common", "opponents_jaccard"
    };

    public AgreementReport {
        names = List.copyOf(names);
        each = List.copyOf(each);
    }

    /**
     * One test image.
     *
     * @param test its position
     * @param pairs {@code [runs][runs]}
     */
    public record OnTest(int test, Agreement[][] pairs) {}

    /** The numbers of one pair, in the order of the columns. */
    private record Line(int a, int b, String test, double[] values) {}

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            for (int b = a + 1; b < names.size(); b++) {
                lines.add(new Line(a, b, "mean", mean(a, b)));
                for (OnTest one : each) {
                    lines.add(new Line(a, b, Integer.toString(one.test()), values(one.pairs()[a][b])));
                }
            }
        }
        return lines;
    }

    private double[] mean(int a, int b) {
        return new double[] {
            means.spearman()[a][b],
            means.common()[a][b],
            means.jaccard()[a][b],
            means.commonOpponents()[a][b],
            means.jaccardOpponents()[a][b],
        };
    }

    private static double[] values(Agreement pair) {
        return new double[] {
            pair.spearman(),
            pair.shareOfProponents(),
            pair.jaccardOfProponents(),
            pair.shareOfOpponents(),
            pair.jaccardOfOpponents(),
        };
    }

    public void printText(PrintStream out) {
        for (int i = 0; i < names.size(); i++) {
            out.println((i + 1) + "  " + names.get(i));
        }
        out.println("pair    test   Spearman  proponents in common  Jaccard  opponents in common  Jaccard");
        for (Line line : lines()) {
            double[] v = line.values();
            out.println(String.format(
                    Locale.ROOT,
                    "%-6s  %4s  %9s  %20s  %7s  %19s  %7s",
                    (line.a() + 1) + " " + (line.b() + 1),
                    line.test(),
                    Double.isNaN(v[0]) ? "-" : String.format(Locale.ROOT, "%+.3f", v[0]),
                    share(v[1]),
                    share(v[2]),
                    share(v[3]),
                    share(v[4])));
        }
        out.println(String.format(
                Locale.ROOT,
                "%d runs, %d test images, %d training images, the %d strongest on either side",
                names.size(),
                means.tests(),
                train,
                top));
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** One line for each pair, numbers in full, nothing where one is not defined. */
    public String csv() {
        StringBuilder text = new StringBuilder("a,b,test," + String.join(",", COLUMNS) + "\n");
        for (Line line : lines()) {
            text.append(quoted(names.get(line.a())))
                    .append(',')
                    .append(quoted(names.get(line.b())))
                    .append(',')
                    .append(line.test());
            for (double value : line.values()) {
                text.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String quoted(String name) {
        return name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n')
                ? name
                : '"' + name.replace("\"", "\"\"") + '"';
    }

    public ObjectNode json() {
        ObjectNode root = JsonText.object();
        names.forEach(root.putArray("runs")::add);
        root.put("test_images", means.tests());
        root.put("train_images", train);
        root.put("top", top);
        ArrayNode pairs = root.putArray("pairs");
        for (int a = 0; a < names.size(); a++) {
            for (int b = a + 1; b < names.size(); b++) {
                ObjectNode pair = pairs.addObject().put("a", a).put("b", b);
                put(pair, mean(a, b));
                if (!each.isEmpty()) {
                    ArrayNode all = pair.putArray("each");
                    for (OnTest one : each) {
                        put(all.addObject().put("test_index", one.test()), values(one.pairs()[a][b]));
                    }
                }
            }
        }
        return root;
    }

    private static void put(ObjectNode node, double[] values) {
        for (int i = 0; i < COLUMNS.length; i++) {
            JsonText.put(node, COLUMNS[i], values[i]);
        }
    }
}
