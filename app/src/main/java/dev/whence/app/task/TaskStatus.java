package dev.whence.app.task;

/** The life of a task. It starts waiting, and a finished task never changes again. */
public enum TaskStatus {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen. */
    public boolean isFinished() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }

    /** Whether a task in this state may go to the next one. */
    public boolean mayBecome(TaskStatus next) {
        return switch (this) {
            case WAITING -> next == RUNNING || next == CANCELLED;
            case RUNNING -> next.isFinished();
            case DONE, FAILED, CANCELLED -> false;
        };
    }
}
