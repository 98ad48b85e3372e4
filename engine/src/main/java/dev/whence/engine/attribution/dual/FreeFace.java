package dev.whence.engine.attribution.dual;

import java.util.Arrays;

/**
 * The dual variables that are free to move: those strictly below their bound, in samples that have at least two of them.
 *
 * <p>Inside a sample the free variables must keep their sum, so one of them, the reference, follows the others. A
 * direction is therefore given by one number per free variable that is not a reference.
 */
final class FreeFace {

    private final DualState state;
    private final int[] samples;
    private final int[] firstVariable;
    private final int[] reference;
    private final int[] variableClass;
    private final int[] variableSample;

    private FreeFace(
            DualState state,
            int[] samples,
            int[] firstVariable,
            int[] reference,
            int[] variableClass,
            int[] variableSample) {
        this.state = state;
        this.samples = samples;
        this.firstVariable = firstVariable;
        this.reference = reference;
        this.variableClass = variableClass;
        this.variableSample = variableSample;
    }

    /** The face of the current point, among the given samples. */
    static FreeFace of(DualState state, int[] candidates) {
        int classes = state.problem().classes();
        int[] ordered = candidates.clone();
        Arrays.sort(ordered);
        int[] samples = new int[ordered.length];
        int[] first = new int[ordered.length + 1];
        int[] reference = new int[ordered.length];
        IntList classesOf = new IntList();
        IntList samplesOf = new IntList();
        int count = 0;
        for (int sample : ordered) {
            int chosen = -1;
            int free = 0;
            double most = -1;
            for (int m = 0; m < classes; m++) {
                double room = state.upper(sample, m) - state.alpha()[sample * classes + m];
                if (room > 0) {
                    free++;
                    if (room > most) {
                        most = room;
                        chosen = m;
                    }
                }
            }
            if (free < 2) {
                continue;
            }
            for (int m = 0; m < classes; m++) {
                if (m != chosen && state.alpha()[sample * classes + m] < state.upper(sample, m)) {
                    classesOf.add(m);
                    samplesOf.add(count);
                }
            }
            samples[count] = sample;
            reference[count] = chosen;
            first[++count] = classesOf.size();
        }
        return new FreeFace(
                state,
                Arrays.copyOf(samples, count),
                Arrays.copyOf(first, count + 1),
                Arrays.copyOf(reference, count),
                classesOf.toArray(),
                samplesOf.toArray());
    }

    /** Number of independent directions, before linear dependence of the features is considered. */
    int size() {
        return variableClass.length;
    }

    DualState state() {
        return state;
    }

    int[] samples() {
        return samples;
    }

    /** First variable of the sample at a position; the entry one past the last sample closes the list. */
    int firstVariable(int position) {
        return firstVariable[position];
    }

    int reference(int position) {
        return reference[position];
    }

    int variableClass(int variable) {
        return variableClass[variable];
    }

    /** Position of the variable's sample in {@link #samples()}. */
    int variableSample(int variable) {
        return variableSample[variable];
    }

    /** The derivative of the energy along each variable, at the state's own weights. */
    double[] gradient() {
        double[] gradient = project(state.weights());
        for (int v = 0; v < gradient.length; v++) {
            int label = state.problem().label(samples[variableSample[v]]);
            gradient[v] += (variableClass[v] == label ? 0 : 1) - (reference[variableSample[v]] == label ? 0 : 1);
        }
        return gradient;
    }

    /** For each variable, the score of its class minus that of its reference under some weights. */
    double[] project(Weights weights) {
        DualProblem problem = state.problem();
        double[] row = new double[problem.dimensions() + 1];
        double[] result = new double[size()];
        for (int s = 0; s < samples.length; s++) {
            problem.row(samples[s], row);
            double base = Dense.dot(row, weights.of(reference[s]));
            for (int v = firstVariable[s]; v < firstVariable[s + 1]; v++) {
                result[v] = Dense.dot(row, weights.of(variableClass[v])) - base;
            }
        }
        return result;
    }

    /** Adds to some weights what a direction changes them by; the transpose of {@link #project}. */
    void addTo(Weights weights, double[] direction) {
        DualProblem problem = state.problem();
        double[] row = new double[problem.dimensions() + 1];
        for (int s = 0; s < samples.length; s++) {
            problem.row(samples[s], row);
            double followed = 0;
            for (int v = firstVariable[s]; v < firstVariable[s + 1]; v++) {
                weights.add(row, variableClass[v], direction[v]);
                followed += direction[v];
            }
            weights.add(row, reference[s], -followed);
        }
    }

    boolean sameAs(FreeFace other) {
        return Arrays.equals(samples, other.samples)
                && Arrays.equals(reference, other.reference)
                && Arrays.equals(variableClass, other.variableClass)
                && Arrays.equals(variableSample, other.variableSample);
    }
}
