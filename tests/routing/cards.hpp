#pragma once

#include "routing/model_registry.hpp"

#include <string>

namespace signalbox {

// A model whose facts are all known, under a name that tells nothing. Prices in US dollars per million tokens.
inline ModelCard card(std::string id, double quality, std::int64_t input, std::int64_t output) {
    ModelCard model;
    model.id = "p/" + id;
    model.upstream_name = std::move(id);
    model.provider = "p";
    model.quality.offer(quality, Origin::config);
    model.price.offer({.input = {input * 1'000'000}, .output = {output * 1'000'000}}, Origin::config);
    model.context_window.offer(100'000, Origin::config);
    model.max_output.offer(8'000, Origin::config);
    model.tools.offer(true, Origin::config);
    model.json_mode.offer(true, Origin::config);
    model.vision.offer(true, Origin::config);
    return model;
}

// A model of which nothing but its name is known.
inline ModelCard stranger(std::string id) {
    ModelCard model;
    model.id = "p/" + id;
    model.upstream_name = std::move(id);
    model.provider = "p";
    return model;
}

}  // namespace signalbox
