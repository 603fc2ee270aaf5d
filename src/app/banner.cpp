#include "app/banner.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

std::string model_list(std::vector<ModelCard> const& models) {
    constexpr std::size_t most = 8;
    std::string list;
    for (std::size_t i = 0; i < std::min(models.size(), most); ++i) list.append(i > 0 ? ", " : "").append(models[i].id);
    if (models.size() > most) list += " and " + std::to_string(models.size() - most) + " more";
    return list;
}

}  // namespace

std::string banner(Config const& config, std::uint16_t port) {
    auto const& address = config.server.address;
    bool const v6 = address.find(':') != std::string::npos;
    auto const url = "http://" + (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);

    std::string text = "Signalbox is listening on " + url + "\n";
    text += "Models (from " + config.source + "): " + model_list(config.models) + "\n";
    if (config.demo_only()) {
        text +=
            "These are built-in demo models, no real ones. Set a key such as OPENAI_API_KEY, or write a "
            "signalbox.yaml, "
            "and start again.\n";
    }
    auto const key = config.access.guarded() ? " -H 'authorization: Bearer KEY'" : "";
    text += "Try: curl -sN " + url + "/api/stream/orchestration" + key +
            " -H 'content-type: application/json' -d '{\"content\": \"Write a sorting "
            "algorithm\"}'\n";
    return text;
}

}  // namespace signalbox::app
