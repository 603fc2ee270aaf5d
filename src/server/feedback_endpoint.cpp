#include "pipeline/run_outcomes.hpp"
#include "server/endpoints.hpp"
#include "wire/feedback_request.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

namespace {

std::unexpected<Error> unknown_run(std::string_view param) {
    return fail(Errc::not_found,
                "no run with this id can be rated: it is unknown here, more than 24 hours old, of another key, or it "
                "named its model and was not routed",
                std::string{param});
}

Result<Rating> rating_of(wire::FeedbackRequest const& request) {
    if (!request.preferred_over) return Rating{.score = request.score};
    auto const other = read_run_id(*request.preferred_over);
    if (!other) return unknown_run("preferredOver");
    return Rating{.preferred_over = other};
}

Result<FeedbackEffect> rate(Exchange& exchange, wire::FeedbackRequest const& request) {
    auto* const outcomes = exchange.services.shared.outcomes;
    if (outcomes == nullptr) return fail(Errc::not_found, "nothing is learned here: learning.enabled is false");
    auto const run = read_run_id(request.request_id);
    if (!run) return unknown_run("requestId");
    auto rating = rating_of(request);
    if (!rating) return std::unexpected{std::move(rating.error())};
    auto effect = outcomes->rate({.run = *run,
                                  .rating = *rating,
                                  .key = exchange.key ? std::string_view{exchange.key->key.id} : std::string_view{}},
                                 exchange.services.loop.now());
    if (!effect && effect.error().code == Errc::not_found) return unknown_run(effect.error().param);
    return effect;
}

}  // namespace

Task<Response> post_feedback(Exchange& exchange) {
    auto const request = wire::read_feedback(exchange.body, exchange.services.json);
    if (!request) co_return error_response(request.error());
    auto effect = rate(exchange, *request);
    if (!effect) co_return error_response(std::move(effect.error()));
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.member("requestId", request->request_id);
    json.member("status", name(*effect));
    json.end_object();
    co_return response;
}

}  // namespace signalbox::server
