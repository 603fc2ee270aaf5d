#include "json_lines.hpp"

#include "core/recent_turns.hpp"

#include <memory>

namespace signalbox::training {

Done for_each_object(std::string const& path,
                     std::function<Done(simdjson::dom::object const&, std::size_t)> const& take) {
    auto const lines = read_lines(path);
    if (!lines) return std::unexpected(lines.error());
    simdjson::dom::parser parser;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        auto const place = path + ":" + std::to_string(i + 1) + ": ";
        simdjson::dom::object object;
        if (parser.parse((*lines)[i]).get(object) != simdjson::SUCCESS) {
            return std::unexpected(place + "is no JSON object");
        }
        if (auto const done = take(object, i); !done) return std::unexpected(place + done.error());
    }
    return {};
}

std::expected<std::string, std::string> text_of(simdjson::dom::object const& object, char const* key) {
    std::string_view text;
    if (object.at_key(key).get(text) != simdjson::SUCCESS) return std::unexpected(std::string{key} + " is no text");
    return std::string{text};
}

std::expected<double, std::string> number_of(simdjson::dom::object const& object, char const* key) {
    double number = 0;
    if (object.at_key(key).get(number) != simdjson::SUCCESS) return std::unexpected(std::string{key} + " is no number");
    return number;
}

std::expected<std::vector<std::string>, std::string> texts_of(simdjson::dom::object const& object, char const* key) {
    simdjson::dom::array array;
    if (object.at_key(key).get(array) != simdjson::SUCCESS) return std::unexpected(std::string{key} + " is no list");
    std::vector<std::string> texts;
    for (auto const element : array) {
        std::string_view text;
        if (element.get(text) != simdjson::SUCCESS) return std::unexpected(std::string{key} + " holds no texts");
        texts.emplace_back(text);
    }
    return texts;
}

DesignRow design_of(std::string_view text) {
    ChainContext context;
    context.messages = {{Role::user, std::string{text}}};
    auto const recent = recent_turns(context);
    auto const features = std::make_unique<Features>();
    features->read(recent.turns[0]);
    return design_row(*features);
}

}  // namespace signalbox::training
