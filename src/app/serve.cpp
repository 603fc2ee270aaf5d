#include "app/serve.hpp"

#include "app/banner.hpp"
#include "app/config_checks.hpp"
#include "app/engine.hpp"
#include "app/key_file_watch.hpp"
#include "app/learning.hpp"
#include "app/local_ollama.hpp"
#include "app/model_list_report.hpp"
#include "app/model_list_watch.hpp"
#include "app/process.hpp"
#include "app/records.hpp"
#include "app/repeating.hpp"
#include "app/route_keeper.hpp"
#include "app/shared_cache.hpp"
#include "app/span_exporter.hpp"
#include "app/upstream_options.hpp"
#include "app/version.hpp"
#include "cli/exit_code.hpp"
#include "providers/openrouter_list.hpp"
#include "server/key_table.hpp"
#include "server/totals_now.hpp"
#include "telemetry/metrics.hpp"

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <ostream>
#include <thread>

namespace signalbox::app {

namespace {

constexpr auto search_time = std::chrono::seconds{1};
constexpr auto list_time = std::chrono::seconds{30};
constexpr auto keys_every = std::chrono::seconds{2};

// The running service: one server and one thread for each worker of the engine, and a loop of its
// own, on the main thread, for signals.
class Service {
public:
    Service(Engine& engine, RouteKeeper& routes, ConfigSource const& source, std::ostream& err)
        : engine_{engine}, routes_{routes}, base_{engine.config()}, source_{source}, err_{err}, log_{base_.log_level} {
        follow_lists();
        begin_to_learn();
        begin_to_record();
        routes_.restore(engine_, control_.now(), wall_now(), log_);
        if (engine.config().redis.on()) redis_ = std::make_unique<SharedCache>(engine, metrics_, log_);
        if (spans_) shared_.tracer = &spans_->tracer();
    }

