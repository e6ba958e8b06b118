#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

#include <cstring>
#include <stdexcept>

#include "error.h"

namespace {

c10::IValue to_ivalue(const lt_value& value) {
    switch (value.tag) {
        case LT_NONE:
            return {};
        case LT_TENSOR:
            return *static_cast<lt_tensor>(value.pointer);
        case LT_INT:
            return value.integer;
        case LT_DOUBLE:
            return value.real;
        case LT_BOOL:
            return value.integer != 0;
        case LT_INT_LIST: {
            auto* first = static_cast<int64_t*>(value.pointer);
            return std::vector<int64_t>(first, first + value.count);
        }
        case LT_DOUBLE_LIST: {
            auto* first = static_cast<double*>(value.pointer);
            return std::vector<double>(first, first + value.count);
        }
        case LT_BOOL_LIST: {
            c10::List<bool> list;
            for (int32_t i = 0; i < value.count; i++)
                list.push_back(static_cast<uint8_t*>(value.pointer)[i] != 0);
            return list;
        }
        case LT_TENSOR_LIST: {
            c10::List<at::Tensor> list;
            for (int32_t i = 0; i < value.count; i++)
                list.push_back(*static_cast<lt_tensor*>(value.pointer)[i]);
            return list;
        }
        case LT_OPTIONAL_TENSOR_LIST: {
            c10::List<c10::optional<at::Tensor>> list;
            for (int32_t i = 0; i < value.count; i++) {
                auto* tensor = static_cast<lt_tensor*>(value.pointer)[i];
                list.push_back(tensor ? c10::optional<at::Tensor>(*tensor) : c10::optional<at::Tensor>());
            }
            return list;
        }
        case LT_STRING:
            return std::string(static_cast<const char*>(value.pointer), value.count);
        case LT_DEVICE:
            return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
        default:
            throw std::runtime_error("unknown argument tag " + std::to_string(value.tag));
    }
}

lt_value to_value(c10::IValue&& ivalue) {
    lt_value value{};
    if (ivalue.isTensor()) {
        auto tensor = std::move(ivalue).toTensor();
        value.tag = tensor.defined() ? LT_TENSOR : LT_NONE;
        if (tensor.defined())
            value.pointer = new at::Tensor(std::move(tensor));
    } else if (ivalue.isInt()) {
        value.tag = LT_INT;
        value.integer = ivalue.toInt();
    } else if (ivalue.isDouble()) {
        value.tag = LT_DOUBLE;
        value.real = ivalue.toDouble();
    } else if (ivalue.isBool()) {
        value.tag = LT_BOOL;
        value.integer = ivalue.toBool();
    } else if (ivalue.isTensorList()) {
        auto tensors = ivalue.toTensorVector();
        value.tag = LT_TENSOR_LIST;
        value.count = static_cast<int32_t>(tensors.size());
        auto* handles = new lt_tensor[tensors.size()];
        for (size_t i = 0; i < tensors.size(); i++)
            handles[i] = new at::Tensor(std::move(tensors[i]));
        value.pointer = handles;
    } else if (!ivalue.isNone()) {
        throw std::runtime_error("an operator returned a " + ivalue.tagKind() + ", which the binding does not carry");
    }
    return value;
}

}  // namespace

// *handle is null when this libtorch has no such operator.
LT_API int32_t lt_operator_find(const char* name, const char* overload, void** handle) {
    return luciole::guarded([&] {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        *handle = found ? new c10::OperatorHandle(*found) : nullptr;
    });
}

// Fills at most `capacity` results and sets *result_count to how many the operator returned.
LT_API int32_t lt_operator_call(
    void* handle, const lt_value* arguments, int32_t argument_count, lt_value* results, int32_t capacity, int32_t* result_count) {
    return luciole::guarded([&] {
        auto& op = *static_cast<c10::OperatorHandle*>(handle);
        torch::jit::Stack stack;
        stack.reserve(argument_count);
        for (int32_t i = 0; i < argument_count; i++)
            stack.push_back(to_ivalue(arguments[i]));
        // Later versions of libtorch append arguments with defaults to some operators.
        const auto& schema = op.schema().arguments();
        for (size_t i = argument_count; i < schema.size(); i++) {
            if (!schema[i].default_value())
                throw std::runtime_error(op.schema().name() + " needs its argument " + schema[i].name());
            stack.push_back(*schema[i].default_value());
        }
        if (stack.size() > schema.size())
            throw std::runtime_error(op.schema().name() + " takes " + std::to_string(schema.size()) + " arguments");
        op.callBoxed(stack);
        *result_count = static_cast<int32_t>(stack.size());
        if (*result_count > capacity)
            throw std::runtime_error("an operator returned " + std::to_string(*result_count) + " values");
        for (int32_t i = 0; i < *result_count; i++)
            results[i] = to_value(std::move(stack[i]));
    });
}

LT_API void lt_tensor_list_free(void* handles) {
    delete[] static_cast<lt_tensor*>(handles);
}
