#pragma once

#include "app/environment.hpp"
#include "app/problems.hpp"
#include "app/yaml_document.hpp"
#include "core/enum_text.hpp"
#include "core/money.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace signalbox::app {

// What the readers of one file share: where problems go, where `${NAME}` comes from, and which
// keys the schema asked each map for (all others are unknown keys).
struct Reading {
    Problems problems;
    Environment environment;
    std::unordered_map<YamlNode const*, std::vector<std::string_view>> asked;
    // Adds a problem for each key that nobody asked for, with the key it was probably meant to be.
    void refuse_unknown_keys(YamlNode const& root);
};

// One value of the file, or its absence, as the schema asks for it. Nothing here fails: what is
// wrong becomes a Problem with its place, and the reader gives the default.
//
// required:  auto id = model["id"].text();
// optional:  server["port"].into(options.port, {1, 65'535});   // absent: `options.port` stays
// A section that is there without anything in it is as good as absent; a scalar is not.
class Reader {
public:
    template <class T>
    struct Range {
        T least = std::numeric_limits<T>::lowest();
        T most = std::numeric_limits<T>::max();
    };

    Reader(Reading& reading, YamlNode const& root) : reading_{&reading}, node_{&root} {}

    // A member of a map. REQUIRES: `key` is a literal.
    [[nodiscard]] Reader operator[](std::string_view key) const;
    [[nodiscard]] std::vector<Reader> items() const;
    // The members of a map whose keys are free. Counts them all as asked for.
    [[nodiscard]] std::vector<std::pair<std::string, Reader>> members() const;
    [[nodiscard]] bool given() const { return node_ != nullptr; }

    [[nodiscard]] std::string text() const;
    [[nodiscard]] MicroUsd dollars() const;  // per million tokens, or for one request
    [[nodiscard]] Secret secret() const;     // `${NAME}` and nothing else

    void into(std::string& value) const;
    void into(bool& value) const;
    void into(double& value, Range<double> range) const;
    void into(Duration& value, Range<Duration> range) const;
    void into(std::optional<MicroUsd>& value) const;
    void into(std::vector<std::string>& value) const;
    template <std::integral T>
    void into(T& value, Range<T> range) const {
        auto const most = static_cast<std::int64_t>(range.most);
        if (auto const read = integer(static_cast<std::int64_t>(range.least), most)) value = static_cast<T>(*read);
    }
    // Bytes; "64KiB" is understood.
    void into_bytes(std::size_t& value, Range<std::size_t> range) const;
    // One of the spellings of an enum.
    template <class E>
        requires std::is_enum_v<E>
    void into(E& value) const {
        auto const& names = enum_names(E{});
        if (auto const index = one_of({names.begin(), names.end()})) value = static_cast<E>(*index);
    }

    // A text in which `${NAME}` stands for an environment variable.
    [[nodiscard]] std::string expanded() const;

    // The scalar as it stands in the file; empty for anything else.
    [[nodiscard]] std::string raw() const;

    // A problem at this value: `message` behind its place and path.
    void refuse(std::string message) const;

private:
    Reader(Reading* reading, YamlNode const* parent, std::string_view key)
        : reading_{reading}, parent_{parent}, key_{key} {}

    // The scalar's text when it is there and unquoted or `quoted_too`; else nothing, and a problem unless absent.
    [[nodiscard]] YamlNode const* scalar(std::string_view expected, bool quoted_too) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] std::optional<std::size_t> one_of(std::vector<std::string_view> const& names) const;
    [[nodiscard]] std::optional<std::string> variable(std::string_view name) const;
    [[nodiscard]] bool is(YamlNode::Kind kind, std::string_view expected) const;
    void refuse_as_missing() const;

    Reading* reading_;
    YamlNode const* node_ = nullptr;    // null: absent
    YamlNode const* parent_ = nullptr;  // of an absent value: the map it is missing from
    std::string_view key_;
};

}  // namespace signalbox::app
