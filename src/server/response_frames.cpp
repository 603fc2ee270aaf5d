#include "server/response_frames.hpp"

#include <ctime>

namespace signalbox::server {

wire::ResponseEventWriter& ResponseFrames::writer() {
    if (writer_) return *writer_;
    return writer_.emplace(wire::ResponseIdentity{
        .key = exchange_.request_id, .created = std::time(nullptr), .model = exchange_.facts.model, .echo = echo_});
}

Result<void> ResponseFrames::arrived(std::string& out, event::Arrived const& event) {
    auto const& delta = event.delta;
    if (!delta.frames.empty()) return writer().frames(out, delta.frames, exchange_.services.json);
    writer().text(out, delta.text);
    return {};
}

void ResponseFrames::completed(std::string& out, ChainResult const& result) {
    writer().finish(out, result.execution.finish_reason, result.execution.usage);
}

void ResponseFrames::failed(std::string& out, Error const& error) { writer().fail(out, error); }

}  // namespace signalbox::server
