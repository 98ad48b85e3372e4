package dev.whence.engine.exec;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles function sources and keeps the result for as long as the engine is open. Thread-safe. */
final class KernelLibrary {

    private final PtNDManager manager;
    private final Map<KernelSource, Kernel> compiled = new ConcurrentHashMap<>();

    /** @param manager owner of the compiled modules */
    KernelLibrary(PtNDManager manager) {
        this.manager = manager;
    }

    Kernel get(KernelSource source) {
        Kernel found = compiled.get(source);
        if (found == null) {
            compile(List.of(source));
            found = compiled.get(source);
        }
        if (found == null) {
            throw new IllegalStateException("not compiled: " + source.body());
        }
        return found;
    }

    /** Compiles what is new among the sources, in one module. */
    synchronized void compile(Collection<KernelSource> sources) {
        Map<KernelSource, String> names = new LinkedHashMap<>();
        StringBuilder methods = new StringBuilder();
        for (KernelSource source : sources) {
            if (!compiled.containsKey(source) && !names.containsKey(source)) {
                String name = "k" + names.size();
                names.put(source, name);
                methods.append(source.definition(name));
            }
        }
        if (names.isEmpty()) {
            return;
        }
        PtSymbolBlock module = load(TorchScriptArchive.write(methods.toString()));
        names.forEach((source, name) -> {
            NDArray tag = manager.create(0f);
            tag.setName("module_method:" + name);
            compiled.put(source, new Kernel(module, tag));
        });
    }

    private PtSymbolBlock load(byte[] archive) {
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
