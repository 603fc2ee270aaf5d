#include "analysis/lexicon.hpp"

#include "analysis/gram_hash.hpp"
#include "analysis/phrases.hpp"

#include <array>

namespace signalbox {

namespace {

struct Slot {
    std::uint32_t hash = 0;
    std::uint8_t signal_plus_one = 0;  // 0: free
};
constexpr std::size_t slot_count = 4096;
static_assert(phrase_count * 5 < slot_count * 2, "keep most probes at one step");

// Fails to compile when two phrases share a hash, and so when one is listed twice.
consteval void insert(std::array<Slot, slot_count>& slots, std::string_view phrase, Signal signal) {
    auto const hash = gram_hash(phrase);
    auto at = hash % slot_count;
    while (slots[at].signal_plus_one != 0) {
        if (slots[at].hash == hash) throw "phrase listed twice";
        at = (at + 1) % slot_count;
    }
    slots[at] = {hash, static_cast<std::uint8_t>(static_cast<unsigned>(signal) + 1)};
}

constexpr auto lexicon = [] {
    std::array<Slot, slot_count> slots{};
    for (auto const& [signal, text] : phrases) {
        for (auto rest = text; !rest.empty();) {
            auto const end = rest.find('|');
            insert(slots, rest.substr(0, end), signal);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
    }
    return slots;
}();

}  // namespace

std::optional<Signal> find_signal(std::uint32_t gram) {
    for (auto at = gram % slot_count; lexicon[at].signal_plus_one != 0; at = (at + 1) % slot_count) {
        if (lexicon[at].hash == gram) return static_cast<Signal>(lexicon[at].signal_plus_one - 1);
    }
    return std::nullopt;
}

}  // namespace signalbox
