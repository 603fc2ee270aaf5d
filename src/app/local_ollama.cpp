#include "app/local_ollama.hpp"

#include "net/http_client.hpp"
#include "routing/model_registry.hpp"
#include "wire/ollama_answer.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

constexpr std::string_view provider_name = "ollama";
constexpr std::string_view usual_port = ":11434";
constexpr std::size_t max_list = 1 << 20;
// Ollama cuts longer prompts in silence unless a request says how long it may be: the router keeps to this, and
// the provider asks for it.
constexpr std::int64_t found_window = 8192;

bool has_port(std::string_view host) {
    auto const colon = host.rfind(':');
    auto const bracket = host.rfind(']');
    if (colon == std::string_view::npos) return false;
    return bracket == std::string_view::npos || colon > bracket;
}

ModelCard found_model(std::string const& name) {
    ModelCard card;
    card.provider = provider_name;
    card.upstream_name = name;
    card.id = card.provider + "/" + name;
    card.price.offer({}, Origin::provider_list);
    card.context_window.offer(found_window, Origin::provider_list);
    return card;
}

}  // namespace

std::string ollama_address(Environment const& environment) {
    auto host = environment("OLLAMA_HOST").value_or("127.0.0.1");
    while (host.ends_with('/')) host.pop_back();
    std::string scheme = "http://";
    if (auto const end = host.find("://"); end != std::string::npos) {
        scheme = host.substr(0, end + 3);
        host.erase(0, end + 3);
    }
    if (!has_port(host) && scheme == "http://") host += usual_port;
    if (host.starts_with("0.0.0.0:")) host.replace(0, 7, "127.0.0.1");
    if (host.starts_with("[::]:")) host.replace(0, 4, "[::1]");
    return scheme + host;
}

Task<Result<std::vector<std::string>>> list_ollama_models(net::Loop& loop, std::string address, Duration limit,
                                                          Cancellation& cancellation) {
    auto url = net::parse_url(address);
    if (!url) co_return std::unexpected{url.error()};
    net::HttpClient client{loop, std::move(url->origin), {.resolve = limit, .connect = limit}};
    auto const until = loop.now() + limit;
    auto const target = url->path + "/api/tags";
    net::HttpCall const call{.method = "GET",
                             .target = target,
                             .head_fields = "Accept: application/json\r\n",
                             .body = {},
                             .head_deadline = until};
    auto exchange = co_await client.send(call, cancellation);
    if (!exchange) co_return std::unexpected{exchange.error()};
    if ((*exchange)->head().status != 200) co_return fail(Errc::provider_protocol, "no Ollama answers there");
    auto const body = co_await (*exchange)->read_all(max_list, until, cancellation);
    if (!body) co_return std::unexpected{body.error()};
    wire::JsonReader reader;
    co_return wire::read_ollama_models(*body, reader);
}

bool add_ollama(Config& config, std::string const& address, std::vector<std::string> const& models) {
    if (models.empty()) return false;
    if (config.demo_only()) {
        config.providers.clear();
        config.models.clear();
    }
    if (std::ranges::find(config.providers, provider_name, &ProviderConfig::name) != config.providers.end())
        return false;
    config.providers.push_back({.name = std::string{provider_name}, .type = ProviderType::ollama, .base_url = address});
    ModelRegistry const registry{config.models};
    for (auto const& name : models) {
        auto card = found_model(name);
        if (registry.find(card.id) == nullptr) config.models.push_back(std::move(card));
    }
    return true;
}

}  // namespace signalbox::app
