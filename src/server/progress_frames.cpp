#include "server/progress_frames.hpp"

#include "wire/api_json.hpp"
#include "wire/sse_writer.hpp"

#include <array>
#include <charconv>

namespace signalbox::server {

void ProgressFrames::append(std::string& out, Event const& event) {
    constexpr int reconnect_ms = 500;
    auto const told = narrator_.tell(event);
    if (!told) return;
    ++count_;
    id_.clear();
    if (!run_id_.empty()) {
        std::array<char, 24> number{};
        auto const end = std::to_chars(number.data(), number.data() + number.size(), count_).ptr;
        id_.append(run_id_).append(":").append(number.data(), end);
    }
    data_.clear();
    wire::JsonWriter json{data_};
    wire::write(json, *told);
    wire::append_sse(out, id_, "progress", data_, count_ == 1 && !run_id_.empty() ? reconnect_ms : 0);
}

}  // namespace signalbox::server
