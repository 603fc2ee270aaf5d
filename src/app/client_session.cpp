#include "app/client_session.hpp"

#include "app/local_ollama.hpp"
#include "app/model_list.hpp"
#include "cli/run_on.hpp"
#include "server/model_json.hpp"

#include <array>

namespace signalbox::app {

namespace {

constexpr auto probe_time = milliseconds{200};

std::string usual_url(Environment const& environment) {
    return "http://127.0.0.1:" + environment("SIGNALBOX_PORT").value_or("8080");
}

// What GET /api/models of a server with this registry says right after its start.
std::string models_json(ModelRegistry const& registry) {
    HealthAt const all_well{nullptr, TimePoint{}};
    std::string text;
    wire::JsonWriter json{text};
    json.begin_object();
    json.key("routing");
    json.begin_array();
    for (auto const name : {"auto", "auto:cheap", "auto:balanced", "auto:best"}) json.value(name);
    json.end_array();
    json.key("models");
    json.begin_array();
    for (auto const& model : registry.models()) server::write_model(json, model, all_well);
    json.end_array();
    json.end_object();
    return text;
}

}  // namespace

Result<std::unique_ptr<ClientSession>> ClientSession::open(Arguments const& arguments) {
    std::unique_ptr<ClientSession> session{new ClientSession};
    bool const needs_server = arguments.command == Command::cache_stats || arguments.command == Command::cache_clear ||
                              arguments.command == Command::cache_warm;
    auto const url = arguments.server.value_or(usual_url(arguments.source.environment));
    if (arguments.server || needs_server) {
        if (auto connected = session->connect(url, arguments.source.environment); !connected)
            return std::unexpected(connected.error());
    } else if (arguments.source.path || !session->find_server(url, arguments.source.environment)) {
        if (auto built = session->build(arguments.source); !built) return std::unexpected(built.error());
    }
    session->interrupt_.emplace(session->loop(), session->cancellation_);
    return session;
}

Result<void> ClientSession::connect(std::string const& url, Environment const& environment) {
    auto remote = cli::RemoteChain::create(loop_, url, Secret{environment("SIGNALBOX_API_KEY").value_or("")});
    if (!remote) return std::unexpected(remote.error());
    remote_ = std::move(*remote);
    return {};
}

bool ClientSession::find_server(std::string const& url, Environment const& environment) {
    if (!connect(url, environment)) return false;
    if (cli::run_on(loop_, remote_->answers(probe_time, cancellation_))) return true;
    remote_.reset();
    return false;
}

Result<void> ClientSession::build(ConfigSource const& source) {
    auto config = read_config(source);
    if (!config) return std::unexpected(config.error());
    config->workers = 1;
    if (auto const& address = config->ollama_address; !address.empty()) {
        auto const models = cli::run_on(loop_, list_ollama_models(loop_, address, probe_time, cancellation_));
        if (models) (void)add_ollama(*config, address, *models);
    }
    add_kept_lists(*config);
    auto engine = Engine::create(std::move(*config));
    if (!engine) return std::unexpected(engine.error());
    engine_ = std::move(*engine);
    auto& orchestrator = engine_->worker(0).orchestrator;
    local_.emplace(orchestrator, models_json(orchestrator.snapshot()->registry));
    return {};
}

}  // namespace signalbox::app
