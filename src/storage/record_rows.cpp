#include "storage/record_rows.hpp"

#include <fmt/format.h>

#include <bit>

namespace signalbox::storage {

namespace {

// Both directions go through this list: its order is the one in which they bind and read.
constexpr std::string_view columns =
    "id, at, party, message, message_bytes, prompt_bytes, messages, category, complexity, difficulty, "
    "need, confidence, capabilities, input_estimate, output_estimate, inherited, reviewed, quality, "
    "needs, epoch, weights, primary_model, model, strategy, cached, direct, fast_path, validated, "
    "explored, outcome, error, score, retries, cost, strongest, strongest_cost, prompt_tokens, "
    "completion_tokens, cached_tokens, first_token_ms, total_ms, attempts, candidates, arm, feedback";
constexpr int column_count = 45;

// SQLite has no unsigned integers.
std::int64_t as_signed(std::uint64_t value) { return std::bit_cast<std::int64_t>(value); }
std::uint64_t as_unsigned(std::int64_t value) { return std::bit_cast<std::uint64_t>(value); }

std::int64_t needs_of(RoutingRecord const& record) {
    return (record.needs_tools ? 1 : 0) | (record.needs_json ? 2 : 0) | (record.needs_vision ? 4 : 0);
}

std::optional<std::int64_t> count_of(std::optional<MicroUsd> money) {
    return money ? std::optional{money->count} : std::nullopt;
}

// Binds one column after the other.
class Binder {
public:
    explicit Binder(Statement& statement) : statement_{statement} {}
    void put(std::string_view value) { statement_.bind(++place_, value); }
    void put(double value) { statement_.bind(++place_, value); }
    void put(std::int64_t value) { statement_.bind(++place_, value); }
    void put(int value) { put(std::int64_t{value}); }
    void put(bool value) { put(std::int64_t{value}); }
    template <class T>
    void put(std::optional<T> const& value) {
        value ? put(*value) : statement_.bind_null(++place_);
    }
    void null() { statement_.bind_null(++place_); }

private:
    Statement& statement_;
    int place_ = 0;
};

// Reads one column after the other.
class Columns {
public:
    Columns(Statement const& row, int first) : row_{row}, column_{first} {}
    std::int64_t integer() { return row_.integer(column_++); }
    int small() { return static_cast<int>(integer()); }
    bool truth() { return integer() != 0; }
    double real() { return row_.real(column_++); }
    std::string text() { return row_.text(column_++); }
    std::optional<double> maybe_real() {
        auto const place = column_++;
        return row_.is_null(place) ? std::nullopt : std::optional{row_.real(place)};
    }
    std::optional<MicroUsd> maybe_money() {
        auto const place = column_++;
        return row_.is_null(place) ? std::nullopt : std::optional{MicroUsd{row_.integer(place)}};
    }
    std::optional<std::string> maybe_text() {
        auto const place = column_++;
        return row_.is_null(place) ? std::nullopt : std::optional{row_.text(place)};
    }
    // Names that a newer version wrote count as the first.
    template <class E>
    E named() {
        return from_name<E>(text()).value_or(E{});
    }

private:
    Statement const& row_;
    int column_;
};

void put_question(Binder& row, RoutingRecord const& record) {
    auto const& analysis = record.analysis;
    row.put(record.message_bytes);
    row.put(record.prompt_bytes);
    row.put(record.messages);
    row.put(name(analysis.category));
    row.put(analysis.complexity);
    row.put(analysis.difficulty);
    row.put(analysis.need);
    row.put(analysis.confidence);
    row.put(std::int64_t{analysis.capabilities.bits});
    row.put(analysis.input_tokens.count);
    row.put(analysis.output_tokens.count);
    row.put(analysis.inherited);
    row.put(analysis.reviewed);
    row.put(record.quality);
    row.put(needs_of(record));
    row.put(as_signed(record.epoch));
    row.put(as_signed(record.weights));
}

void put_answer(Binder& row, RoutingRecord const& record) {
    row.put(record.primary);
    row.put(record.model);
    row.put(name(record.strategy));
    row.put(record.cached);
    row.put(record.direct);
    row.put(record.fast_path);
    row.put(record.validated);
    row.put(record.explored);
    row.put(name(record.fate));
    row.put(record.error);
    row.put(record.score);
    row.put(record.retries);
    row.put(count_of(record.cost));
    row.put(record.strongest);
    row.put(count_of(record.strongest_cost));
    row.put(record.prompt_tokens);
    row.put(record.completion_tokens);
    row.put(record.cached_tokens);
    row.put(record.first_token_ms);
    row.put(record.total_ms);
    row.put(record.attempts);
    row.put(record.candidates);
    record.arm ? row.put(*record.arm) : row.null();
    row.put(record.feedback);
}

void read_question(Columns& row, RoutingRecord& record) {
    auto& analysis = record.analysis;
    record.message_bytes = row.integer();
    record.prompt_bytes = row.integer();
    record.messages = row.integer();
    analysis.category = row.named<Category>();
    analysis.complexity = row.small();
    analysis.difficulty = row.real();
    analysis.need = row.real();
    analysis.confidence = row.real();
    analysis.capabilities.bits = static_cast<std::uint8_t>(row.integer());
    analysis.input_tokens = {row.integer()};
    analysis.output_tokens = {row.integer()};
    analysis.inherited = row.truth();
    analysis.reviewed = row.truth();
    record.quality = row.real();
    auto const needs = row.integer();
    record.needs_tools = (needs & 1) != 0;
    record.needs_json = (needs & 2) != 0;
    record.needs_vision = (needs & 4) != 0;
    record.epoch = as_unsigned(row.integer());
    record.weights = as_unsigned(row.integer());
}

void read_answer(Columns& row, RoutingRecord& record) {
    record.primary = row.text();
    record.model = row.text();
    record.strategy = row.named<Strategy>();
    record.cached = row.truth();
    record.direct = row.truth();
    record.fast_path = row.truth();
    record.validated = row.truth();
    record.explored = row.real();
    record.fate = row.named<RunFate>();
    record.error = row.text();
    record.score = row.maybe_real();
    record.retries = row.small();
    record.cost = row.maybe_money();
    record.strongest = row.text();
    record.strongest_cost = row.maybe_money();
    record.prompt_tokens = row.integer();
    record.completion_tokens = row.integer();
    record.cached_tokens = row.integer();
    record.first_token_ms = row.maybe_real();
    record.total_ms = row.real();
    record.attempts = row.text();
    record.candidates = row.text();
    record.arm = row.maybe_text();
    record.feedback = row.maybe_real();
}

}  // namespace

std::string record_columns() { return "number, " + std::string{columns}; }

std::string id_text(RunId const& id) { return fmt::format("{:016x}{:016x}", id[0], id[1]); }

Result<Statement> prepare_insert(Database& database) {
    std::string sql = "INSERT OR IGNORE INTO decisions (" + std::string{columns} + ") VALUES (?";
    for (int i = 1; i < column_count; ++i) sql += ", ?";
    return database.prepare(sql + ")");
}

Result<void> insert(Statement& statement, RoutingRecord const& record) {
    auto const id = id_text(record.id);
    Binder row{statement};
    row.put(std::string_view{id});
    row.put(record.at);
    row.put(as_signed(record.party));
    row.put(as_signed(record.message));
    put_question(row, record);
    put_answer(row, record);
    auto const done = statement.step();
    statement.reset();
    if (!done) return std::unexpected(done.error());
    return {};
}

Result<Statement> prepare_rating(Database& database) {
    return database.prepare("UPDATE decisions SET feedback = ? WHERE id = ?");
}

Result<void> rate(Statement& statement, RunId const& run, std::optional<double> feedback) {
    auto const id = id_text(run);
    statement.bind(1, feedback);
    statement.bind(2, std::string_view{id});
    auto const done = statement.step();
    statement.reset();
    if (!done) return std::unexpected(done.error());
    return {};
}

RoutingRecord read_row(Statement const& statement) {
    RoutingRecord record;
    Columns row{statement, 0};
    record.number = row.integer();
    record.id = read_run_id(row.text()).value_or(RunId{});
    record.at = row.integer();
    record.party = as_unsigned(row.integer());
    record.message = as_unsigned(row.integer());
    read_question(row, record);
    read_answer(row, record);
    return record;
}

}  // namespace signalbox::storage
