package dev.whence.engine.training.run;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file {@code log.csv}: one line an epoch, empty fields where a number is not known. */
public final class TrainingLog {

    private static final String HEADER = "epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy";

    private final Path file;
    private final List<EpochReport> reports = new ArrayList<>();

    TrainingLog(Path file) {
        this.file = file;
    }

    /** The lines so far. */
    List<EpochReport> reports() {
        return List.copyOf(reports);
    }

    void add(EpochReport report) {
        reports.add(report);
        write();
    }

    /** Takes over the lines up to a step from the file that is there. */
    void continueAt(int step) {
        read(file).stream().filter(report -> report.step() <= step).forEach(reports::add);
        write();
    }

    private void write() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (EpochReport report : reports) {
            text.append(report.epoch()).append(',').append(report.step());
            for (double value : new double[] {
                report.learningRate(),
                report.trainLoss(),
                report.trainAccuracy(),
                report.testLoss(),
                report.testAccuracy()
            }) {
                text.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
            }
            text.append('\n');
        }
        AtomicFiles.writeText(file, text.toString());
    }

    /**
     * Reads a log.
     *
     * @throws BadInputException if it is missing or not what was written
     */
    public static List<EpochReport> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
                throw new BadInputException(
                        "The training log " + file + " does not start with its header; train again.");
            }
            return lines.stream().skip(1).map(TrainingLog::report).toList();
        } catch (NumberFormatException e) {
            throw new BadInputException("The training log " + file + " has a line that is no report; train again.", e);
        } catch (IOException e) {
            throw new BadInputException("Cannot read the training log " + file + "; train again.", e);
        }
    }

    private static EpochReport report(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != 7) {
            throw new NumberFormatException(line);
        }
        double[] values = new double[5];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i + 2].isEmpty() ? Double.NaN : Double.parseDouble(fields[i + 2]);
        }
        return new EpochReport(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                values[0],
                values[1],
                values[2],
                values[3],
                values[4]);
    }
}
