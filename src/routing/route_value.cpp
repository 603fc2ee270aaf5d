#include "routing/route_value.hpp"

#include "core/packed_bytes.hpp"

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

std::string sealed(std::string payload, What what, ValuePlace place, KeyedHash::Key secret) {
    auto const seal = seal_of(payload, what, place, secret);
    BytePacker end{payload};
    end.put(seal[0]);
    end.put(seal[1]);
    return payload;
}

std::optional<std::string_view> opened(std::string_view bytes, What what, ValuePlace place, KeyedHash::Key secret) {
    if (bytes.size() < seal_size || bytes.size() > largest) return std::nullopt;
    auto const payload = bytes.substr(0, bytes.size() - seal_size);
    ByteUnpacker end{bytes.substr(payload.size())};
    auto const seal = seal_of(payload, what, place, secret);
    auto const differs = (end.take<std::uint64_t>() ^ seal[0]) | (end.take<std::uint64_t>() ^ seal[1]);
    if (differs != 0) return std::nullopt;
    return payload;
}

// Absent costs are -1: none is below 0.
void write_cost(BytePacker& value, std::optional<MicroUsd> cost) { value.put(cost ? cost->count : std::int64_t{-1}); }

std::optional<MicroUsd> read_cost(ByteUnpacker& value) {
    auto const count = value.take<std::int64_t>();
    if (count < 0) return std::nullopt;
    return MicroUsd{count};
}

bool write_texts(BytePacker& value, std::vector<std::string> const& texts) {
    if (texts.size() > std::numeric_limits<std::uint8_t>::max()) return false;
    value.put(static_cast<std::uint8_t>(texts.size()));
    for (auto const& text : texts) value.put_text(text);
    return true;
}

bool fits(std::string const& text) { return text.size() <= std::numeric_limits<std::uint16_t>::max(); }

void write_candidate(BytePacker& value, Candidate const& candidate) {
    value.put_text(candidate.model);
    value.put_text(candidate.dropped);
    value.put(candidate.quality);
    write_cost(value, candidate.cost);
    value.put(candidate.price_term);
    value.put(candidate.speed_term);
    value.put(candidate.utility);
}

Candidate read_candidate(ByteUnpacker& value) {
    Candidate candidate;
    candidate.model = value.take_text();
    candidate.dropped = value.take_text();
    candidate.quality = value.take<double>();
    candidate.cost = read_cost(value);
    candidate.price_term = value.take<double>();
    candidate.speed_term = value.take<double>();
    candidate.utility = value.take<double>();
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
    std::string payload;
    BytePacker value{payload};
    value.put_text(plan.primary);
    if (!write_texts(value, plan.fallbacks)) return std::nullopt;
    write_cost(value, plan.estimated_cost);
    value.put(static_cast<std::uint8_t>((plan.should_validate ? 1U : 0U) | (plan.fast_path ? 2U : 0U)));
    value.put_text(plan.reasoning);
    value.put(static_cast<std::uint8_t>(plan.candidates.size()));
    for (auto const& candidate : plan.candidates) {
        if (!fits(candidate.model) || !fits(candidate.dropped)) return std::nullopt;
        write_candidate(value, candidate);
    }
    if (payload.size() + seal_size > largest) return std::nullopt;
    return sealed(std::move(payload), What::plan, place, secret);
}

std::shared_ptr<RoutingPlan> open_plan(std::string_view bytes, ValuePlace place, KeyedHash::Key secret) {
    auto const payload = opened(bytes, What::plan, place, secret);
    return payload ? plan_from(*payload, place.epoch) : nullptr;
}

std::shared_ptr<RoutingPlan> plan_from(std::string_view payload, std::uint64_t epoch) {
    ByteUnpacker value{payload};
    auto plan = std::make_shared<RoutingPlan>();
    plan->primary = value.take_text();
    plan->fallbacks.resize(value.take<std::uint8_t>());
    for (auto& fallback : plan->fallbacks) fallback = value.take_text();
    plan->estimated_cost = read_cost(value);
    auto const flags = value.take<std::uint8_t>();
    plan->should_validate = (flags & 1U) != 0;
    plan->fast_path = (flags & 2U) != 0;
    plan->reasoning = value.take_text();
    plan->candidates.resize(value.take<std::uint8_t>());
    for (auto& candidate : plan->candidates) candidate = read_candidate(value);
    plan->epoch = epoch;

    bool const good = value.good() && value.at_end() && flags <= 3 && std::ranges::all_of(plan->candidates, is_sane);
    return good ? plan : nullptr;
}

bool names_only(RoutingPlan const& plan, ModelRegistry const& registry) {
    auto const known = [&](std::string const& model) { return is_known(model, registry); };
    return known(plan.primary) && std::ranges::all_of(plan.fallbacks, known) &&
           std::ranges::all_of(plan.candidates, known, &Candidate::model);
}

std::string seal_analysis(AnalysisResult const& analysis, ValuePlace place, KeyedHash::Key secret) {
    std::string payload;
    BytePacker value{payload};
    value.put(static_cast<std::uint8_t>(analysis.complexity));
    value.put(static_cast<std::uint8_t>(analysis.category));
    value.put(analysis.capabilities.bits);
    value.put(static_cast<std::uint8_t>(analysis.inherited));
    value.put(analysis.input_tokens.count);
    value.put(analysis.output_tokens.count);
    value.put(analysis.difficulty);
    value.put(analysis.need);
    value.put(analysis.confidence);
    return sealed(std::move(payload), What::analysis, place, secret);
}

std::optional<AnalysisResult> open_analysis(std::string_view bytes, ValuePlace place, KeyedHash::Key secret) {
    auto const payload = opened(bytes, What::analysis, place, secret);
    return payload ? analysis_from(*payload) : std::nullopt;
}

std::optional<AnalysisResult> analysis_from(std::string_view payload) {
    ByteUnpacker value{payload};
    AnalysisResult analysis;
    analysis.complexity = value.take<std::uint8_t>();
    auto const category = value.take<std::uint8_t>();
    auto const capabilities = value.take<std::uint8_t>();
    auto const inherited = value.take<std::uint8_t>();
    analysis.input_tokens = {value.take<std::int64_t>()};
    analysis.output_tokens = {value.take<std::int64_t>()};
    analysis.difficulty = value.take<double>();
    analysis.need = value.take<double>();
    analysis.confidence = value.take<double>();

    auto const is_size = [](Tokens tokens) { return tokens.count >= 0 && tokens.count <= most_tokens; };
    bool const good = value.good() && value.at_end() && analysis.complexity >= 1 && analysis.complexity <= 10 &&
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
