#include "server/caller.hpp"

#include "routing/router.hpp"
#include "telemetry/tracer.hpp"
#include "wire/trace_context.hpp"

namespace signalbox::server {

namespace {

Result<void> check_model(std::string const& model, std::string_view param, Snapshot const& view, Snapshot const& all) {
    if (view.registry.find(model) != nullptr || all.registry.find(model) == nullptr) return {};
    return fail(Errc::forbidden, "this key may not use the model '" + model + "'; GET /v1/models lists those it may",
                std::string{param});
}

// A run whose spans are recorded gives each call a parent of its own; any other passes its client's on.
void take_trace(ChainContext& context, Exchange const& exchange) {
    auto const* tracer = exchange.services.shared.tracer;
    if (tracer == nullptr) {
        if (!exchange.head.traceparent.empty()) context.trace = wire::trace_lines(exchange.head);
        return;
    }
    auto const parent = wire::trace_parent(exchange.head);
    auto& ids = exchange.services.ids;
    auto const fresh = (std::uint64_t{ids.bits()} << 32U) | ids.bits();
    context.span = tracer->begin(parent, exchange.request_id, fresh);
    if (!parent) return;
    context.trace = context.span.recorded() ? wire::trace_state_line(exchange.head) : wire::trace_lines(exchange.head);
}

}  // namespace

Result<void> claim(ChainContext& context, Exchange const& exchange) {
    context.request_id = exchange.request_id;
    take_trace(context, exchange);
    if (exchange.key == nullptr) return {};
    context.tenant = exchange.key->key.tenant;
    if (exchange.key->key.models.empty()) return {};
    auto const& view = *exchange.snapshot();
    auto const& all = *exchange.services.orchestrator.snapshot();
    if (!is_routing_name(context.model)) {
        if (auto may = check_model(context.model, "model", view, all); !may) return may;
    }
    for (auto const& model : context.options.allowed_models) {
        if (auto may = check_model(model, "options.allowedModels", view, all); !may) return may;
    }
    for (auto const& model : context.options.ensemble_models) {
        if (auto may = check_model(model, "options.ensemble.models", view, all); !may) return may;
    }
    return {};
}

}  // namespace signalbox::server
