// The thin binding: libtorch's operators through its dispatcher, and the few things the dispatcher does not reach.
// Every function returns 0, or 1 after a failure whose text lt_error_message() gives for the calling thread.
#pragma once

#include <cstdint>

#define LT_API extern "C" __attribute__((visibility("default")))

namespace at {
class Tensor;
}

// A tensor handle owns one reference. Handles that a call returns are released with lt_tensor_free.
using lt_tensor = at::Tensor*;

enum lt_tag : int32_t {
    LT_NONE = 0,
    LT_TENSOR = 1,
    LT_INT = 2,
    LT_DOUBLE = 3,
    LT_BOOL = 4,
    LT_INT_LIST = 5,
    LT_DOUBLE_LIST = 6,
    LT_TENSOR_LIST = 7,
    LT_BOOL_LIST = 8,
    LT_STRING = 9,
    LT_DEVICE = 10,
    LT_OPTIONAL_TENSOR_LIST = 11,
};

// One argument or result of an operator. Lists: `pointer` to `count` elements (int64_t, double, lt_tensor, uint8_t, char).
// LT_DEVICE: `integer` is the device type as c10 numbers it, `count` the index (-1: current).
struct lt_value {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

// The gradient function of an operator written in managed code: from `grad_count` incoming gradients (null where there is none)
// to `input_count` outgoing ones (left null where there is none). Returns 0, or 1 after lt_set_error.
using lt_backward = int32_t (*)(void* state, int32_t grad_count, const lt_tensor* grads, int32_t input_count, lt_tensor* input_grads);
using lt_release = void (*)(void* state);
