#include "server/server.hpp"

#include "server/listener.hpp"
#include "server/session.hpp"
#include "telemetry/metrics.hpp"

#include <list>

namespace signalbox::server {

namespace {

// After the drain limit a stream gets its error event; a client that does not take it is left behind.
constexpr auto last_words = std::chrono::seconds{1};

}  // namespace

struct Server::Impl {
    class DrainAlarm final : public Time::Alarm {
    public:
        DrainAlarm(Time& time, Impl& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.on_drain_end(); }

    private:
        Impl& owner_;
    };

    Impl(net::Loop& loop, ChainOrchestrator& orchestrator, ServerShared& shared)
        : services{loop, orchestrator, shared},
          listener{loop, shared, [this](net::Socket socket) { accept(std::move(socket)); }},
          alarm{loop, *this} {
        for (auto const& endpoint : endpoints()) services.routes.push_back(&shared.metrics.route(endpoint.path));
        services.routes.push_back(&shared.metrics.route("other"));
        services.routes.push_back(&shared.metrics.route(reading_route));
    }

    void accept(net::Socket socket) {
        services.shared.connections.fetch_add(1, std::memory_order_relaxed);
        sessions.push_front(std::make_unique<Session>(services, std::move(socket)));
        auto const place = sessions.begin();
        spawn((*place)->run(), [this, place] {
            sessions.erase(place);
            services.shared.connections.fetch_sub(1, std::memory_order_relaxed);
            finish_when_idle();
        });
    }

    void drain(std::function<void()> then) {
        services.shared.draining.store(true, std::memory_order_relaxed);
        listener.close();
        done = std::move(then);
        for (auto const& session : sessions) session->drain();
        services.detached.drain([this] { finish_when_idle(); });
        alarm.arm(services.loop.now() + services.shared.options.drain);
        finish_when_idle();
    }

    void on_drain_end() {
        if (!stopped) {
            stopped = true;
            for (auto const& session : sessions) session->stop_run(Errc::draining);
            services.detached.stop(Errc::draining);
            alarm.arm(services.loop.now() + last_words);
            return;
        }
        for (auto const& session : sessions) session->close();
    }

    // From the loop: the session or the run that ended last is still on the stack.
    void finish_when_idle() {
        if (!done || !sessions.empty() || !services.detached.empty()) return;
        alarm.disarm();
        services.loop.post(
            [](void* self) {
                auto const then = std::exchange(static_cast<Impl*>(self)->done, {});
                if (then) then();
            },
            this);
    }

    Services services;
    Listener listener;
    std::list<std::unique_ptr<Session>> sessions;
    DrainAlarm alarm;
    std::function<void()> done;
    bool stopped = false;  // runs were told to end
};

Server::Server(net::Loop& loop, ChainOrchestrator& orchestrator, ServerShared& shared)
    : impl_{std::make_unique<Impl>(loop, orchestrator, shared)} {}

Server::~Server() = default;

Result<void> Server::listen() {
    auto listening = impl_->listener.listen();
    if (listening) impl_->services.port = impl_->listener.port();
    return listening;
}

void Server::use_keys(std::shared_ptr<KeyTable const> keys) {
    impl_->services.keys = std::move(keys);
    impl_->services.views.clear();
}

std::uint16_t Server::port() const { return impl_->services.port; }

void Server::drain(std::function<void()> done) { impl_->drain(std::move(done)); }

}  // namespace signalbox::server
