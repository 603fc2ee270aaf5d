#include "app/check_config.hpp"

#include "cli/exit_code.hpp"

#include <algorithm>
#include <ostream>

namespace signalbox::app {

namespace {

std::string provider_text(ProviderConfig const& provider, std::vector<ModelCard> const& models) {
    auto const count = std::ranges::count(models, provider.name, &ModelCard::provider);
    auto text = "  " + provider.name + ": " + std::to_string(count) + (count == 1 ? " model" : " models");
    if (!provider.base_url.empty()) text += ", " + provider.base_url;
    if (provider.type != ProviderType::demo) text += provider.api_key.empty() ? ", no key" : ", with a key";
    return text + "\n";
}

}  // namespace

int check_config(ConfigSource const& source, std::ostream& out, std::ostream& err) {
    auto const config = load_config(source);
    if (!config) {
        err << config.error().detail << std::endl;
        return static_cast<int>(cli::ExitCode::configuration);
    }
    out << config->source << ": ok\n";
    for (auto const& provider : config->providers) out << provider_text(provider, config->models);
    auto const& access = config->access;
    if (access.guarded()) out << "  API keys: " << access.keys.size() + access.file_keys.size() << "\n";
    out << "  listens on " << config->server.address << ", port " << config->server.port << std::endl;
    return static_cast<int>(cli::ExitCode::ok);
}

}  // namespace signalbox::app
