#include "routing/router.hpp"
#include "server/caller.hpp"
#include "server/decision_reply.hpp"
#include "server/endpoints.hpp"
#include "wire/api_request.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

constexpr std::int64_t most_records = 10'000;
// So many routes are made between two turns of the loop: some milliseconds.
constexpr std::size_t records_at_once = 200;

struct Warmed {
    std::size_t requests = 0;
    std::size_t added = 0;  // routes that were not there before
    void count(Result<Decision> const& decision) {
        if (!decision) return;  // nobody who could serve it now
        ++requests;
        if (!decision->cache_hit && !decision->plan->degraded) ++added;
    }
};

Response told(Warmed const& warmed) {
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.member("requests", warmed.requests);
    json.member("added", warmed.added);
    json.end_object();
    return response;
}

// How many records to go by; absent: the body is a request of its own. Errors: invalid_json, invalid_value.
Result<std::optional<std::int64_t>> records_wanted(std::string_view body, wire::JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return std::unexpected(document.error());
    simdjson::dom::object object;
    simdjson::dom::element count;
    if (document->get(object) != simdjson::SUCCESS) return std::optional<std::int64_t>{};  // said when it is read
    if (object.at_key("fromRecords").get(count) != simdjson::SUCCESS) return std::optional<std::int64_t>{};
    for (auto const [name, value] : object) {
        if (name != "fromRecords") return wire::Place{.name = name}.refuse("cannot stand beside fromRecords");
    }
    auto const wanted = wire::read_integer(count, {.name = "fromRecords"}, 1, most_records);
    if (!wanted) return std::unexpected(wanted.error());
    return std::optional{*wanted};
}

ChainContext context_of(RoutingRecord const& record) {
    ChainContext context;
    context.model = "auto";
    context.needs_tools = record.needs_tools;
    context.needs_json = record.needs_json;
    context.needs_vision = record.needs_vision;
    context.options.quality = record.quality;
    return context;
}

Task<Response> warm_from_records(Exchange& exchange, std::int64_t wanted) {
    if (exchange.services.shared.decisions == nullptr) co_return error_response(records_off());
    Warmed warmed;
    RecordQuery query{.limit = records_at_once};
    for (auto left = static_cast<std::size_t>(wanted); left > 0;) {
        query.limit = std::min(left, records_at_once);
        auto page = co_await find_decisions(exchange.services, query);
        if (!page) co_return error_response(std::move(page.error()));
        for (auto const& record : page->records) {
            if (record.direct) continue;  // its model was named: there was nothing to route
            auto context = context_of(record);
            if (auto claimed = claim(context, exchange); !claimed) co_return error_response(claimed.error());
            warmed.count(exchange.services.orchestrator.warm(context, record.analysis, exchange.snapshot().get()));
        }
        if (!page->next) break;
        left -= page->records.size();
        query.before = page->next;
    }
    co_return told(warmed);
}

}  // namespace

// Makes routes that will be wanted, so that the first who asks finds them. No model is called.
Task<Response> post_cache_warm(Exchange& exchange) {
    auto const wanted = records_wanted(exchange.body, exchange.services.json);
    if (!wanted) co_return error_response(wanted.error());
    if (*wanted) co_return co_await warm_from_records(exchange, **wanted);
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());
    if (!is_routing_name(context->model)) {
        co_return error_response(
            {Errc::invalid_value, "expected auto: a request that names its model is not routed", "model", {}});
    }
    if (auto claimed = claim(*context, exchange); !claimed) co_return error_response(claimed.error());
    auto const decision = exchange.services.orchestrator.warm(*context, exchange.snapshot().get());
    if (!decision) co_return error_response(decision.error());
    Warmed warmed;
    warmed.count(decision);
    co_return told(warmed);
}

}  // namespace signalbox::server
