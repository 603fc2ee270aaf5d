#include "routing/route_value.hpp"

#include "routing/value_bytes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace signalbox {

namespace {

constexpr std::size_t largest = std::size_t{16} * 1024;
constexpr std::size_t seal_size = 16;
constexpr std::int64_t most_tokens = std::int64_t{1} << 40;

enum class What : std::uint8_t { plan = 'P', analysis = 'A' };

KeyedHash::Digest seal_of(std::string_view payload, What what, ValuePlace place, KeyedHash::Key secret) {
    KeyedHash hash{secret};
    hash.update(static_cast<std::uint64_t>(what));
    hash.update(value_form);
    hash.update(place.key[0]);
    hash.update(place.key[1]);
    hash.update(place.epoch);
    hash.update(payload);
    return hash.finish();
}

std::string sealed(ValueWriter& value, What what, ValuePlace place, KeyedHash::Key secret) {
    auto const seal = seal_of(value.bytes(), what, place, secret);
    value.number(seal[0], 8);
    value.number(seal[1], 8);
    return std::move(value.bytes());
}

std::optional<std::string_view> opened(std::string_view bytes, What what, ValuePlace place, KeyedHash::Key secret) {
    if (bytes.size() < seal_size || bytes.size() > largest) return std::nullopt;
    auto const payload = bytes.substr(0, bytes.size() - seal_size);
    ValueReader end{bytes.substr(payload.size())};
    auto const seal = seal_of(payload, what, place, secret);
    auto const differs = (end.number(8) ^ seal[0]) | (end.number(8) ^ seal[1]);
    if (differs != 0) return std::nullopt;
    return payload;
}

// Absent costs are -1: none is below 0.
void write_cost(ValueWriter& value, std::optional<MicroUsd> cost) {
    value.number(static_cast<std::uint64_t>(cost ? cost->count : -1), 8);
}

std::optional<MicroUsd> read_cost(ValueReader& value) {
    auto const count = static_cast<std::int64_t>(value.number(8));
    if (count < 0) return std::nullopt;
    return MicroUsd{count};
}

bool write_texts(ValueWriter& value, std::vector<std::string> const& texts) {
    if (texts.size() > std::numeric_limits<std::uint8_t>::max()) return false;
    value.number(texts.size(), 1);
    for (auto const& text : texts) value.text(text);
    return true;
}

bool fits(std::string const& text) { return text.size() <= std::numeric_limits<std::uint16_t>::max(); }

void write_candidate(ValueWriter& value, Candidate const& candidate) {
    value.text(candidate.model);
    value.text(candidate.dropped);
    value.real(candidate.quality);
    write_cost(value, candidate.cost);
    value.real(candidate.price_term);
    value.real(candidate.speed_term);
    value.real(candidate.utility);
}

Candidate read_candidate(ValueReader& value) {
    Candidate candidate;
    candidate.model = value.text();
    candidate.dropped = value.text();
    candidate.quality = value.real();
    candidate.cost = read_cost(value);
    candidate.price_term = value.real();
    candidate.speed_term = value.real();
    candidate.utility = value.real();
    return candidate;
}

bool is_known(std::string const& model, ModelRegistry const& registry) {
    auto const* card = registry.find(model);
    return card != nullptr && card->id == model;
}

bool is_sane(Candidate const& candidate) {
    return candidate.quality >= 0 && candidate.quality <= 1 && std::isfinite(candidate.price_term) &&
           std::isfinite(candidate.speed_term) && std::isfinite(candidate.utility);
}

bool is_share(double value) { return value >= 0 && value <= 1; }

}  // namespace

std::optional<std::string> seal_plan(RoutingPlan const& plan, ValuePlace place, KeyedHash::Key secret) {
    // What is not a plain route of the built-in rules is not for others.
    bool const plain = plan.strategy == Strategy::single && plan.team.empty() && plan.explored == 0 && !plan.degraded;
    if (!plain || plan.candidates.size() > std::numeric_limits<std::uint8_t>::max()) return std::nullopt;
    if (!fits(plan.primary) || !fits(plan.reasoning) || !std::ranges::all_of(plan.fallbacks, fits)) return std::nullopt;
    ValueWriter value;
    value.text(plan.primary);
    if (!write_texts(value, plan.fallbacks)) return std::nullopt;
    write_cost(value, plan.estimated_cost);
    value.number((plan.should_validate ? 1U : 0U) | (plan.fast_path ? 2U : 0U), 1);
    value.text(plan.reasoning);
    value.number(plan.candidates.size(), 1);
    for (auto const& candidate : plan.candidates) {
        if (!fits(candidate.model) || !fits(candidate.dropped)) return std::nullopt;
        write_candidate(value, candidate);
    }
    if (value.bytes().size() + seal_size > largest) return std::nullopt;
    return sealed(value, What::plan, place, secret);
}

