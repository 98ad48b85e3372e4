package dev.whence.engine.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reverse-mode differentiation of what was computed from {@linkplain Scope#variable variables}. */
public final class Autograd {

    private Autograd() {}

    /**
     * Vector-Jacobian products.
     *
     * @param outputs computed from the inputs
     * @param inputs variables, or intermediate values computed from variables
     * @param seeds one per output, of its shape: the weights of the sum whose gradient is taken
     * @param differentiable whether the gradients themselves can be differentiated again; the recorded computation stays
     *     usable in either case
     * @return one array per input, of its shape, zero where the outputs do not depend on it
     * @throws IllegalStateException if no output depends on a variable
     */
    public static List<DeviceArray> gradients(
            List<DeviceArray> outputs, List<DeviceArray> inputs, List<DeviceArray> seeds, boolean differentiable) {
        if (outputs.size() != seeds.size() || outputs.isEmpty() || inputs.isEmpty()) {
            throw new IllegalArgumentException(
                    outputs.size() + " outputs, " + inputs.size() + " inputs and " + seeds.size() + " seeds");
        }
        List<DeviceArray> all = new ArrayList<>(outputs);
        all.addAll(inputs);
        all.addAll(seeds);
        KernelSource source = source(outputs.size(), inputs.size(), differentiable);
        return outputs.get(0).scope().engine().kernels().get(source).callForAll(all.toArray(new DeviceArray[0]));
    }

    /** The gradient of a sum of products {@code output . seed} by one input. */
    public static DeviceArray gradient(DeviceArray output, DeviceArray input, DeviceArray seed) {
        return gradients(List.of(output), List.of(input), List.of(seed), false).get(0);
    }

    private static KernelSource source(int outputs, int inputs, boolean differentiable) {
        String body = String.join(
                "\n",
                "ins = " + names(outputs, inputs),
                "given = " + names(outputs + inputs, outputs),
                "seeds = annotate(List[Optional[Tensor]], [])",
                "for i in range(torch.len(given)):",
                "  _0 = torch.append(seeds, given[i])",
                "found = torch.autograd.grad(" + names(0, outputs) + ", ins, seeds, True, "
                        + LayerSources.truth(differentiable) + ", True)",
                "result = annotate(List[Tensor], [])",
                "for j in range(torch.len(found)):",
                "  g = found[j]",
                "  if torch.__isnot__(g, None):",
                "    h = unchecked_cast(Tensor, g)",
                "  else:",
                "    h = torch.zeros_like(ins[j])",
                "  _1 = torch.append(result, h)",
                "return result");
        return new KernelSource(2 * outputs + inputs, "List[Tensor]", body);
    }

    private static String names(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "x" + i).collect(Collectors.joining(", ", "[", "]"));
    }
}
