#pragma once

#include <string_view>

namespace signalbox::training {

// Whether a row is kept for measuring: md5("dev" + id) mod 5 is 0. Such rows are never trained on.
[[nodiscard]] bool is_held_out(std::string_view id);

}  // namespace signalbox::training
