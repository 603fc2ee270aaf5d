#include "server/decision_explanation.hpp"
#include "server/decision_json.hpp"
#include "server/decision_query.hpp"
#include "server/decision_reply.hpp"
#include "server/endpoints.hpp"

namespace signalbox::server {

namespace {

constexpr std::string_view folder = "/api/decisions/";
constexpr std::string_view explain = "/explain";

Task<Result<RecordAnalytics>> sum(Services& services, RecordQuery query) {
    auto const reply = std::make_shared<DecisionReply<RecordAnalytics>>(services.loop);
    services.shared.decisions->sum(std::move(query), handed_over(reply));
    co_await reply->arrived.wait();
    co_return std::move(*reply->result);
}

}  // namespace

Task<Response> get_decisions(Exchange& exchange) {
    if (exchange.services.shared.decisions == nullptr) co_return error_response(records_off());
    auto query = read_decision_query(exchange);
    if (!query) co_return error_response(std::move(query.error()));
    auto page = co_await find_decisions(exchange.services, std::move(*query));
    if (!page) co_return error_response(std::move(page.error()));
    Response response;
    wire::JsonWriter json{response.body};
    write(json, *page);
    co_return response;
}

Task<Response> get_decision(Exchange& exchange) {
    if (exchange.services.shared.decisions == nullptr) co_return error_response(records_off());
    auto id = exchange.head.path.substr(folder.size());
    bool const explained = id.ends_with(explain);
    if (explained) id.remove_suffix(explain.size());
    auto query = query_of_run(exchange, id);
    if (!query) co_return error_response(std::move(query.error()));
    auto page = co_await find_decisions(exchange.services, std::move(*query));
    if (!page) co_return error_response(std::move(page.error()));
    if (page->records.empty()) {
        co_return error_response({Errc::not_found,
                                  "no record has this id: it is unknown here, expired, of another key, or not written "
                                  "yet; records are there some milliseconds after their run",
                                  {},
                                  {}});
    }
    Response response;
    wire::JsonWriter json{response.body};
    if (explained) {
        write_explanation(json, page->records.front(), *exchange.snapshot());
    } else {
        write(json, page->records.front());
    }
    co_return response;
}

Task<Response> get_analytics(Exchange& exchange) {
    if (exchange.services.shared.decisions == nullptr) co_return error_response(records_off());
    auto query = read_analytics_query(exchange);
    if (!query) co_return error_response(std::move(query.error()));
    auto sums = co_await sum(exchange.services, std::move(*query));
    if (!sums) co_return error_response(std::move(sums.error()));
    Response response;
    wire::JsonWriter json{response.body};
    write(json, *sums);
    co_return response;
}

}  // namespace signalbox::server
