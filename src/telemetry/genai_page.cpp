#include "telemetry/genai_page.hpp"

namespace signalbox::telemetry {

namespace {

// What one call of `write` tells of.
struct Place {
    std::string_view operation;
    std::string_view provider;
    std::string_view model;
    GenAiMetrics const& counted;
};

template <class Value>
bool any(BasicHistogram<Value> const& histogram) {
    for (std::size_t place = 0; place <= histogram.bounds().size(); ++place) {
        if (histogram.count(place) > 0) return true;
    }
    return false;
}

void for_each_place(std::deque<ModelMetrics> const& models, Gauges const& gauges, auto const& write) {
    for (auto const& model : models) {
        for (std::size_t i = 0; i < operation_names.size(); ++i) {
            write(Place{operation_names[i], gauges.provider_of(model.id), model.id, model.operations[i]});
        }
    }
}

template <class Value>
void write_tokens(Exposition& page, Place const& place, std::string_view type, BasicHistogram<Value> const& tokens) {
    if (!any(tokens)) return;
    page.histogram({{"gen_ai_operation_name", place.operation},
                    {"gen_ai_provider_name", place.provider},
                    {"gen_ai_request_model", place.model},
                    {"gen_ai_token_type", type}},
                   tokens);
}

void write_times(Exposition& page, Place const& place, Histogram const& times) {
    if (!any(times)) return;
    page.histogram({{"gen_ai_operation_name", place.operation},
                    {"gen_ai_provider_name", place.provider},
                    {"gen_ai_request_model", place.model}},
                   times);
}

}  // namespace

void write_genai(Exposition& page, std::deque<ModelMetrics> const& models, Gauges const& gauges) {
    page.family("gen_ai_client_operation_duration_seconds", "histogram", "How long calls to models took.");
    for_each_place(models, gauges, [&](Place const& place) { write_times(page, place, place.counted.duration); });
    page.family("gen_ai_client_token_usage", "histogram", "Tokens of one call to a model.");
    for_each_place(models, gauges, [&](Place const& place) {
        write_tokens(page, place, "input", place.counted.input);
        write_tokens(page, place, "output", place.counted.output);
    });
    page.family("gen_ai_server_time_to_first_token_seconds", "histogram",
                "From the request to the first token of its answer.");
    for_each_place(models, gauges, [&](Place const& place) { write_times(page, place, place.counted.first_token); });
}

}  // namespace signalbox::telemetry
