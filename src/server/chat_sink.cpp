#include "server/chat_sink.hpp"

#include "server/passed_frames.hpp"
#include "wire/problem.hpp"
#include "wire/sse_writer.hpp"

#include <ctime>

namespace signalbox::server {

ChatSink::ChatSink(Exchange& exchange, Wishes wishes)
    : exchange_{exchange},
      wishes_{wishes},
      body_{exchange, exchange.options().commit_after},
      id_{"chatcmpl-" + exchange.request_id},
      created_{std::time(nullptr)} {
    if (wishes_.events) progress_.emplace(std::string{}, wishes_.emoji);
}

void ChatSink::publish(Event const& event) {
    if (over_) return;
    exchange_.facts.observe(event);
    auto const tell = [&] {
        if (progress_) progress_->append(body_.pending(), event);
    };
    std::visit(Overloaded{
                   [&](event::Received const&) { tell(); },
                   [&](event::Analyzed const&) { tell(); },
                   [&](event::Routing const&) { tell(); },
                   [&](event::Routed const&) { tell(); },
                   [&](event::Started const&) { tell(); },
                   [&](event::Arrived const& e) { arrived(e); },  // the chunk itself is the news
                   [&](event::Answered const&) { tell(); },
                   [&](event::Validating const&) { tell(); },
                   [&](event::Validated const&) { tell(); },
                   [&](event::Rejected const&) { tell(); },
                   [&](event::CallFailed const&) { tell(); },
                   [&](event::Retrying const&) { tell(); },
                   [&](event::Committed const&) { tell(); },
                   [&](event::MemberEnded const&) { tell(); },
                   [&](event::Completed const& e) {
                       completed(e.result);
                       tell();
                       wire::append_done(body_.pending());
                   },
                   [&](event::Failed const& e) {
                       tell();
                       failed(e.error);
                   },
               },
               event);
}

wire::CompletionIdentity ChatSink::identity() {
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

void ChatSink::arrived(event::Arrived const& event) {
    auto& out = body_.pending();
    auto const& frames = event.delta.frames;
    if (frames.empty() && event.delta.text.empty()) return;
    bool const first = written_attempt_ < 0;
    if (event.attempt != written_attempt_) finish_seen_ = false;
    written_attempt_ = event.attempt;
    if (!frames.empty()) {
        if (first) first_frame_ = frames.substr(0, frames.find('\n'));
        finish_seen_ = finish_seen_ || event.delta.finish;
        out.append(frames);
        return;
    }
    if (first) wire::append_role_chunk(out, identity());
    wire::append_text_chunk(out, identity(), event.delta.text);
}

void ChatSink::completed(ChainResult const& result) {
    over_ = true;
    auto& out = body_.pending();
    if (written_attempt_ < 0) wire::append_role_chunk(out, identity());
    if (!finish_seen_) wire::append_finish_chunk(out, identity(), result.execution.finish_reason);
    if (wishes_.include_usage) wire::append_usage_chunk(out, identity(), result.execution.usage);
    body_.end();
}

void ChatSink::failed(Error const& error) {
    over_ = true;
    if (!body_.started()) return body_.abandon();
    std::string problem;
    wire::append_problem(problem, error);
    wire::append_sse(body_.pending(), {}, {}, problem);
    body_.end();
}

}  // namespace signalbox::server
