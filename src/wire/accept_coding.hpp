#pragma once

#include <string_view>

namespace signalbox::wire {

// Whether an Accept-Encoding field takes this content coding: named, or meant by `*`, and not with a weight of 0. A
// field that is absent or empty takes none but the plain form.
[[nodiscard]] bool accepts_coding(std::string_view field, std::string_view coding);

}  // namespace signalbox::wire
