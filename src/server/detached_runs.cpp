#include "server/detached_runs.hpp"

#include "server/detached_run.hpp"
#include "server/exchange.hpp"

namespace signalbox::server {

class DetachedRuns::Sweep final : public Time::Alarm {
public:
    Sweep(Time& time, DetachedRuns& owner) : Time::Alarm{time}, owner_{owner} {}
    void fire() override { owner_.on_sweep(); }

private:
    DetachedRuns& owner_;
};

DetachedRuns::DetachedRuns(Services& services) : services_{services} {}

DetachedRuns::~DetachedRuns() = default;

Result<DetachedRuns::Started> DetachedRuns::start(ChainContext context, RunTicket ticket, SharedKey key) {
    Started started{
        .identity = {.id = "orc_" + services_.ids.next(), .token = services_.ids.next(), .tenant = context.tenant},
        .log = nullptr};
    auto run = std::make_unique<DetachedRun>(services_, started.identity.id, std::move(context), std::move(ticket),
                                             std::move(key));
    started.log = run->log();
    auto& registry = services_.shared.runs;
    if (auto added = registry.add(started.identity, started.log, services_.loop.now()); !added) {
        return std::unexpected(std::move(added.error()));
    }
    runs_.push_front(std::move(run));
    auto const place = runs_.begin();
    refusal_.reset();
    spawn((*place)->work(), [this, place] { on_end(place); });
    if (!refusal_) return started;
    registry.remove(started.identity.id);
    return std::unexpected(std::move(*refusal_));
}

void DetachedRuns::on_end(std::list<std::unique_ptr<DetachedRun>>::iterator place) {
    services_.shared.runs.ended((*place)->id(), services_.loop.now());
    refusal_ = (*place)->refusal();
    runs_.erase(place);
    if (!sweep_) sweep_ = std::make_unique<Sweep>(services_.loop, *this);
    if (!sweep_->armed()) sweep_->arm(services_.loop.now() + services_.shared.options.resume.keep);
    if (ended_ && runs_.empty()) ended_();
}

void DetachedRuns::on_sweep() {
    auto const next = services_.shared.runs.expire(services_.loop.now());
    if (next) sweep_->arm(*next);
}

void DetachedRuns::drain(std::function<void()> ended) {
    ended_ = std::move(ended);
    for (auto const& run : runs_) run->drain();
}

void DetachedRuns::stop(Errc reason) {
    for (auto const& run : runs_) run->stop(reason);
}

}  // namespace signalbox::server
