#include "analysis/second_analysis.hpp"
#include "core/difficulty.hpp"
#include "core/json_finder.hpp"
#include "core/whole_text.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace signalbox {

namespace {

constexpr std::size_t longest_reply = 64UL * 1024;
constexpr std::size_t most_objects = 32;
constexpr std::size_t longest_reasoning = 300;
constexpr double most_output_tokens = 1'000'000;
constexpr std::string_view model_said = "a model looked at it";

using Object = simdjson::dom::object;
using Element = simdjson::dom::element;

// A member that is not there, or null.
bool left_out(Object const& object, std::string_view key, Element& found) {
    return object.at_key(key).get(found) != simdjson::SUCCESS || found.is_null();
}

std::optional<double> number_in(Object const& object, std::string_view key, double least, double most) {
    Element element;
    double value = 0;
    if (left_out(object, key, element) || !element.is_number() || element.get(value) != simdjson::SUCCESS) return {};
    return value >= least && value <= most ? std::optional{value} : std::nullopt;
}

std::optional<Category> category_in(Object const& object) {
    std::string_view text;
    if (object.at_key("category").get(text) != simdjson::SUCCESS) return std::nullopt;
    return from_name<Category>(text);
}

// False when there is a member "capabilities" that is no list of their names.
bool read_capabilities(Object const& object, ChainContext const& context, Capabilities& capabilities) {
    Element element;
    if (left_out(object, "capabilities", element)) return true;
    simdjson::dom::array list;
    if (element.get(list) != simdjson::SUCCESS) return false;
    capabilities = {};
    for (auto const item : list) {
        std::string_view text;
        if (item.get(text) != simdjson::SUCCESS) return false;
        auto const capability = from_name<Capability>(text);
        if (!capability) return false;
        capabilities.add(*capability);
    }
    if (context.needs_tools) capabilities.add(Capability::tool_use);
    return true;
}

// False when there is an estimate that is none.
bool read_output(Object const& object, Tokens& output) {
    Element element;
    if (left_out(object, "estimatedOutputTokens", element)) return true;
    auto const tokens = number_in(object, "estimatedOutputTokens", 1, most_output_tokens);
    if (tokens) output = {static_cast<std::int64_t>(*tokens)};
    return tokens.has_value();
}

std::string reasoning_in(Object const& object) {
    std::string_view text;
    if (object.at_key("reasoning").get(text) != simdjson::SUCCESS) return {};
    std::string line{whole_prefix(text, longest_reasoning)};
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return line;
}

std::optional<SecondAnalysis> analysis_in(Object const& object, ChainContext const& context,
                                          AnalysisResult const& first) {
    auto const complexity = number_in(object, "complexity", 1, 10);
    auto const category = category_in(object);
    auto const confidence = number_in(object, "confidence", 0, 1);
    if (!complexity || !category || !confidence) return std::nullopt;

    SecondAnalysis second{.analysis = first, .reasoning = reasoning_in(object)};
    auto& analysis = second.analysis;
    if (!read_capabilities(object, context, analysis.capabilities)) return std::nullopt;
    if (!read_output(object, analysis.output_tokens)) return std::nullopt;
    analysis.complexity = static_cast<int>(std::lround(*complexity));
    // Of equal complexity, the finer figures are kept.
    if (analysis.complexity != first.complexity) {
        analysis.difficulty = difficulty_of(analysis.complexity);
        analysis.need = (analysis.complexity - 1) / 9.0;
    }
    analysis.category = *category;
    analysis.confidence = *confidence;
    analysis.reasons = {model_said};
    analysis.inherited = false;
    analysis.reviewed = true;
    return second;
}

bool agree(AnalysisResult const& one, AnalysisResult const& other) {
    return one.complexity == other.complexity && one.category == other.category;
}

}  // namespace

std::expected<SecondAnalysis, std::string_view> read_analysis(std::string_view reply, ChainContext const& context,
                                                              AnalysisResult const& first) {
    if (reply.size() > longest_reply) return std::unexpected("its reply is too long");
    simdjson::dom::parser parser;
    std::optional<SecondAnalysis> read;
    std::size_t tries = 0;
    for (auto rest = reply; !rest.empty() && tries < most_objects; ++tries) {
        auto const text = next_json_object(rest);
        Object object;
        if (text.empty() || parser.parse(simdjson::padded_string(text)).get(object) != simdjson::SUCCESS) continue;
        auto found = analysis_in(object, context, first);
        if (!found) continue;
        if (read && !agree(read->analysis, found->analysis)) return std::unexpected("its reply contradicts itself");
        read = std::move(found);
    }
    if (!read) return std::unexpected("its reply has no readable analysis");
    return *std::move(read);
}

}  // namespace signalbox
