#include <ATen/core/Tensor.h>

#include "error.h"

// What managed code asks of every tensor, in one crossing.
struct lt_tensor_info {
    int32_t dimensions;
    int32_t scalar_type;
    int32_t device_type;
    int32_t device_index;
    int64_t element_count;
    int32_t item_size;
    uint8_t requires_grad;
    uint8_t is_leaf;
    uint8_t is_contiguous;
    uint8_t is_channels_last;
};

LT_API int32_t lt_tensor_info_get(lt_tensor tensor, lt_tensor_info* info) {
    return luciole::guarded([&] {
        info->dimensions = static_cast<int32_t>(tensor->dim());
        info->scalar_type = static_cast<int32_t>(tensor->scalar_type());
        info->device_type = static_cast<int32_t>(tensor->device().type());
        info->device_index = tensor->device().index();
        info->element_count = tensor->numel();
        info->item_size = static_cast<int32_t>(tensor->element_size());
        info->requires_grad = tensor->requires_grad();
        info->is_leaf = tensor->is_leaf();
        info->is_contiguous = tensor->is_contiguous();
        info->is_channels_last = tensor->dim() == 4 && tensor->is_contiguous(c10::MemoryFormat::ChannelsLast);
    });
}

LT_API int32_t lt_tensor_sizes(lt_tensor tensor, int64_t* sizes, int64_t* strides) {
    return luciole::guarded([&] {
        for (int64_t i = 0; i < tensor->dim(); i++) {
            sizes[i] = tensor->size(i);
            strides[i] = tensor->stride(i);
        }
    });
}

LT_API int32_t lt_tensor_data(lt_tensor tensor, void** data) {
    return luciole::guarded([&] { *data = tensor->data_ptr(); });
}

// A second handle to the same tensor.
LT_API int32_t lt_tensor_share(lt_tensor tensor, lt_tensor* result) {
    return luciole::guarded([&] { *result = new at::Tensor(*tensor); });
}

LT_API void lt_tensor_free(lt_tensor tensor) {
    delete tensor;
}
