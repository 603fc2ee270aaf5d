#include "wire/line_decoder.hpp"

#include <utility>

namespace signalbox::wire {

void LineDecoder::feed(std::string_view bytes) { input_ = bytes; }

Result<bool> LineDecoder::next(std::string_view& line) {
    auto const end = input_.find('\n');
    auto const size = pending_.size() + (end == std::string_view::npos ? input_.size() : end);
    if (size > max_line_) return fail(Errc::provider_protocol, "a line of the provider's stream is too long");
    if (end == std::string_view::npos) {
        pending_ += input_;
        input_ = {};
        return false;
    }
    line = input_.substr(0, end);
    input_.remove_prefix(end + 1);
    if (!pending_.empty()) {
        held_ = std::exchange(pending_, {}).append(line);
        line = held_;
    }
    if (line.ends_with('\r')) line.remove_suffix(1);
    return true;
}

}  // namespace signalbox::wire
