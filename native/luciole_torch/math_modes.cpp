#include <ATen/Context.h>

#include <cstdlib>

#include "error.h"

namespace {

// Deterministic mode would fill new memory, at the cost of writing it; nothing here reads what was not written. From 2.2 on.
template <class Context>
auto leave_new_memory(Context& context, int) -> decltype(context.setDeterministicFillUninitializedMemory(false)) {
    context.setDeterministicFillUninitializedMemory(false);
}

template <class Context>
void leave_new_memory(Context&, long) {}

}  // namespace

// How CUDA's libraries compute: TF32 in products and convolutions of single precision, cuDNN's choice by timing, the same result every time.
LT_API int32_t lt_math_modes_set(int32_t tensor_float32, int32_t autotuning, int32_t deterministic) {
    return luciole::guarded([&] {
        // cuBLAS reads it when it starts; without it libtorch refuses deterministic products.
        if (deterministic)
            setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        auto& context = at::globalContext();
        context.setAllowTF32CuBLAS(tensor_float32 != 0);
        context.setAllowTF32CuDNN(tensor_float32 != 0);
        context.setBenchmarkCuDNN(autotuning != 0 && deterministic == 0);
        context.setDeterministicCuDNN(deterministic != 0);
        // Operators without a deterministic way warn: the way back of mirrored padding has none.
        context.setDeterministicAlgorithms(deterministic != 0, true);
        leave_new_memory(context, 0);
    });
}

LT_API void lt_math_modes_get(int32_t* tensor_float32, int32_t* autotuning, int32_t* deterministic) {
    auto& context = at::globalContext();
    *tensor_float32 = context.allowTF32CuBLAS();
    *autotuning = context.benchmarkCuDNN();
    *deterministic = context.deterministicAlgorithms();
}
