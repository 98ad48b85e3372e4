package dev.whence.engine.model.reader.script;

/** A line of a code file in the archive. */
record Place(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