std::shared_ptr<RoutingPlan> open_plan(std::string_view bytes, ValuePlace place, KeyedHash::Key secret) {
    auto const payload = opened(bytes, What::plan, place, secret);
    return payload ? plan_from(*payload, place.epoch) : nullptr;
}

std::shared_ptr<RoutingPlan> plan_from(std::string_view payload, std::uint64_t epoch) {
    ValueReader value{payload};
    auto plan = std::make_shared<RoutingPlan>();
    plan->primary = value.text();
    plan->fallbacks.resize(value.number(1));
    for (auto& fallback : plan->fallbacks) fallback = value.text();
    plan->estimated_cost = read_cost(value);
    auto const flags = value.number(1);
    plan->should_validate = (flags & 1U) != 0;
    plan->fast_path = (flags & 2U) != 0;
    plan->reasoning = value.text();
    plan->candidates.resize(value.number(1));
    for (auto& candidate : plan->candidates) candidate = read_candidate(value);
    plan->epoch = epoch;

    bool const good = value.done() && flags <= 3 && std::ranges::all_of(plan->candidates, is_sane);
    return good ? plan : nullptr;
}

bool names_only(RoutingPlan const& plan, ModelRegistry const& registry) {
    auto const known = [&](std::string const& model) { return is_known(model, registry); };
    return known(plan.primary) && std::ranges::all_of(plan.fallbacks, known) &&
           std::ranges::all_of(plan.candidates, known, &Candidate::model);
}

std::string seal_analysis(AnalysisResult const& analysis, ValuePlace place, KeyedHash::Key secret) {
    ValueWriter value;
    value.number(static_cast<std::uint64_t>(analysis.complexity), 1);
    value.number(static_cast<std::uint64_t>(analysis.category), 1);
    value.number(analysis.capabilities.bits, 1);
    value.number(analysis.inherited ? 1 : 0, 1);
    value.number(static_cast<std::uint64_t>(analysis.input_tokens.count), 8);
    value.number(static_cast<std::uint64_t>(analysis.output_tokens.count), 8);
    value.real(analysis.difficulty);
    value.real(analysis.need);
    value.real(analysis.confidence);
    return sealed(value, What::analysis, place, secret);
}

std::optional<AnalysisResult> open_analysis(std::string_view bytes, ValuePlace place, KeyedHash::Key secret) {
    auto const payload = opened(bytes, What::analysis, place, secret);
    return payload ? analysis_from(*payload) : std::nullopt;
}

std::optional<AnalysisResult> analysis_from(std::string_view payload) {
    ValueReader value{payload};
    AnalysisResult analysis;
    analysis.complexity = static_cast<int>(value.number(1));
    auto const category = value.number(1);
    auto const capabilities = value.number(1);
    auto const inherited = value.number(1);
    analysis.input_tokens = {static_cast<std::int64_t>(value.number(8))};
    analysis.output_tokens = {static_cast<std::int64_t>(value.number(8))};
    analysis.difficulty = value.real();
    analysis.need = value.real();
    analysis.confidence = value.real();

    auto const is_size = [](Tokens tokens) { return tokens.count >= 0 && tokens.count <= most_tokens; };
    bool const good = value.done() && analysis.complexity >= 1 && analysis.complexity <= 10 &&
                      category < category_names.size() && capabilities < 1U << capability_names.size() &&
                      inherited <= 1 && is_size(analysis.input_tokens) && is_size(analysis.output_tokens) &&
                      is_share(analysis.difficulty) && is_share(analysis.need) && is_share(analysis.confidence);
    if (!good) return std::nullopt;
    analysis.category = static_cast<Category>(category);
    analysis.capabilities.bits = static_cast<std::uint8_t>(capabilities);
    analysis.inherited = inherited == 1;
    return analysis;
}

}  // namespace signalbox
