#include "providers/demo_models.hpp"

#include <array>
#include <string>

namespace signalbox {

namespace {

struct Row {
    std::string_view name;
    Tier tier;
    double quality;
    Price price;
    double tokens_per_second;
};

constexpr std::array<Row, 3> rows{{
    {"small", Tier::cheap, 0.35, {{100'000}, {400'000}}, 120},
    {"medium", Tier::mid, 0.65, {{1'000'000}, {4'000'000}}, 80},
    {"large", Tier::expensive, 0.95, {{5'000'000}, {20'000'000}}, 50},
}};

ModelCard card_of(Row const& row) {
    constexpr auto said = Origin::config;
    ModelCard card;
    card.provider = demo_provider_name;
    card.upstream_name = row.name;
    card.id = card.provider + "/" + card.upstream_name;
    card.tier = {row.tier, said};
    card.quality = {row.quality, said};
    card.price = {row.price, said};
    card.context_window = {32'768, said};
    card.max_output = {4'096, said};
    card.tokens_per_second = {row.tokens_per_second, said};
    card.tools = {false, said};
    card.json_mode = {true, said};
    card.vision = {false, said};
    card.strengths = {{}, said};
    return card;
}

}  // namespace

std::vector<ModelCard> demo_models() {
    std::vector<ModelCard> cards;
    cards.reserve(rows.size());
    for (auto const& row : rows) cards.push_back(card_of(row));
    return cards;
}

}  // namespace signalbox
