#pragma once

#include <cstddef>
#include <deque>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

struct Place {  // in a file, both from 1; 0: nowhere in it
    int line = 0;
    int column = 0;
    friend auto operator<=>(Place, Place) = default;
};

// Something wrong with a file. `path` is where in the schema: "models[0].price.input".
struct Problem {
    Place place;
    std::string path;
    std::string message;
};

// One value of a YAML document, with its place.
struct YamlNode {
    enum class Kind : unsigned char { nothing, scalar, list, map };
    Kind kind = Kind::nothing;
    std::string text;     // of a scalar
    bool quoted = false;  // a quoted scalar is text, whatever it looks like
    Place place;
    Place key_place;    // of its key, when it is the member of a map
    std::string label;  // its key or its position: "price", "[0]"
    YamlNode const* parent = nullptr;
    std::vector<YamlNode*> children;

    [[nodiscard]] YamlNode const* find(std::string_view key) const;
    // "models[0].price"
    [[nodiscard]] std::string path() const;
};

// A YAML file as a tree of nodes, read by a stricter rule than YAML's own, so that a file means
// what it seems to mean: UTF-8 without control characters, one document, at most 1 MiB, 10,000
// values and 16 levels; no key twice, no anchors, aliases, merge keys or tags; keys are text.
class YamlDocument {
public:
    static constexpr std::size_t max_bytes = 1 << 20;
    static constexpr std::size_t max_values = 10'000;
    static constexpr std::size_t max_depth = 16;
    static constexpr std::size_t max_key = 128;

    // Never throws. The first thing wrong ends the reading.
    [[nodiscard]] static std::expected<YamlDocument, Problem> parse(std::string_view text);

    [[nodiscard]] YamlNode const& root() const { return nodes_.front(); }

private:
    friend class YamlBuilder;
    YamlDocument() = default;
    std::deque<YamlNode> nodes_;  // the root first; nodes point at each other
};

}  // namespace signalbox::app
