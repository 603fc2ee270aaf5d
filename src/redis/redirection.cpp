#include "redis/redirection.hpp"

#include "redis/cluster_slot.hpp"

#include <charconv>

namespace signalbox::redis {

namespace {

std::optional<unsigned> number(std::string_view text, unsigned most) {
    unsigned value = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Redirection> read_redirection(std::string_view error) {
    bool const ask = error.starts_with("ASK ");
    if (!ask && !error.starts_with("MOVED ")) return std::nullopt;
    error.remove_prefix(ask ? 4 : 6);
    auto const space = error.find(' ');
    auto const colon = error.rfind(':');
    if (space == std::string_view::npos || colon == std::string_view::npos || colon < space) return std::nullopt;
    auto const slot = number(error.substr(0, space), cluster_slots - 1);
    auto const port = number(error.substr(colon + 1), 65535);
    if (!slot || !port || *port == 0) return std::nullopt;
    auto const host = error.substr(space + 1, colon - space - 1);
    return Redirection{.ask = ask,
                       .slot = static_cast<std::uint16_t>(*slot),
                       .node = {std::string{host}, static_cast<std::uint16_t>(*port)}};
}

}  // namespace signalbox::redis
