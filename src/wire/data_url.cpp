#include "wire/data_url.hpp"

namespace signalbox::wire {

std::optional<DataUrl> read_data_url(std::string_view url) {
    constexpr std::string_view scheme = "data:";
    constexpr std::string_view coding = ";base64,";
    if (!url.starts_with(scheme)) return std::nullopt;
    url.remove_prefix(scheme.size());
    auto const end = url.substr(0, 256).find(coding);
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    auto const type = url.substr(0, end);
    return DataUrl{.media_type = type.substr(0, type.find(';')), .base64 = url.substr(end + coding.size())};
}

}  // namespace signalbox::wire
