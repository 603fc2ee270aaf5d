#include "core/quality_preset.hpp"
#include "wire/api_request.hpp"
#include "wire/json_field.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;

constexpr double most_dollars = 1e6;
constexpr std::size_t most_models = 256;

template <class E>
Result<E> read_name(Element value, Place const& place) {
    auto const text = read_text(value, place);
    if (!text) return std::unexpected{text.error()};
    if (auto const found = from_name<E>(*text)) return *found;
    std::string expected = "expected";
    for (auto const known : enum_names(E{})) expected.append(" ").append(known);
    return place.refuse(expected);
}

// Stores a value that was read, or hands its error on.
template <class To, class T>
Result<void> store(To& to, Result<T> read) {
    if (!read) return std::unexpected{std::move(read.error())};
    to = *std::move(read);
    return {};
}

Result<MicroUsd> read_dollars(Element value, Place const& place) {
    auto const dollars = read_number(value, place, 0, most_dollars);
    if (!dollars) return std::unexpected{dollars.error()};
    return MicroUsd{std::llround(*dollars * 1e6)};
}

Result<std::vector<std::string>> read_models(Element value, Place const& place) {
    auto const list = read_list(value, place);
    if (!list) return std::unexpected{list.error()};
    std::vector<std::string> models;
    for (auto const element : *list) {
        Place const model_place{.parent = &place, .index = models.size()};
        auto const model = read_text(element, model_place);
        if (!model) return std::unexpected{model.error()};
        if (model->empty()) return model_place.refuse("expected the name of a model");
        if (models.size() == most_models) return place.refuse("expected at most 256 models");
        models.emplace_back(*model);
    }
    return models;
}

// {"mode": "vote", "models": [...], "quorum": 2}
Result<void> read_ensemble(Element value, Place const& place, ChainOptions& options) {
    constexpr std::size_t fewest = 2;
    constexpr std::size_t most = 5;
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    for (auto const [name, member] : *object) {
        Place const at{&place, name};
        if (name == "mode") {
            if (auto read = store(options.ensemble_mode, read_name<EnsembleMode>(member, at)); !read) return read;
        } else if (name == "models") {
            if (auto read = store(options.ensemble_models, read_models(member, at)); !read) return read;
            auto const count = options.ensemble_models.size();
            if (count < fewest || count > most) return at.refuse("expected two to five models");
        } else if (name == "quorum") {
            auto const quorum = read_integer(member, at, 1, static_cast<std::int64_t>(most));
            if (!quorum) return std::unexpected{quorum.error()};
            options.ensemble_quorum = static_cast<int>(*quorum);
        } else {
            return at.refuse("is unknown");
        }
    }
    auto const& models = options.ensemble_models;
    if (!models.empty() && options.ensemble_quorum.value_or(1) > std::ssize(models)) {
        return Place{&place, "quorum"}.refuse("expected at most as many as there are models");
    }
    return {};
}

Result<double> read_quality(Element value, Place const& place) {
    std::string_view word;
    if (value.get(word) != simdjson::SUCCESS) return read_number(value, place, 0, 1);
    if (auto const preset = preset_quality(word)) return *preset;
    return place.refuse("expected a number from 0 to 1, cheap, balanced or best");
}

struct Reading {
    ChainOptions options;
    bool* events = nullptr;  // where the member `events` goes; null: it is unknown
    bool ensemble = false;   // the member `ensemble` was there
};

using Reader = Result<void> (*)(Element, Place const&, Reading&);

constexpr std::array<std::pair<std::string_view, Reader>, 10> readers{{
    {"strategy",
     [](Element v, Place const& p, Reading& r) { return store(r.options.strategy, read_name<Strategy>(v, p)); }},
    {"ensemble",
     [](Element v, Place const& p, Reading& r) {
         r.ensemble = true;
         return read_ensemble(v, p, r.options);
     }},
    {"validate", [](Element v, Place const& p, Reading& r) { return store(r.options.validate, read_truth(v, p)); }},
    {"maxRetries",
     [](Element v, Place const& p, Reading& r) {
         auto const count = read_integer(v, p, 0, 5);
         if (count) r.options.max_retries = static_cast<int>(*count);
         return count ? Result<void>{} : std::unexpected{count.error()};
     }},
    {"maxCost", [](Element v, Place const& p, Reading& r) { return store(r.options.max_cost, read_dollars(v, p)); }},
    {"quality", [](Element v, Place const& p, Reading& r) { return store(r.options.quality, read_quality(v, p)); }},
    {"allowedModels",
     [](Element v, Place const& p, Reading& r) { return store(r.options.allowed_models, read_models(v, p)); }},
    {"cache", [](Element v, Place const& p, Reading& r) { return store(r.options.cache, read_truth(v, p)); }},
    {"stream",
     [](Element v, Place const& p, Reading& r) { return store(r.options.stream, read_name<StreamPolicy>(v, p)); }},
    {"events",
     [](Element v, Place const& p, Reading& r) {
         return r.events == nullptr ? p.refuse("is unknown") : store(*r.events, read_truth(v, p));
     }},
}};

}  // namespace

Result<ChainOptions> read_options(simdjson::dom::object options, std::string_view path, bool* events) {
    Place const parent{.name = path};
    Reading reading{.events = events};
    for (auto const [name, value] : options) {
        Place const place{&parent, name};
        auto const* const found =
            std::find_if(readers.begin(), readers.end(), [&](auto const& known) { return known.first == name; });
        if (found == readers.end()) return place.refuse("is unknown");
        if (value.is_null()) continue;
        if (auto const read = found->second(value, place, reading); !read) return std::unexpected{read.error()};
    }
    if (reading.ensemble && reading.options.strategy.value_or(Strategy::ensemble) != Strategy::ensemble) {
        return Place{&parent, "ensemble"}.refuse("is for the strategy ensemble alone");
    }
    if (reading.ensemble) reading.options.strategy = Strategy::ensemble;
    return std::move(reading.options);
}

}  // namespace signalbox::wire
