#include "app/config_checks.hpp"

#include "app/nearest.hpp"
#include "app/scalar.hpp"
#include "net/address_policy.hpp"
#include "providers/head_fields.hpp"
#include "routing/model_registry.hpp"
#include "routing/router.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

namespace signalbox::app {

namespace {

std::string in_quotes(std::string_view text) { return "'" + std::string{text} + "'"; }

// "unknown model 'smal'; did you mean 'small'?"
std::string unknown(std::string_view what, std::string_view name, std::vector<std::string_view> const& known) {
    auto message = "unknown " + std::string{what} + " " + in_quotes(name);
    if (known.empty()) return message + "; none is configured";
    if (auto const meant = nearest(name, known); !meant.empty())
        return message + "; did you mean " + in_quotes(meant) + "?";
    constexpr std::size_t most = 10;
    message += "; known here: ";
    for (std::size_t i = 0; i < std::min(known.size(), most); ++i) message.append(i > 0 ? ", " : "").append(known[i]);
    return known.size() > most ? message + ", ..." : message;
}

// Header names behind which a secret usually stands.
bool names_a_secret(std::string_view header) {
    std::string name{header};
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(std::to_array<std::string_view>({"authorization", "key", "token", "secret", "cookie"}),
                               [&](auto word) { return name.find(word) != std::string::npos; });
}

void check_headers(Reader const& provider) {
    for (auto const& [name, value] : provider["headers"].members()) {
        if (names_a_secret(name) && value.given() && value.raw().find("${") == std::string::npos) {
            value.refuse("a key must not stand in the file; write ${NAME} and set the environment variable NAME");
        }
    }
}

void check_unique(Reader const& value, std::string_view what, std::string const& name,
                  std::unordered_set<std::string>& seen) {
    if (name.empty()) return;  // told already
    if (!seen.insert(name).second) value.refuse(std::string{what} + " " + in_quotes(name) + " is already taken");
}

void check_listed(Reader const& list, ModelRegistry const& registry, std::vector<std::string_view> const& ids) {
    for (auto const& item : list.items()) {
        auto const name = item.raw();
        if (!name.empty() && registry.find(name) == nullptr) item.refuse(unknown("model", name, ids));
    }
}

}  // namespace

std::string address_problem(std::string_view address, bool guarded) {
    auto const literal = net::literal_address(address);
    if (!literal) return "expected an IP address such as 127.0.0.1 or ::1, found " + in_quotes(address);
    if (guarded || net::is_loopback(*literal)) return {};
    return std::string{address} +
           " is not a loopback address: without API keys Signalbox serves this machine only; make a key with "
           "`signalbox keys create`, or use 127.0.0.1 or ::1";
}

void check_address(Reader const& address, server::ServerOptions& options, bool guarded) {
    if (options.address == "localhost") options.address = "127.0.0.1";
    if (auto problem = address_problem(options.address, guarded); !problem.empty()) address.refuse(std::move(problem));
}

void check_origins(Reader const& origins) {
    for (auto const& item : origins.items()) {
        auto const origin = item.raw();
        auto const scheme = origin.starts_with("https://") ? 8U : origin.starts_with("http://") ? 7U : 0U;
        if (scheme == 0 || origin.size() == scheme || origin.find('/', scheme) != std::string::npos) {
            item.refuse("expected an origin such as https://chat.example.org, found " + in_quotes(origin));
        }
    }
}

void settle_timeouts(Reader const& chain, ChainPolicy& policy) {
    auto const timeouts = chain["timeouts"];
    auto& [connect, first_token, gap, total] = policy.timeouts;
    bool const deadline_set = chain["deadline"].given();
    bool total_set = timeouts["total"].given();
    auto const too_long = [](Reader const& value, std::string_view outer, Duration limit) {
        value.refuse("longer than " + std::string{outer} + " (" + duration_text(limit) + ")");
    };

    std::array<std::pair<std::string_view, Duration*>, 3> const inner{
        {{"connect", &connect}, {"first_token", &first_token}, {"gap", &gap}}};
    for (auto const& [key, value] : inner) {
        auto const reader = timeouts[key];
        if (!reader.given()) continue;
        if (timeouts["total"].given() && *value > total) too_long(reader, "chain.timeouts.total", total);
        if (deadline_set && *value > policy.deadline) too_long(reader, "chain.deadline", policy.deadline);
        if (!timeouts["total"].given()) total = std::max(total, *value);
        total_set = true;
    }
    if (timeouts["total"].given() && deadline_set && total > policy.deadline) {
        too_long(timeouts["total"], "chain.deadline", policy.deadline);
    }
    if (total_set && !deadline_set) policy.deadline = std::max(policy.deadline, total);
    total = std::min(total, policy.deadline);
    for (auto const& [key, value] : inner) *value = std::min(*value, total);
}

void settle_cooldowns(Reader const& breaker, HealthOptions& options) {
    if (options.cooldown <= options.max_cooldown) return;
    if (breaker["max_cooldown"].given() && breaker["cooldown"].given()) {
        breaker["cooldown"].refuse("longer than chain.breaker.max_cooldown (" + duration_text(options.max_cooldown) +
                                   ")");
    }
    if (breaker["cooldown"].given()) {
        options.max_cooldown = options.cooldown;
    } else {
        options.cooldown = options.max_cooldown;
    }
}

void settle_ensemble(Reader const& ensemble, EnsemblePolicy& policy) {
    auto const count = policy.models.size();
    bool const listed = ensemble["models"].given();
    if (listed && (count < EnsemblePolicy::fewest || count > EnsemblePolicy::most)) {
        ensemble["models"].refuse("expected two to five models");
    }
    if (listed && ensemble["size"].given()) ensemble["size"].refuse("the list of models says how many there are");
    if (listed) policy.size = static_cast<int>(count);
    if (policy.quorum <= policy.size) return;
    if (ensemble["quorum"].given()) ensemble["quorum"].refuse("more than there are models");
    policy.quorum = policy.size;
}

void settle_analyzer(Reader const& analyzer, ChainPolicy const& chain, AnalyzerPolicy& policy) {
    if (policy.model == "none") policy.model.clear();
    bool const meant = analyzer["timeout"].given() || analyzer["below_confidence"].given();
    if (meant && !analyzer["model"].given()) {
        analyzer.refuse("names no model; add model: ID, the model that shall look at requests");
    }
    if (policy.timeout <= chain.deadline) return;
    if (analyzer["timeout"].given()) {
        analyzer["timeout"].refuse("longer than chain.deadline (" + duration_text(chain.deadline) + ")");
    }
    policy.timeout = chain.deadline;
}

void check_provider(Reader const& provider, ProviderConfig const& config) {
    if (config.type == ProviderType::demo) {
        for (auto const key : {"base_url", "api_key", "headers"}) provider[key].refuse("a demo provider has none");
        return;
    }
    check_headers(provider);
    if (!config.base_url.empty()) {
        if (auto const url = net::parse_url(config.base_url); !url) provider["base_url"].refuse(url.error().detail);
    }
    if (auto const fields = head_fields(config.api_key, config.headers); !fields) {
        provider[fields.error().param == "headers" ? "headers" : "api_key"].refuse(fields.error().detail);
    }
}

void check_names(Reader const& file, Config const& config) {
    std::unordered_set<std::string> providers;
    for (auto const& item : file["providers"].items())
        check_unique(item["name"], "name", item["name"].raw(), providers);

    std::unordered_set<std::string> models;
    for (auto const& item : file["models"].items()) {
        check_unique(item["id"], "id", item["id"].raw(), models);
        if (is_routing_name(item["id"].raw())) item["id"].refuse(in_quotes(item["id"].raw()) + " is a routing name");
    }
    for (auto const& item : file["models"].items()) {
        for (auto const& alias : item["aliases"].items()) {
            check_unique(alias, "name", alias.raw(), models);
            if (is_routing_name(alias.raw())) alias.refuse(in_quotes(alias.raw()) + " is a routing name");
        }
    }
    if (!config.providers.empty() && config.models.empty())
        file["providers"].refuse("no models: list them under 'models'");
}

void check_references(Reader const& file, Config const& config) {
    std::vector<std::string_view> providers;
    for (auto const& provider : config.providers) providers.push_back(provider.name);
    for (auto const& item : file["models"].items()) {
        auto const name = item["provider"].raw();
        if (name.empty() || std::ranges::find(providers, name) != providers.end()) continue;
        item["provider"].refuse(unknown("provider", name, providers));
    }

    ModelRegistry const registry{config.models};
    std::vector<std::string_view> ids;
    for (auto const& model : config.models) ids.push_back(model.id);
    check_listed(file["routing"]["allowed_models"], registry, ids);
    check_listed(file["routing"]["denied_models"], registry, ids);
    check_listed(file["chain"]["ensemble"]["models"], registry, ids);
    auto const& writer = config.chain.ensemble.synthesizer;
    if (!writer.empty() && registry.find(writer) == nullptr) {
        file["chain"]["ensemble"]["synthesizer"].refuse(unknown("model", writer, ids));
    }
    auto const& usual = config.routing.default_model;
    if (!usual.empty() && registry.find(usual) == nullptr) {
        file["routing"]["default_model"].refuse(unknown("model", usual, ids));
    }
    if (config.learning.auto_disable && usual.empty()) {
        file["learning"]["auto_disable"].refuse("needs routing.default_model: the model to fall back to");
    }
    auto const& judge = config.chain.judge_model;
    if (!judge.empty() && judge != "none" && registry.find(judge) == nullptr) {
        file["chain"]["judge"].refuse(unknown("model", judge, ids));
    }
    auto const& analyzer = config.chain.analyzer;
    if (analyzer.on() && registry.find(analyzer.model) == nullptr) {
        file["analyzer"]["model"].refuse(unknown("model", analyzer.model, ids));
    }
}

}  // namespace signalbox::app
