#pragma once

#include "core/error.hpp"
#include "pipeline/routing_record.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Which records somebody wants, newest first.
struct RecordQuery {
    std::optional<std::string> party{};  // the id of an API key, empty: records of nobody's. Absent: everybody's
    std::optional<RunId> id{};
    std::optional<std::string> model{};  // that answered
    std::optional<Category> category{};
    std::optional<RunFate> fate{};
    std::optional<bool> cached{};
    std::optional<std::int64_t> since{};   // milliseconds since 1970, included
    std::optional<std::int64_t> until{};   // excluded
    std::optional<std::int64_t> before{};  // only records with lower numbers
    std::size_t limit = 50;
};

struct RecordPage {
    std::vector<RoutingRecord> records;
    std::optional<std::int64_t> next;  // for RecordQuery::before; absent: these were the last ones
};

// Sums over records of one kind.
struct RecordSums {
    std::string name;  // of the model, the category or the complexity; empty: of all
    std::int64_t runs = 0;
    std::int64_t answered = 0;
    std::int64_t failed = 0;
    std::int64_t cancelled = 0;
    std::int64_t cached = 0;
    std::int64_t retried = 0;  // runs with a retry
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::int64_t priced = 0;  // runs of known cost
    MicroUsd cost;            // of those
    // Of the routed runs where both figures are known.
    std::int64_t compared = 0;
    MicroUsd compared_cost;
    MicroUsd strongest_cost;
    std::optional<double> score;
    std::optional<double> first_token_ms;
    std::optional<double> total_ms;
    std::optional<double> feedback;  // 0-1, of those that were rated
};

struct RecordAnalytics {
    RecordSums all;
    std::vector<RecordSums> by_model;
    std::vector<RecordSums> by_category;
    std::vector<RecordSums> by_complexity;
};

// What became of the records so far.
struct RecordCounts {
    std::uint64_t written = 0;
    std::uint64_t dropped = 0;  // the queue was full, or the disk failed to the end
    std::uint64_t commits = 0;
    std::uint64_t failed_commits = 0;
    std::uint64_t expired = 0;
    double commit_seconds = 0;  // all commits together
    std::size_t waiting = 0;    // for the disk
};

// The kept records, for readers.
//
// Threads: asked from any thread; `then` is called once, on a thread of the log's own, soon or when the log ends.
// Errors: overloaded when too many wait, or when the answer took too long to find; internal when the file cannot be
// read.
class DecisionLog {
public:
    virtual ~DecisionLog() = default;
    virtual void find(RecordQuery query, std::function<void(Result<RecordPage>)> then) = 0;
    // Reads party, since and until of the query.
    virtual void sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then) = 0;
    [[nodiscard]] virtual RecordCounts counts() const = 0;
};

}  // namespace signalbox
