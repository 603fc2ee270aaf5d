#include "cli/commands.hpp"
#include "cli/figures.hpp"
#include "cli/json_fields.hpp"
#include "cli/remote_chain.hpp"
#include "cli/table.hpp"
#include "wire/json_document.hpp"

#include <cmath>

namespace signalbox::cli {

namespace {

using simdjson::dom::element;

std::string count(element stats, std::string_view key) { return std::to_string(count_at(stats, key)); }

std::string stats_text(element stats, Terminal const& terminal) {
    auto const rate = std::lround(number_at(stats, "hitRate").value_or(0) * 100);
    auto text = count(stats, "size") + " of " + count(stats, "capacity") + " routes, " + count(stats, "totalHits") +
                " hits, " + count(stats, "totalMisses") + " misses (" + std::to_string(rate) + "% hits), " +
                count(stats, "evictions") + " evicted, " + count(stats, "expirations") + " expired\n";
    text += "analyses: " + count(stats, "analysisHits") + " hits, " + count(stats, "analysisMisses") + " misses\n";

    using enum Table::Align;
    Table table{{{"ROUTE"}, {"MODEL"}, {"HITS", right}, {"AGE", right}}};
    bool any = false;
    for_each_in(stats, "entries", [&](element entry) {
        any = true;
        table.add({text_at(entry, "key"), text_at(entry, "model"), count(entry, "hits"),
                   time_text(static_cast<double>(count_at(entry, "ageMs")))});
    });
    return any ? text + table.text(terminal) : text;
}

}  // namespace

Task<ExitCode> show_cache(RemoteChain& server, bool json, Terminal& terminal, Cancellation& cancellation) {
    auto const answer = co_await server.cache_stats(cancellation);
    if (!answer) co_return report(answer.error(), json, terminal);
    if (json) {
        terminal.out(*answer + "\n");
        co_return ExitCode::ok;
    }
    wire::JsonReader reader;
    auto const stats = reader.parse(*answer);
    if (!stats)
        co_return report({Errc::provider_protocol, "the server's answer is no statistics", "server", {}}, json,
                         terminal);
    terminal.out(stats_text(*stats, terminal));
    co_return ExitCode::ok;
}

Task<ExitCode> clear_cache(RemoteChain& server, bool json, Terminal& terminal, Cancellation& cancellation) {
    auto const answer = co_await server.clear_cache(cancellation);
    if (!answer) co_return report(answer.error(), json, terminal);
    wire::JsonReader reader;
    auto const document = reader.parse(*answer);
    auto const cleared = document ? count_at(*document, "cleared") : 0;
    terminal.out(json ? *answer + "\n"
                      : std::to_string(cleared) + (cleared == 1 ? " route forgotten\n" : " routes forgotten\n"));
    co_return ExitCode::ok;
}

}  // namespace signalbox::cli
