#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/variable.h>

#include <stdexcept>
#include <string>

#include "error.h"

LT_API const char* lt_error_message();

LT_API int32_t lt_grad_mode_get() {
    return c10::GradMode::is_enabled();
}

LT_API void lt_grad_mode_set(int32_t enabled) {
    c10::GradMode::set_enabled(enabled != 0);
}

LT_API int32_t lt_requires_grad_set(lt_tensor tensor, int32_t value) {
    return luciole::guarded([&] { tensor->set_requires_grad(value != 0); });
}

// *gradient is null when there is none yet.
LT_API int32_t lt_gradient_get(lt_tensor tensor, lt_tensor* gradient) {
    return luciole::guarded([&] {
        const auto& grad = tensor->grad();
        *gradient = grad.defined() ? new at::Tensor(grad) : nullptr;
    });
}

// A null gradient clears it.
LT_API int32_t lt_gradient_set(lt_tensor tensor, lt_tensor gradient) {
    return luciole::guarded([&] { tensor->mutable_grad() = gradient ? *gradient : at::Tensor(); });
}

LT_API int32_t lt_backward_run(lt_tensor tensor, lt_tensor gradient, int32_t retain_graph, int32_t create_graph) {
    return luciole::guarded([&] {
        torch::autograd::variable_list seeds;
        if (gradient)
            seeds.push_back(*gradient);
        torch::autograd::backward({*tensor}, seeds, retain_graph != 0, create_graph != 0);
    });
}

namespace {

// A gradient function whose arithmetic lives in managed code.
struct ManagedNode final : torch::autograd::Node {
    lt_backward backward;
    lt_release release;
    void* state;

    ManagedNode(torch::autograd::edge_list&& edges, lt_backward backward, lt_release release, void* state)
        : Node(std::move(edges)), backward(backward), release(release), state(state) {}

    ~ManagedNode() override {
        release_variables();
    }

    void release_variables() override {
        if (state)
            release(state);
        state = nullptr;
    }

    std::string name() const override {
        return "LucioleManagedNode";
    }

    torch::autograd::variable_list apply(torch::autograd::variable_list&& grads) override {
        if (!state)
            throw std::runtime_error("Trying to backward through the graph a second time: its saved tensors were freed");
        std::vector<lt_tensor> incoming(grads.size(), nullptr);
        for (size_t i = 0; i < grads.size(); i++)
            incoming[i] = grads[i].defined() ? &grads[i] : nullptr;
        std::vector<lt_tensor> outgoing(num_outputs(), nullptr);
        if (backward(state, static_cast<int32_t>(incoming.size()), incoming.data(), static_cast<int32_t>(outgoing.size()), outgoing.data()))
            throw std::runtime_error(lt_error_message());
        torch::autograd::variable_list result(outgoing.size());
        for (size_t i = 0; i < outgoing.size(); i++) {
            if (!outgoing[i])
                continue;
            result[i] = std::move(*outgoing[i]);
            delete outgoing[i];
        }
        return result;
    }
};

// Nodes are held by std::shared_ptr up to libtorch 2.12 and by c10::intrusive_ptr from 2.13 on; an edge tells which.
using node_pointer = decltype(torch::autograd::Edge::function);

template <class Made, class... Arguments>
void make_node(std::shared_ptr<torch::autograd::Node>& pointer, Arguments&&... arguments) {
    pointer = std::make_shared<Made>(std::forward<Arguments>(arguments)...);
}

template <class Made, class Pointer, class... Arguments>
void make_node(Pointer& pointer, Arguments&&... arguments) {
    pointer = Pointer(c10::make_intrusive<Made>(std::forward<Arguments>(arguments)...));
}

}  // namespace

// Makes `outputs`, computed outside autograd from `inputs`, differentiable through the managed gradient function.
// The state is released once: when the graph is freed, or at once when no input needs a gradient.
LT_API int32_t lt_gradient_function_attach(
    const lt_tensor* inputs, int32_t input_count, const lt_tensor* outputs, int32_t output_count, lt_backward backward, lt_release release,
    void* state) {
    return luciole::guarded([&] {
        torch::autograd::variable_list variables;
        bool needed = false;
        for (int32_t i = 0; i < input_count; i++) {
            variables.push_back(inputs[i] ? *inputs[i] : at::Tensor());
            needed = needed || (inputs[i] && inputs[i]->requires_grad());
        }
        if (!needed || !c10::GradMode::is_enabled()) {
            release(state);
            return;
        }
        node_pointer node;
        make_node<ManagedNode>(node, torch::autograd::collect_next_edges(variables), backward, release, state);
        for (int32_t i = 0; i < output_count; i++)
            torch::autograd::set_history(*outputs[i], node);
    });
}
