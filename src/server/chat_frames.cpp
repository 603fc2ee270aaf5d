#include "server/chat_frames.hpp"

#include "server/passed_frames.hpp"
#include "wire/problem.hpp"
#include "wire/sse_writer.hpp"

#include <ctime>

namespace signalbox::server {

ChatFrames::ChatFrames(Exchange& exchange, bool include_usage)
    : exchange_{exchange},
      include_usage_{include_usage},
      id_{"chatcmpl-" + exchange.request_id},
      created_{std::time(nullptr)} {}

wire::CompletionIdentity ChatFrames::identity() {
    if (!first_frame_.empty()) {
        auto const theirs = read_identity(first_frame_, exchange_.services.json);
        first_frame_.clear();
        if (theirs) {
            id_ = theirs->id;
            model_ = theirs->model;
            created_ = theirs->created;
        }
    }
    if (model_.empty()) model_ = exchange_.facts.model;
    return {.id = id_, .created = created_, .model = model_};
}

// SDKs that collect a stream throw at its end when no chunk said a role; some providers say none.
void ChatFrames::begin_passed(std::string& out, std::string_view frames) {
    first_frame_ = frames.substr(0, frames.find('\n'));
    if (!first_frame_.contains("\"role\"")) wire::append_role_chunk(out, identity());
}

Result<void> ChatFrames::arrived(std::string& out, event::Arrived const& event) {
    auto const& frames = event.delta.frames;
    if (frames.empty() && event.delta.text.empty()) return {};
    bool const first = written_attempt_ < 0;
    if (event.attempt != written_attempt_) finish_seen_ = false;
    written_attempt_ = event.attempt;
    if (!frames.empty()) {
        if (first) begin_passed(out, frames);
        finish_seen_ = finish_seen_ || event.delta.finish;
        out.append(frames);
        return {};
    }
    if (first) wire::append_role_chunk(out, identity());
    wire::append_text_chunk(out, identity(), event.delta.text);
    return {};
}

void ChatFrames::completed(std::string& out, ChainResult const& result) {
    if (written_attempt_ < 0) wire::append_role_chunk(out, identity());
    if (!finish_seen_) wire::append_finish_chunk(out, identity(), result.execution.finish_reason);
    if (include_usage_) wire::append_usage_chunk(out, identity(), result.execution.usage);
    wire::append_done(out);
}

void ChatFrames::failed(std::string& out, Error const& error) {
    std::string problem;
    wire::append_problem(problem, error);
    wire::append_sse(out, {}, {}, problem);
}

}  // namespace signalbox::server
