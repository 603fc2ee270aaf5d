#include "analysis/features.hpp"

#include "analysis/lexicon.hpp"
#include "analysis/scanner.hpp"

#include <limits>

namespace signalbox {

namespace {

template <class Counter>
void raise(Counter& counter, unsigned by) {
    constexpr unsigned top = std::numeric_limits<Counter>::max();
    counter = static_cast<Counter>(counter + by < top ? counter + by : top);
}

bool is_question(std::string_view text) {
    auto const last = text.find_last_not_of(" \t\r\n\"')");
    if (last == std::string_view::npos) return false;
    return text[last] == '?' || text.substr(0, last + 1).ends_with("？");
}

}  // namespace

void Features::read(Turn const& turn) {
    gram_count_ = 0;
    slots_.fill(0);
    counts_.fill(0);
    signals_.fill({});
    bytes = turn.bytes;
    bytes_read = turn.head.size() + turn.tail.size();
    tokens = 0;
    clipped = turn.clipped();
    asked_unit = LengthUnit::none;
    asked_amount = 0;
    body_words = 0;
    ends_asking = is_question(turn.tail.empty() ? turn.head : turn.tail);

    Scanner head{*this, turn.head, 0};
    if (!turn.head.empty()) head.run();
    if (turn.tail.empty()) {
        head.close();
    } else {
        Scanner tail{*this, turn.tail, turn.bytes - turn.tail.size()};
        tail.run();
        tail.close();
    }
    if (bytes_read != 0) tokens *= static_cast<double>(bytes) / static_cast<double>(bytes_read);
    if (count(Count::options) == 0) body_words = count(Count::words);
    count_signals();
}

void Features::add(std::uint32_t hash, bool edge) {
    auto at = (hash * 2654435769U) >> 19;  // the top 13 bits of a multiplicative hash
    static_assert(slots == 1U << (32 - 19));
    while (slots_[at] != 0 && grams_[slots_[at] - 1U].hash != hash) at = (at + 1) % slots;
    if (slots_[at] == 0) {
        if (gram_count_ == max_grams) {
            clipped = true;
            return;
        }
        grams_[gram_count_] = {.hash = hash};
        slots_[at] = static_cast<std::uint16_t>(++gram_count_);
    }
    auto& gram = grams_[slots_[at] - 1U];
    raise(gram.count, 1);
    if (edge) raise(gram.edge, 1);
}

void Features::count_signals() {
    for (auto const& gram : grams()) {
        auto const signal = find_signal(gram.hash);
        if (!signal) continue;
        auto& hits = signals_[static_cast<std::size_t>(*signal)];
        raise(hits.all, gram.count);
        raise(hits.edge, gram.edge);
    }
}

}  // namespace signalbox
