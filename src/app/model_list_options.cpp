#include "app/model_list_options.hpp"

#include "core/keyed_hash.hpp"

#include <algorithm>
#include <cstdio>

namespace signalbox::app {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::string_view no_copy = "none";

bool is_openrouter(std::string const& base_url) {
    auto const url = net::parse_url(base_url);
    return url && (url->origin.host == "openrouter.ai" || url->origin.host.ends_with(".openrouter.ai"));
}

// Of those that may stand in every file name; what two names share after that, the hash behind tells apart.
std::string file_name(ProviderConfig const& provider) {
    auto name = provider.name.substr(0, 64);
    std::ranges::replace_if(
        name, [](unsigned char c) { return c >= 0x80 || (std::isalnum(c) == 0 && c != '-' && c != '_'); }, '_');
    KeyedHash hash{{}};  // no secret: it only tells providers apart
    hash.update(provider.name.size());
    hash.update(provider.name);
    hash.update(provider.base_url);
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash.finish()[0]));
    return "models-" + name + "-" + digits + ".json";
}

// Only absolute folders: where a relative one is depends on who starts us.
std::string cache_folder(Environment const& environment) {
    if (auto const cache = environment("XDG_CACHE_HOME"); cache && cache->starts_with('/')) return *cache;
    if (auto const home = environment("HOME"); home && home->starts_with('/')) return *home + "/.cache";
    return {};
}

}  // namespace

ModelListOptions model_list_options(Reader const& section, ProviderConfig const& provider) {
    ModelListOptions options;
    bool const possible = provider.type == ProviderType::openai;
    if (possible && is_openrouter(provider.base_url)) options.format = ModelListFormat::openrouter;
    section["format"].into(options.format);
    section["every"].into(options.every, {seconds{1}, hours{24 * 7}});
    section["add"].into(options.add);
    section["copy"].into(options.copy);
    if (options.format != ModelListFormat::none) {
        if (!possible) section["format"].refuse("only a provider of type openai can have such a list");
        return options;
    }
    for (auto const key : {"every", "add", "copy"}) {
        section[key].refuse("there is no list to read; set model_list.format to openrouter");
    }
    return options;
}

void settle_list_copy(ProviderConfig& provider, Environment const& environment) {
    auto& copy = provider.model_list.copy;
    if (copy == no_copy) return copy.clear();
    if (provider.model_list.format == ModelListFormat::none || !copy.empty()) return;
    auto const folder = cache_folder(environment);
    if (!folder.empty()) copy = folder + "/signalbox/" + file_name(provider);
}

}  // namespace signalbox::app
