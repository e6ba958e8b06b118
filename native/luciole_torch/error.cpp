#include "error.h"

#include <c10/util/Exception.h>

#include <string>

namespace luciole {

static thread_local std::string message;

int32_t remember(const std::exception& error) {
    if (auto* c10_error = dynamic_cast<const c10::Error*>(&error))
        message = c10_error->what_without_backtrace();
    else
        message = error.what();
    return 1;
}

}  // namespace luciole

LT_API const char* lt_error_message() {
    return luciole::message.c_str();
}

LT_API void lt_set_error(const char* text) {
    luciole::message = text;
}
