// A call back when a parameter has received its gradient in a backward pass: what lets all-reduce begin before the pass is over.
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <stdexcept>

#include "error.h"

LT_API const char* lt_error_message();

namespace {

struct Listener {
    int32_t (*heard)(void* state);
    void* state;
};

// Graphs keep accumulators alive, so the hook may outlive its handle: it forgets the listener then.
struct Hook final : torch::autograd::FunctionPostHook {
    std::shared_ptr<Listener> listener;

    explicit Hook(std::shared_ptr<Listener> listener) : listener(std::move(listener)) {}

    torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs, const torch::autograd::variable_list&) override {
        if (listener->heard && listener->heard(listener->state))
            throw std::runtime_error(lt_error_message());
        return outputs;
    }
};

// A variable remembers its accumulator weakly: the handle keeps both.
struct Registration {
    decltype(torch::autograd::Edge::function) accumulator;
    std::shared_ptr<Listener> listener;
};

}  // namespace

LT_API int32_t lt_gradient_hook_add(lt_tensor parameter, int32_t (*heard)(void* state), void* state, void** registration) {
    return luciole::guarded([&] {
        auto listener = std::make_shared<Listener>(Listener{heard, state});
        auto accumulator = torch::autograd::impl::grad_accumulator(*parameter);
        if (!accumulator)
            throw std::runtime_error("the tensor does not require a gradient");
        accumulator->add_post_hook(std::make_unique<Hook>(listener));
        *registration = new Registration{std::move(accumulator), std::move(listener)};
    });
}

LT_API void lt_gradient_hook_remove(void* registration) {
    auto* known = static_cast<Registration*>(registration);
    known->listener->heard = nullptr;
    delete known;
}