    // Errors: invalid_value with address and port.
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] std::uint16_t port() const { return servers_.front()->port(); }
    // Until drained.
    void run();

private:
    void await_signal();
    void on_signal(int signal);
    void drain();
    void on_drained();
    void reload();
    // In the background: what it finds joins like a reload.
    void look_for_ollama();
    void on_ollama(std::string const& address, std::vector<std::string> const& models);
    // Takes over the lists of the providers in `base_`, and what is known of them.
    void follow_lists();
    [[nodiscard]] Config with_lists(Config config) const;
    void refuse_reload(Error const& error);
    void begin_to_learn();
    void sample();
    void begin_to_record();
    void save_routes() { routes_.save(engine_, control_.now(), wall_now(), log_); }
    [[nodiscard]] std::int64_t wall_now() const { return shared_.wall_clock.at(control_.now()) * 1'000; }
    // Makes a table of the keys of `base_`.
    void read_keys();
    // The same, and hands it to every loop.
    void use_keys();
    void reload_keys();

    Engine& engine_;
    RouteKeeper& routes_;
    Config base_;  // as it was read, and what was found on this machine; the engine's has the model lists too
    ConfigSource const& source_;
    std::ostream& err_;
    telemetry::Log log_;
    telemetry::Metrics metrics_{std::string{version}};
    server::ServerShared shared_{.options = engine_.config().server, .metrics = metrics_, .log = &log_};
    std::vector<std::unique_ptr<server::Server>> servers_;
    net::Loop control_;
    ModelListReport list_report_{log_, metrics_, [this] { engine_.take_models(with_lists(base_).models); }};
    ModelListWatch lists_{control_,
                          [this](ProviderConfig const& provider, Cancellation& cancellation) {
                              return fetch_openrouter_models(control_, upstream_options(provider), list_time,
                                                             cancellation);
                          },
                          list_report_};
    std::shared_ptr<server::KeyTable const> keys_;  // null: nobody needs one
    Repeating sampling_{control_, telemetry::History::every, [this] { sample(); }};
    Repeating saving_{control_, routes_.options().every, [this] { save_routes(); }};
    KeyFileWatch key_watch_{control_, keys_every, [this] { reload_keys(); }};
    std::unique_ptr<SpanExporter> spans_{SpanExporter::create(control_, base_.tracing)};  // null: nobody wants them
    boost::asio::signal_set signals_{control_.context(), SIGTERM, SIGINT, SIGHUP};
    std::size_t undrained_ = 0;
    std::unique_ptr<Learning> learning_;             // null: it is switched off
    std::unique_ptr<storage::RecordStore> records_;  // null: switched off, or not to be had
    std::unique_ptr<SharedCache> redis_;             // null: nothing is shared
    Cancellation search_;                            // for an Ollama
    bool searching_ = false;
    bool draining_ = false;
};

Result<void> Service::listen() {
    auto const& options = engine_.config().server;
    if (auto free = check_port_is_free(options.address, options.port); !free) return free;
    read_keys();
    for (std::size_t i = 0; i < engine_.workers(); ++i) {
        auto& [loop, orchestrator] = engine_.worker(i);
        servers_.push_back(std::make_unique<server::Server>(loop, orchestrator, shared_));
        servers_.back()->use_keys(keys_);  // before anybody can connect
        if (auto listening = servers_.back()->listen(); !listening) return listening;
        shared_.options.port = servers_.front()->port();  // port 0: all share the one that the first got
    }
    return {};
}

void Service::run() {
    await_signal();
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < engine_.workers(); ++i) {
        threads.emplace_back([&loop = engine_.worker(i).loop] { loop.run(); });
    }
    log_.note(telemetry::LogLevel::info, "started",
              {{"port", std::to_string(port())}, {"config", engine_.config().source}});
    sampling_.start();
    if (routes_.options().persist) saving_.start();
    if (spans_) spans_->start();
    look_for_ollama();
    lists_.ask();
    control_.run();
    for (std::size_t i = 0; i < engine_.workers(); ++i) {
        engine_.worker(i).loop.post_from_anywhere([&loop = engine_.worker(i).loop] { loop.stop(); });
    }
}

void Service::await_signal() {
    signals_.async_wait([this](boost::system::error_code const& ec, int signal) {
        if (ec) return;
        on_signal(signal);
        await_signal();
    });
}

void Service::on_signal(int signal) {
    if (signal == SIGHUP) return reload();
    if (draining_) std::_Exit(static_cast<int>(cli::ExitCode::interrupted));
    drain();
}

void Service::drain() {
    draining_ = true;
    search_.request(Errc::draining);
    lists_.stop();
    key_watch_.stop();
    sampling_.stop();
    saving_.stop();
    undrained_ = servers_.size();
    shared_.draining.store(true, std::memory_order_relaxed);
    log_.note(telemetry::LogLevel::info, "draining");
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        engine_.worker(i).loop.post_from_anywhere([this, server = servers_[i].get()] {
            server->drain([this] { control_.post_from_anywhere([this] { on_drained(); }); });
        });
    }
}

void Service::on_drained() {
    if (--undrained_ > 0) return;
    save_routes();
    log_.note(telemetry::LogLevel::info, "stopped");
    spans_ ? spans_->finish([this] { control_.stop(); }) : control_.stop();
}

void Service::reload() {
    if (draining_) return;
    auto config = load_config(source_);
    if (!config) return refuse_reload(config.error());
    // The address in use stays, so the new keys must do for that one.
    auto const bound = engine_.config().server.address;
    if (auto const why = address_problem(bound, config->access.has_keys()); !why.empty()) {
        return refuse_reload({Errc::invalid_value, "the keys are gone, and " + why, {}, {}});
    }
    auto const fixed = needs_restart(engine_.config(), *config);
    if (auto reloaded = engine_.reload(with_lists(*config)); !reloaded) return refuse_reload(reloaded.error());
    base_ = std::move(*config);
    use_keys();
    follow_lists();
    log_.note(telemetry::LogLevel::info, "reloaded", {{"config", engine_.config().source}});
    for (auto const& section : fixed) {
        log_.note(telemetry::LogLevel::warn, "reload needs a restart", {{"section", section}});
    }
    look_for_ollama();
    lists_.ask();
}

