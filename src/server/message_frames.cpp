#include "server/message_frames.hpp"

#include "wire/anthropic_fields.hpp"

namespace signalbox::server {

wire::MessageEventWriter& MessageFrames::writer() {
    if (writer_) return *writer_;
    auto const& facts = exchange_.facts;
    auto const id = "msg_" + exchange_.request_id;
    auto const input = facts.input.count > 0 ? facts.input : rough_input_;
    return writer_.emplace(wire::MessageIdentity{.id = id, .model = facts.model}, input);
}

Result<void> MessageFrames::arrived(std::string& out, event::Arrived const& event) {
    auto const& delta = event.delta;
    if (!delta.frames.empty()) return writer().frames(out, delta.frames, exchange_.services.json);
    writer().reasoning(out, delta.reasoning);
    writer().text(out, delta.text);
    return {};
}

void MessageFrames::completed(std::string& out, ChainResult const& result) {
    writer().finish(out, wire::settled_reason(result.execution), result.execution.usage);
}

void MessageFrames::failed(std::string& out, Error const& error) { writer().fail(out, error, exchange_.request_id); }

}  // namespace signalbox::server
