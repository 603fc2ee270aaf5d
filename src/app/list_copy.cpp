#include "app/list_copy.hpp"

#include "app/replace_file.hpp"
#include "wire/openrouter_models.hpp"

#include <filesystem>
#include <fstream>

namespace signalbox::app {

namespace {

constexpr std::size_t max_copy = 16 << 20;

std::unexpected<Error> not_read(std::string const& path, std::string const& why) {
    return fail(Errc::provider_protocol, path + ": " + why);
}

}  // namespace

Result<std::optional<std::vector<ListedModel>>> read_list_copy(std::string const& path) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return std::optional<std::vector<ListedModel>>{};
    if (!std::filesystem::is_regular_file(path, ec)) return not_read(path, "is no file");
    std::ifstream file{path, std::ios::binary};
    std::string text(max_copy + 1, '\0');  // one more tells that it is too large
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || text.empty()) return not_read(path, "cannot be read");
    if (text.size() > max_copy) return not_read(path, "is too large");
    wire::JsonReader reader;
    auto page = wire::read_openrouter_models(text, reader);
    if (!page) return not_read(path, page.error().detail);
    return std::optional{std::move(page->models)};
}

Result<void> write_list_copy(std::string const& path, std::span<ListedModel const> models) {
    std::string text;
    wire::append_openrouter_models(text, models);
    text.push_back('\n');
    return replace_file(path, text);
}

}  // namespace signalbox::app