void Service::follow_lists() {
    if (lists_.follow(base_)) engine_.take_models(with_lists(base_).models);
}

Config Service::with_lists(Config config) const {
    lists_.add_to(config);
    return config;
}

void Service::sample() {
    auto const now = control_.now();
    auto const cache = engine_.cache_stats(now);
    shared_.history.sample(shared_.wall_clock.at(now), server::totals_now(metrics_, cache));
}

void Service::begin_to_learn() {
    auto const& options = engine_.config().learning;
    if (!options.enabled) return;
    auto const publish = [this](Learned const& learned) {
        control_.post_from_anywhere([this, learned] { engine_.take_lessons(learned.lessons, learned.standing); });
    };
    learning_ = std::make_unique<Learning>(options, engine_.config().base_weights(), engine_.lesson_base(),
                                           shared_.wall_clock, log_, publish, [this](RunId const& run, auto feedback) {
                                               if (records_ != nullptr) records_->rated(run, feedback);
                                           });
    shared_.outcomes = &learning_->desk();
    engine_.take_lessons(learning_->lessons());
}

void Service::begin_to_record() {
    auto const& options = engine_.config().records;
    if (!options.enabled) return;
    records_ = open_records(options, control_.now(), log_);
    shared_.records = records_.get();
    shared_.decisions = records_.get();
}

void Service::look_for_ollama() {
    auto const& address = engine_.config().ollama_address;
    if (address.empty() || searching_) return;
    searching_ = true;
    spawn(list_ollama_models(control_, address, search_time, search_), [this, address](auto const& models) {
        searching_ = false;
        // Most machines have none: that is no news.
        if (models && !draining_ && address == engine_.config().ollama_address) on_ollama(address, *models);
    });
}

void Service::on_ollama(std::string const& address, std::vector<std::string> const& models) {
    auto config = base_;
    if (!add_ollama(config, address, models)) return;
    if (auto joined = engine_.reload(with_lists(config)); !joined) return;
    base_ = std::move(config);
    log_.note(telemetry::LogLevel::info, "ollama found", {{"models", std::to_string(models.size())}});
}

void Service::read_keys() {
    auto const& access = base_.access;
    auto const midnight = server::last_midnight(control_.now(), std::chrono::system_clock::now());
    keys_ = access.guarded() ? std::make_shared<server::KeyTable const>(access.all_keys(), access.open_to_loopback,
                                                                        midnight, keys_.get())
                             : nullptr;
    key_watch_.follow(access.keys_file, access.file_mark);
}

void Service::use_keys() {
    read_keys();
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        engine_.worker(i).loop.post_from_anywhere(
            [server = servers_[i].get(), keys = keys_] { server->use_keys(keys); });
    }
}

void Service::reload_keys() {
    auto config = base_;
    config.server = engine_.config().server;
    if (auto loaded = load_keys(config); !loaded) return refuse_reload(loaded.error());
    base_.access = std::move(config.access);
    use_keys();
    log_.note(telemetry::LogLevel::info, "keys reloaded", {{"keys", std::to_string(base_.access.all_keys().size())}});
}

void Service::refuse_reload(Error const& error) {
    err_ << "The new configuration is not used; the old one goes on.\n" << error.detail << std::endl;
    log_.note(telemetry::LogLevel::error, "reload refused", {{"reason", error.detail}});
}

int give_up(std::ostream& err, Error const& error) {
    err << error.detail << std::endl;
    return static_cast<int>(cli::ExitCode::configuration);
}

}  // namespace

int serve(Config config, ConfigSource const& source, std::ostream& out, std::ostream& err) {
    RouteKeeper routes{config.keep_routes, config.cache};
    auto engine = Engine::create(std::move(config));
    if (!engine) return give_up(err, engine.error());
    Service service{**engine, routes, source, err};
    if (auto listening = service.listen(); !listening) return give_up(err, listening.error());
    out << banner((*engine)->config(), service.port()) << std::flush;
    service.run();
    return static_cast<int>(cli::ExitCode::ok);
}

}  // namespace signalbox::app
