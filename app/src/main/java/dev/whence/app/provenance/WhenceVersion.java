package dev.whence.app.provenance;

import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
public final class WhenceVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"whence " + text()};
    }

    /** The version of the distribution, or {@code development} when started from compiled classes. */
    public static String text() {
        String packaged = WhenceVersion.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}
