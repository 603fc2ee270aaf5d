#include "server/detached_run.hpp"

#include "server/exchange.hpp"
#include "server/run_chain.hpp"
#include "server/run_log_sink.hpp"
#include "telemetry/log.hpp"
#include "wire/problem.hpp"

namespace signalbox::server {

namespace {

constexpr std::string_view stream_route = "/api/stream/orchestration";

}  // namespace

DetachedRun::DetachedRun(Services& services, std::string id, ChainContext context, RunTicket ticket, SharedKey key)
    : services_{services},
      id_{std::move(id)},
      context_{std::move(context)},
      ticket_{std::move(ticket)},
      key_{std::move(key)},
      room_{services.loop},
      grace_{services.loop, *this},
      news_{FarCall::make(
          services.loop, [](void* self) { static_cast<DetachedRun*>(self)->on_news(); }, this)},
      log_{std::make_shared<RunLog>(services.shared.options.resume.max_log, news_)},
      began_{services.loop.now()} {
    grace_.arm(began_ + services.shared.options.resume.grace);
}

DetachedRun::~DetachedRun() { news_->forget(); }

Task<void> DetachedRun::work() {
    auto const emoji = services_.orchestrator.snapshot()->chain.emoji;
    RunLogSink sink{*log_, facts_, room_, cancellation_, ProgressFrames{id_, emoji}};
    auto const answer =
        co_await run_chain(services_, cancellation_, facts_, broken_, context_, key_, sink, stream_route);
    grace_.disarm();
    std::optional<Error> error;
    if (!answer) error = answer.error();
    if (broken_) services_.shared.metrics.internal_errors.add();
    if (error && facts_.attempts == 0) refusal_ = error;
    note(error);
}

void DetachedRun::drain() {
    draining_ = true;
    on_news();
}

void DetachedRun::on_news() {
    auto const attendance = log_->attendance();
    if (attendance.stop_asked) cancellation_.request(Errc::cancelled);
    if (draining_ && attendance.readers == 0) cancellation_.request(Errc::draining);
    // A reader that came and left since the last look has begun the time anew, too.
    bool const seen = std::exchange(arrivals_, attendance.arrivals) != attendance.arrivals;
    if (attendance.readers > 0) {
        grace_.disarm();
    } else if (seen || !grace_.armed()) {
        grace_.arm(services_.loop.now() + services_.shared.options.resume.grace);
    }
    room_.set();
}

void DetachedRun::on_grace_end() {
    if (log_->attendance().readers == 0) cancellation_.request(Errc::cancelled);
}

void DetachedRun::note(std::optional<Error> const& error) {
    auto const route = stream_route;
    auto const status = error ? wire::status_of(*error) : 200;
    auto const took = services_.loop.now() - began_;
    if (!refusal_) services_.shared.metrics.route(route).answered(status, took);  // a refused one is its POST's
    auto* const log = services_.shared.log;
    if (log == nullptr) return;
    log->request({.request_id = context_.request_id,
                  .route = route,
                  .key = key_ ? std::string_view{key_->key.id} : std::string_view{},
                  .status = status,
                  .model = facts_.model,
                  .attempts = facts_.attempts,
                  .cost = facts_.cost,
                  .cache_hit = facts_.route.empty() ? std::nullopt : std::optional{facts_.route == "cache"},
                  .error = error ? name(error->code) : std::string_view{},
                  .took = took});
}

}  // namespace signalbox::server
