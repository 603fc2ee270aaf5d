#include "server/decision_query.hpp"

#include "server/query_parameters.hpp"
#include "wire/iso_time.hpp"

#include <charconv>
#include <limits>

namespace signalbox::server {

namespace {

constexpr std::size_t max_limit = 200;

std::unexpected<Error> bad(std::string_view name, std::string detail) {
    return fail(Errc::invalid_value, std::move(detail), std::string{name});
}

Result<std::int64_t> number_of(std::string_view name, std::string_view value, std::int64_t most, std::string detail) {
    std::int64_t number = 0;
    auto const* const end = value.data() + value.size();
    auto const [stop, error] = std::from_chars(value.data(), end, number);
    if (error == std::errc{} && stop == end && number >= 1 && number <= most) return number;
    return bad(name, std::move(detail));
}

template <class E>
Result<void> read_name(std::string_view param, std::string_view value, std::optional<E>& into) {
    into = from_name<E>(value);
    if (into) return {};
    std::string known;
    for (auto const name : enum_names(E{})) known.append(known.empty() ? "" : ", ").append(name);
    return bad(param, "expected one of " + known);
}

Result<void> read_time(std::string_view name, std::string_view value, std::optional<std::int64_t>& into) {
    into = wire::read_iso_time(value);
    if (into) return {};
    return bad(name, "expected a time in UTC such as 2026-11-25T13:05:00Z, or a day such as 2026-11-25");
}

Result<void> read_page(std::string_view name, std::string_view value, RecordQuery& query) {
    if (name == "limit") {
        auto const limit = number_of(name, value, max_limit, "expected a number from 1 to 200");
        if (!limit) return std::unexpected(limit.error());
        query.limit = static_cast<std::size_t>(*limit);
        return {};
    }
    auto const before = number_of(name, value, std::numeric_limits<std::int64_t>::max(),
                                  "expected the nextCursor of an earlier answer; leave it out for the first page");
    if (!before) return std::unexpected(before.error());
    query.before = *before;
    return {};
}

// A filter that is there without a value filters nothing: forms send such.
Result<void> read_filter(std::string_view name, std::string const& value, RecordQuery& query) {
    bool const page = name == "limit" || name == "cursor";
    bool const known = page || name == "model" || name == "category" || name == "outcome" || name == "cached" ||
                       name == "since" || name == "until";
    if (!known) {
        return bad(name, "the parameters here are limit, cursor, model, category, outcome, cached, since and until");
    }
    if (value.empty()) return {};
    if (page) return read_page(name, value, query);
    if (name == "category") return read_name(name, value, query.category);
    if (name == "outcome") return read_name(name, value, query.fate);
    if (name == "since") return read_time(name, value, query.since);
    if (name == "until") return read_time(name, value, query.until);
    if (name == "model") {
        query.model = value;
        return {};
    }
    if (value != "true" && value != "false") return bad(name, "expected true or false");
    query.cached = value == "true";
    return {};
}

Result<void> check_times(RecordQuery const& query) {
    if (!query.since || !query.until || *query.since < *query.until) return {};
    return bad("until", "must be later than since");
}

RecordQuery of_caller(Exchange const& exchange) {
    RecordQuery query;
    if (exchange.key != nullptr && !exchange.key->key.scopes.has(Scope::admin)) query.party = exchange.key->key.id;
    return query;
}

}  // namespace

Result<RecordQuery> read_decision_query(Exchange const& exchange) {
    auto const parameters = read_query_parameters(exchange.head.query);
    if (!parameters) return std::unexpected(parameters.error());
    auto query = of_caller(exchange);
    for (auto const& [name, value] : *parameters) {
        if (auto read = read_filter(name, value, query); !read) return std::unexpected(std::move(read.error()));
    }
    if (auto checked = check_times(query); !checked) return std::unexpected(std::move(checked.error()));
    // An alias stands for its model.
    if (query.model && exchange.snapshot()->registry.find(*query.model) != nullptr) {
        query.model = exchange.snapshot()->registry.find(*query.model)->id;
    }
    return query;
}

Result<RecordQuery> read_analytics_query(Exchange const& exchange) {
    auto const parameters = read_query_parameters(exchange.head.query);
    if (!parameters) return std::unexpected(parameters.error());
    auto query = of_caller(exchange);
    for (auto const& [name, value] : *parameters) {
        if (name != "since" && name != "until") return bad(name, "the parameters here are since and until");
        if (auto read = read_filter(name, value, query); !read) return std::unexpected(std::move(read.error()));
    }
    if (auto checked = check_times(query); !checked) return std::unexpected(std::move(checked.error()));
    return query;
}

Result<RecordQuery> query_of_run(Exchange const& exchange, std::string_view id) {
    if (!exchange.head.query.empty())
        return bad(exchange.head.query.substr(0, exchange.head.query.find('=')), "no parameters are taken here");
    auto query = of_caller(exchange);
    query.id = read_run_id(id);
    if (!query.id) return fail(Errc::not_found, "no record has this id");
    query.limit = 1;
    return query;
}

}  // namespace signalbox::server
