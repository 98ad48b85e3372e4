package dev.whence.engine.attribution;

import dev.whence.engine.job.Progress;
import dev.whence.engine.job.RowKeeper;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps rows and states of work in memory, and wishes that it stops at a chosen look at the wish. */
final class InterruptedWork {

    private final Map<String, Tensor> rows = new HashMap<>();
    private final Map<String, StateKeeper.State> states = new HashMap<>();
    private int checks;
    private int stopAt = Integer.MAX_VALUE;
    private int signsAfterTheWish;

    /** How often work looked whether it should stop. */
    int checks() {
        return checks;
    }

    /** @param check at which the work is wished to stop, counted from 1 */
    void stopAt(int check) {
        stopAt = check;
    }

    /** A new attempt that nobody stops. */
    void goOn() {
        checks = 0;
        stopAt = Integer.MAX_VALUE;
        signsAfterTheWish = 0;
    }

    /** What was reported, kept or looked for after the work learned of the wish. */
    int signsAfterTheWish() {
        return signsAfterTheWish;
    }

    private void sign() {
        if (checks >= stopAt) {
            signsAfterTheWish++;
        }
    }

    /** @param name of a part of the work whose rows and states are its own */
    Progress part(String name) {
        return new Part(name);
    }

    private final class Part implements Progress {

        private final String name;

        Part(String name) {
            this.name = name + "/";
        }

        @Override
        public void stage(String title) {
            sign();
        }

        @Override
        public void update(long done, long total, String unit) {
            sign();
        }

        @Override
        public void note(String text) {
            sign();
        }

        @Override
        public boolean isCancelled() {
            sign();
            checks++;
            return checks >= stopAt;
        }

        @Override
        public RowKeeper rows(String pass, int count) {
            return new RowKeeper() {
                @Override
                public @Nullable Tensor kept() {
                    return rows.get(name + pass);
                }

                @Override
                public void keep(int from, Tensor block) {
                    sign();
                    Tensor before = rows.get(name + pass);
                    rows.put(name + pass, before == null ? block : Tensor.concat(List.of(before.rows(0, from), block)));
                }
            };
        }

        @Override
        public StateKeeper state(String iteration, long steps) {
            return new StateKeeper() {
                @Override
                public @Nullable State kept() {
                    return states.get(name + iteration);
                }

                @Override
                public void keep(long step, Supplier<List<Tensor>> arrays) {
                    sign();
                    states.put(name + iteration, new State(step, arrays.get()));
                }
            };
        }
    }
}
