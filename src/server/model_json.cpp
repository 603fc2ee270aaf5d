#include "server/model_json.hpp"

namespace signalbox::server {

namespace {

void write_value(wire::JsonWriter& json, Tier tier) { json.value(name(tier)); }
void write_value(wire::JsonWriter& json, double number) { json.value(number); }
void write_value(wire::JsonWriter& json, std::int64_t number) { json.value(number); }
void write_value(wire::JsonWriter& json, bool truth) { json.value(truth); }

void write_value(wire::JsonWriter& json, Price const& price) {
    json.begin_object();
    json.member("input", price.input.dollars());
    json.member("output", price.output.dollars());
    json.end_object();
}

void write_value(wire::JsonWriter& json, std::vector<Category> const& categories) {
    json.begin_array();
    for (auto const category : categories) json.value(name(category));
    json.end_array();
}

template <class T>
void write_fact(wire::JsonWriter& json, std::string_view title, Fact<T> const& fact) {
    json.key(title);
    json.begin_object();
    json.key("value");
    if (fact.known()) {
        write_value(json, fact.value);
    } else {
        json.null();
    }
    json.member("origin", name(fact.origin));
    json.end_object();
}

void write_availability(wire::JsonWriter& json, std::optional<Absence> const& absence) {
    json.member("available", !absence);
    if (!absence) return;
    json.key("leftAlone");
    json.begin_object();
    json.member("reason", absence->rate_limited ? "rate_limited" : "failures");
    json.member("ms", std::chrono::ceil<milliseconds>(absence->left).count());
    json.end_object();
}

}  // namespace

void write_model(wire::JsonWriter& json, ModelCard const& card, ModelHealth const& health) {
    json.begin_object();
    json.member("id", card.id);
    json.member("provider", card.provider);
    write_availability(json, health.absence(card.id));
    json.key("aliases");
    json.begin_array();
    for (auto const& alias : card.aliases) json.value(alias);
    json.end_array();
    write_fact(json, "tier", card.tier);
    write_fact(json, "quality", card.quality);
    write_fact(json, "price", card.price);
    write_fact(json, "contextWindow", card.context_window);
    write_fact(json, "maxOutput", card.max_output);
    write_fact(json, "tokensPerSecond", card.tokens_per_second);
    write_fact(json, "tools", card.tools);
    write_fact(json, "jsonMode", card.json_mode);
    write_fact(json, "vision", card.vision);
    write_fact(json, "chat", card.chat);
    write_fact(json, "strengths", card.strengths);
    json.end_object();
}

void write_listed_model(wire::JsonWriter& json, Surface surface, std::string_view id, std::string_view owner) {
    json.begin_object();
    if (surface == Surface::messages) {
        json.member("type", "model");
        json.member("id", id);
        json.member("display_name", id);
        json.member("created_at", "1970-01-01T00:00:00Z");
        return json.end_object();
    }
    json.member("id", id);
    json.member("object", "model");
    json.member("created", 0);
    json.member("owned_by", owner);
    json.end_object();
}

}  // namespace signalbox::server
