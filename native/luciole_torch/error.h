#pragma once

#include <exception>
#include <stdexcept>

#include "luciole_torch.h"

namespace luciole {

int32_t remember(const std::exception& error);

// Runs the body; an exception becomes the calling thread's error text and a 1.
template <class Body>
int32_t guarded(Body&& body) {
    try {
        body();
        return 0;
    } catch (const std::exception& error) {
        return remember(error);
    } catch (...) {
        return remember(std::runtime_error("an exception of an unknown kind"));
    }
}

}  // namespace luciole
