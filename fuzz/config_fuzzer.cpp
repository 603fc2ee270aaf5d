// Any text is either a configuration or refused with a place; nothing crashes, hangs or leaks a key.
#include "app/config.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::string_view key = "sk-fuzzed-secret";
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const environment = [key](std::string_view name) {
        return name == "KEY" ? std::optional<std::string>{key} : std::nullopt;
    };
    auto const config = signalbox::app::parse_config(text, "f.yaml", environment);
    if (config) return 0;
    auto const& detail = config.error().detail;
    if (!detail.starts_with("f.yaml:")) std::abort();
    // What the text itself spells out may be quoted; what came from the environment may not.
    if (text.find(key) == std::string_view::npos && detail.find(key) != std::string::npos) std::abort();
    return 0;
}
