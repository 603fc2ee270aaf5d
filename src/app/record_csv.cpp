#include "app/record_csv.hpp"

#include "wire/iso_time.hpp"

#include <fmt/format.h>

namespace signalbox::app {

namespace {

// A field in quotes where it needs them.
std::string field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
    std::string out = "\"";
    for (char const c : text) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

std::string field(std::optional<double> number) { return number ? fmt::format("{}", *number) : std::string{}; }
std::string field(std::optional<MicroUsd> money) { return money ? fmt::format("{}", money->dollars()) : std::string{}; }

}  // namespace

std::string_view const record_csv_heading =
    "id,at,category,complexity,need,primary,model,strategy,cached,direct,outcome,error,score,feedback,retries,cost_usd,"
    "strongest,strongest_cost_usd,prompt_tokens,completion_tokens,first_token_ms,total_ms,arm\n";

void append_record_csv(std::string& out, RoutingRecord const& record) {
    auto const& analysis = record.analysis;
    fmt::format_to(
        std::back_inserter(out), "{:016x}{:016x},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
        record.id[0], record.id[1], wire::iso_time(record.at), name(analysis.category), analysis.complexity,
        analysis.need, field(record.primary), field(record.model), name(record.strategy), record.cached, record.direct,
        name(record.fate), record.error, field(record.score), field(record.feedback), record.retries,
        field(record.cost), field(record.strongest), field(record.strongest_cost), record.prompt_tokens,
        record.completion_tokens, field(record.first_token_ms), record.total_ms, field(record.arm.value_or("")));
}

}  // namespace signalbox::app
