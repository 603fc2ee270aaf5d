#include "server/progress_sink.hpp"

namespace signalbox::server {

ProgressSink::ProgressSink(Exchange& exchange, std::string run_id, bool emoji)
    : exchange_{exchange},
      body_{exchange, exchange.options().commit_after, run_id},
      frames_{std::move(run_id), emoji} {}

void ProgressSink::publish(Event const& event) {
    if (over_) return;
    exchange_.facts.observe(event);
    bool const failed = std::holds_alternative<event::Failed>(event);
    if (failed && !body_.started()) {
        over_ = true;
        return body_.abandon();
    }
    frames_.append(body_.pending(), event);
    if (failed || std::holds_alternative<event::Completed>(event)) {
        over_ = true;
        body_.end();
    }
}

}  // namespace signalbox::server
