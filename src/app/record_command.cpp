#include "app/record_command.hpp"

#include "app/record_csv.hpp"
#include "cli/commands.hpp"
#include "cli/progress_bar.hpp"
#include "cli/table.hpp"
#include "server/decision_json.hpp"
#include "storage/record_file.hpp"
#include "storage/record_queries.hpp"
#include "wire/iso_time.hpp"

#include <fmt/format.h>

namespace signalbox::app {

namespace {

using cli::ExitCode;
using storage::Database;

constexpr std::size_t rows_at_once = 1'000;

Result<void> read_time(std::optional<std::string> const& text, char const* option, std::optional<std::int64_t>& into) {
    if (!text) return {};
    into = wire::read_iso_time(*text);
    if (into) return {};
    return fail(
        Errc::invalid_value,
        std::string{option} + ": expected a time in UTC such as 2026-11-25T13:05:00Z, or a day such as 2026-11-25",
        option);
}

Result<RecordQuery> query_of(RecordArguments const& arguments) {
    RecordQuery query{.limit = rows_at_once};
    if (auto read = read_time(arguments.since, "--since", query.since); !read) return std::unexpected(read.error());
    if (auto read = read_time(arguments.until, "--until", query.until); !read) return std::unexpected(read.error());
    return query;
}

void append_line(std::string& out, RoutingRecord const& record, bool csv) {
    if (csv) return append_record_csv(out, record);
    wire::JsonWriter json{out};
    server::write(json, record);
    out.push_back('\n');
}

Result<void> write_all(Database& database, RecordQuery query, bool csv, cli::Terminal& terminal) {
    auto const sums = storage::sum_records(database, query, {});
    if (!sums) return std::unexpected(sums.error());
    auto const all = static_cast<std::size_t>(sums->all.runs);
    cli::ProgressBar bar{terminal};
    if (csv) terminal.out(record_csv_heading);
    std::size_t done = 0;
    do {
        auto const page = storage::find_records(database, query, {});
        if (!page) return std::unexpected(page.error());
        std::string text;
        for (auto const& record : page->records) append_line(text, record, csv);
        terminal.out(text);
        done += page->records.size();
        bar.show("exporting records", std::min(done, all), all);
        query.before = page->next;
    } while (query.before);
    return {};
}

std::string number_text(std::optional<double> number, int digits) {
    return number ? fmt::format("{:.{}f}", *number, digits) : "-";
}

void add_row(cli::Table& table, std::string what, RecordSums const& sums) {
    auto const percent = [&](std::int64_t part) {
        return sums.runs == 0
                   ? std::string{"-"}
                   : fmt::format("{:.1f}%", 100.0 * static_cast<double>(part) / static_cast<double>(sums.runs));
    };
    table.add({std::move(what), std::to_string(sums.runs), percent(sums.answered), percent(sums.retried),
               percent(sums.cached), number_text(sums.score, 1), fmt::format("{:.6f}", sums.cost.dollars()),
               fmt::format("{:.6f}", (sums.strongest_cost - sums.compared_cost).dollars()),
               number_text(sums.first_token_ms, 0), number_text(sums.total_ms, 0)});
}

std::string stats_text(RecordAnalytics const& analytics, cli::Terminal const& terminal) {
    using enum cli::Table::Align;
    cli::Table table{{{""},
                      {"RUNS", right},
                      {"ANSWERED", right},
                      {"RETRIED", right},
                      {"CACHED", right},
                      {"SCORE", right},
                      {"COST $", right},
                      {"SAVED $", right},
                      {"FIRST ms", right},
                      {"TOTAL ms", right}}};
    add_row(table, "all", analytics.all);
    for (auto const& row : analytics.by_model) add_row(table, row.name, row);
    for (auto const& row : analytics.by_category) add_row(table, row.name, row);
    for (auto const& row : analytics.by_complexity) add_row(table, "complexity " + row.name, row);
    return table.text(terminal);
}

}  // namespace

ExitCode export_records(std::string const& path, RecordArguments const& arguments, cli::Terminal& terminal) {
    auto const query = query_of(arguments);
    if (!query) return cli::report(query.error(), false, terminal);
    auto database = storage::open_records_to_read(path);
    if (!database) return cli::report(database.error(), false, terminal);
    auto const written = write_all(*database, *query, arguments.format == "csv", terminal);
    return written ? ExitCode::ok : cli::report(written.error(), false, terminal);
}

ExitCode show_record_stats(std::string const& path, RecordArguments const& arguments, bool json,
                           cli::Terminal& terminal) {
    auto const query = query_of(arguments);
    if (!query) return cli::report(query.error(), json, terminal);
    auto database = storage::open_records_to_read(path);
    if (!database) return cli::report(database.error(), json, terminal);
    auto const analytics = storage::sum_records(*database, *query, {});
    if (!analytics) return cli::report(analytics.error(), json, terminal);
    std::string text;
    if (json) {
        wire::JsonWriter out{text};
        server::write(out, *analytics);
        text.push_back('\n');
    } else {
        text = stats_text(*analytics, terminal);
    }
    terminal.out(text);
    return ExitCode::ok;
}

}  // namespace signalbox::app
