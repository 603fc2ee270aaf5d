#include "storage/record_queries.hpp"

#include "pipeline/run_end.hpp"
#include "storage/record_rows.hpp"

#include <array>
#include <bit>

namespace signalbox::storage {

namespace {

constexpr std::size_t most_groups = 100;

// The conditions of a query, and the values that belong to their question marks.
class Where {
public:
    Where(RecordQuery const& query, KeyedHash::Key const& secret) {
        // The index has no records of nobody: SQLite must see that none are asked for.
        bool const somebody = query.party && !query.party->empty();
        if (somebody) add("party <> 0 AND party = ?", std::bit_cast<std::int64_t>(party_of(*query.party, secret)));
        if (query.party && !somebody) add("party = ?", std::int64_t{0});
        if (query.since) add("at >= ?", *query.since);
        if (query.until) add("at < ?", *query.until);
    }
    // `times`: as often as the value stands in the condition.
    void add(std::string_view condition, std::int64_t value, int times = 1) {
        append(condition).number = value;
        for (; times > 1; --times) values_.push_back({.number = value});
    }
    void add(std::string_view condition, std::string text) { append(condition).text = std::move(text); }

    [[nodiscard]] std::string const& sql() const { return sql_; }
    void bind(Statement& statement) const {
        for (int place = 1; auto const& value : values_) {
            value.text ? statement.bind(place, std::string_view{*value.text}) : statement.bind(place, value.number);
            ++place;
        }
    }

private:
    struct Value {
        std::int64_t number = 0;
        std::optional<std::string> text{};
    };
    Value& append(std::string_view condition) {
        sql_ += values_.empty() ? " WHERE " : " AND ";
        sql_ += condition;
        return values_.emplace_back();
    }
    std::string sql_;
    std::vector<Value> values_;
};

// What RecordSums holds, in its order, after the group's name.
constexpr std::string_view sums =
    "count(*), sum(outcome = 'answered'), sum(outcome = 'failed'), sum(outcome = 'cancelled'), sum(cached), "
    "sum(retries > 0), sum(prompt_tokens), sum(completion_tokens), count(cost), sum(cost), "
    "sum(cost IS NOT NULL AND strongest_cost IS NOT NULL), "
    "sum(CASE WHEN strongest_cost IS NOT NULL THEN cost END), "
    "sum(CASE WHEN cost IS NOT NULL THEN strongest_cost END), avg(score), avg(first_token_ms), avg(total_ms), "
    "avg(feedback)";

std::optional<double> maybe_real(Statement const& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.real(column)};
}

RecordSums read_sums(Statement const& row) {
    return {.name = row.text(0),
            .runs = row.integer(1),
            .answered = row.integer(2),
            .failed = row.integer(3),
            .cancelled = row.integer(4),
            .cached = row.integer(5),
            .retried = row.integer(6),
            .prompt_tokens = row.integer(7),
            .completion_tokens = row.integer(8),
            .priced = row.integer(9),
            .cost = {row.integer(10)},
            .compared = row.integer(11),
            .compared_cost = {row.integer(12)},
            .strongest_cost = {row.integer(13)},
            .score = maybe_real(row, 14),
            .first_token_ms = maybe_real(row, 15),
            .total_ms = maybe_real(row, 16),
            .feedback = maybe_real(row, 17)};
}

// `group`: a column; empty: all records together.
Result<std::vector<RecordSums>> grouped(Database& database, Where const& where, std::string const& group) {
    auto sql = "SELECT " + (group.empty() ? "''" : group) + ", " + std::string{sums} + " FROM decisions" + where.sql();
    if (!group.empty()) sql += " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT " + std::to_string(most_groups);
    auto statement = database.prepare(sql);
    if (!statement) return std::unexpected(std::move(statement.error()));
    where.bind(*statement);
    std::vector<RecordSums> found;
    for (;;) {
        auto const row = statement->step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return found;
        found.push_back(read_sums(*statement));
    }
}

Where conditions(RecordQuery const& query, KeyedHash::Key const& secret) {
    Where where{query, secret};
    if (query.id) where.add("id = ?", id_text(*query.id));
    if (query.model) where.add("model = ?", *query.model);
    if (query.category) where.add("category = ?", std::string{name(*query.category)});
    if (query.fate) where.add("outcome = ?", std::string{name(*query.fate)});
    if (query.cached) where.add("cached = ?", std::int64_t{*query.cached});
    if (query.before) where.add("(at, number) < ((SELECT at FROM decisions WHERE number = ?), ?)", *query.before, 2);
    return where;
}

}  // namespace

Result<RecordPage> find_records(Database& database, RecordQuery const& query, KeyedHash::Key const& secret) {
    auto const where = conditions(query, secret);
    // One more than asked for tells whether there is a next page. By time, so that an index gives the order and nothing
    // is sorted; the number tells records of one millisecond apart.
    auto statement = database.prepare("SELECT " + record_columns() + " FROM decisions" + where.sql() +
                                      " ORDER BY at DESC, number DESC LIMIT " + std::to_string(query.limit + 1));
    if (!statement) return std::unexpected(std::move(statement.error()));
    where.bind(*statement);
    RecordPage page;
    for (;;) {
        auto const row = statement->step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return page;
        if (page.records.size() == query.limit) break;
        page.records.push_back(read_row(*statement));
    }
    if (!page.records.empty()) page.next = page.records.back().number;
    return page;
}

Result<RecordAnalytics> sum_records(Database& database, RecordQuery const& query, KeyedHash::Key const& secret) {
    Where const where{query, secret};
    RecordAnalytics found;
    auto all = grouped(database, where, "");
    if (!all) return std::unexpected(std::move(all.error()));
    found.all = std::move(all->front());
    struct Part {
        char const* column;
        std::vector<RecordSums>& into;
    };
    for (auto const& [column, into] : {Part{"model", found.by_model}, Part{"category", found.by_category},
                                       Part{"complexity", found.by_complexity}}) {
        auto sums_of = grouped(database, where, column);
        if (!sums_of) return std::unexpected(std::move(sums_of.error()));
        into = std::move(*sums_of);
    }
    return found;
}

}  // namespace signalbox::storage
