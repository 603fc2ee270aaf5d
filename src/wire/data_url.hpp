#pragma once

#include <optional>
#include <string_view>

namespace signalbox::wire {

// "data:image/png;base64,AAAA" in its pieces; nothing when it is not of this form.
struct DataUrl {
    std::string_view media_type;
    std::string_view base64;
};
[[nodiscard]] std::optional<DataUrl> read_data_url(std::string_view url);

}  // namespace signalbox::wire
