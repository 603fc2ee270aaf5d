#include "app/config_reader.hpp"

#include "app/nearest.hpp"
#include "app/scalar.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox::app {

namespace {

using Kind = YamlNode::Kind;

std::string quoted(std::string_view text) {
    constexpr std::size_t most = 40;
    if (text.size() <= most) return "'" + std::string{text} + "'";
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not inside a character
    return "'" + std::string{text.substr(0, end)} + "...'";
}

std::string found(YamlNode const& node) {
    switch (node.kind) {
        case Kind::nothing:
            return "nothing";
        case Kind::list:
            return "a list";
        case Kind::map:
            return "a map";
        case Kind::scalar:
            break;
    }
    return node.quoted ? "the text " + quoted(node.text) : quoted(node.text);
}

std::string joined(std::vector<std::string_view> const& names) {
    std::string text;
    for (auto const name : names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

bool knows(std::vector<std::string_view> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// Shortest text of a number: "0.5", "1", not "1.000000".
std::string number_text(double number) {
    auto text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

void Reading::refuse_unknown_keys(YamlNode const& root) {
    std::vector<YamlNode const*> waiting{&root};
    while (!waiting.empty() && !problems.full()) {
        auto const* node = waiting.back();
        waiting.pop_back();
        auto const known = asked.find(node);
        for (auto const* child : node->children) {
            if (child->kind == Kind::map || child->kind == Kind::list) waiting.push_back(child);
            // A map that nobody read is itself unknown or has the wrong type: told already.
            if (node->kind != Kind::map || known == asked.end() || known->second.empty()) continue;
            if (knows(known->second, child->label)) continue;
            auto const meant = nearest(child->label, known->second);
            problems.add({child->key_place, child->path(),
                          meant.empty() ? "unknown key; known here: " + joined(known->second)
                                        : "unknown key; did you mean '" + std::string{meant} + "'?"});
        }
    }
}

Reader Reader::operator[](std::string_view key) const {
    if (node_ == nullptr || node_->kind == Kind::nothing) return {reading_, node_ != nullptr ? node_ : parent_, key};
    if (!is(Kind::map, "a map")) return {reading_, nullptr, key};
    auto& asked = reading_->asked[node_];
    if (!knows(asked, key)) asked.push_back(key);
    if (auto const* child = node_->find(key)) return {*reading_, *child};
    return {reading_, node_, key};
}

std::vector<Reader> Reader::items() const {
    std::vector<Reader> items;
    if (!given() || node_->kind == Kind::nothing || !is(Kind::list, "a list")) return items;
    for (auto const* child : node_->children) items.emplace_back(*reading_, *child);
    return items;
}

std::vector<std::pair<std::string, Reader>> Reader::members() const {
    std::vector<std::pair<std::string, Reader>> members;
    if (!given() || node_->kind == Kind::nothing || !is(Kind::map, "a map")) return members;
    for (auto const* child : node_->children) members.emplace_back(child->label, Reader{*reading_, *child});
    return members;
}

bool Reader::is(Kind kind, std::string_view expected) const {
    if (node_->kind == kind) return true;
    // Each member asks again; one complaint will do.
    if (reading_->asked.try_emplace(node_).second)
        refuse("expected " + std::string{expected} + ", found " + found(*node_));
    return false;
}

YamlNode const* Reader::scalar(std::string_view expected, bool quoted_too) const {
    if (!given()) return nullptr;
    if (node_->kind == Kind::scalar && (quoted_too || !node_->quoted)) return node_;
    refuse("expected " + std::string{expected} + ", found " + found(*node_));
    return nullptr;
}

void Reader::refuse_as_missing() const {
    if (parent_ == nullptr) return;  // the map it belongs to was refused
    auto path = parent_->path();
    if (!path.empty()) path += '.';
    reading_->problems.add({parent_->place, path + std::string{key_}, "missing"});
}

void Reader::refuse(std::string message) const {
    if (given()) reading_->problems.add({node_->place, node_->path(), std::move(message)});
}

std::string Reader::text() const {
    if (!given()) {
        refuse_as_missing();
        return {};
    }
    std::string value;
    into(value);
    return value;
}

void Reader::into(std::string& value) const {
    auto const* node = scalar("text", true);
    if (node == nullptr) return;
    if (node->text.empty()) return refuse("must not be empty");
    if (node->text.size() > 1'000) return refuse("longer than 1000 bytes");
    // A quote that nobody closes reaches to the end of the file, and yaml-cpp does not mind.
    if (node->text.find('\n') != std::string::npos || node->text.front() == ' ' || node->text.back() == ' ') {
        return refuse("must not have line breaks, nor spaces around it");
    }
    value = node->text;
}

void Reader::into(bool& value) const {
    auto const* node = scalar("true or false", false);
    if (node == nullptr) return;
    if (node->text != "true" && node->text != "false") {
        return refuse("expected true or false, found " + quoted(node->text));
    }
    value = node->text == "true";
}

void Reader::into(double& value, Range<double> range) const {
    auto const* node = scalar("a number", false);
    if (node == nullptr) return;
    auto const number = read_number(node->text);
    if (!number) return refuse("expected a number, found " + quoted(node->text));
    if (*number < range.least || *number > range.most) {
        return refuse("must be from " + number_text(range.least) + " to " + number_text(range.most) + ", found " +
                      quoted(node->text));
    }
    value = *number;
}

std::optional<std::int64_t> Reader::integer(std::int64_t least, std::int64_t most) const {
    auto const* node = scalar("a whole number", false);
    if (node == nullptr) return std::nullopt;
    auto const number = read_integer(node->text);
    if (!number) {
        refuse("expected a whole number, found " + quoted(node->text));
        return std::nullopt;
    }
    if (*number < least || *number > most) {
        refuse("must be from " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
               quoted(node->text));
        return std::nullopt;
    }
    return number;
}

void Reader::into_bytes(std::size_t& value, Range<std::size_t> range) const {
    auto const* node = scalar("a size such as 64KiB or 32MiB", false);
    if (node == nullptr) return;
    auto const size = read_size(node->text);
    if (!size) return refuse("expected a size such as 64KiB or 32MiB, found " + quoted(node->text));
    auto const bytes = static_cast<std::size_t>(*size);
    if (bytes < range.least || bytes > range.most) {
        return refuse("must be from " + std::to_string(range.least) + " to " + std::to_string(range.most) +
                      " bytes, found " + quoted(node->text));
    }
    value = bytes;
}

void Reader::into(Duration& value, Range<Duration> range) const {
    constexpr std::string_view expected = "a duration such as 250ms, 30s or 1h";
    auto const* node = scalar(expected, false);
    if (node == nullptr) return;
    auto const duration = read_duration(node->text);
    if (!duration) return refuse("expected " + std::string{expected} + ", found " + quoted(node->text));
    if (*duration < range.least || *duration > range.most) {
        return refuse("must be from " + duration_text(range.least) + " to " + duration_text(range.most) + ", found " +
                      quoted(node->text));
    }
    value = *duration;
}

MicroUsd Reader::dollars() const {
    if (!given()) {
        refuse_as_missing();
        return {};
    }
    std::optional<MicroUsd> value;
    into(value);
    return value.value_or(MicroUsd{});
}

void Reader::into(std::optional<MicroUsd>& value) const {
    constexpr double most = 1'000'000;
    auto const* node = scalar("a number of dollars", false);
    if (node == nullptr) return;
    auto const number = read_number(node->text);
    if (!number) return refuse("expected a number of dollars, found " + quoted(node->text));
    if (*number < 0 || *number > most) return refuse("must be from 0 to 1000000 dollars, found " + quoted(node->text));
    auto const micro = std::llround(*number * 1e6);
    if (std::abs(static_cast<double>(micro) - *number * 1e6) > 1e-3) {
        return refuse("dollars have at most 6 decimals here, found " + quoted(node->text));
    }
    value = MicroUsd{micro};
}

void Reader::into(std::vector<std::string>& value) const {
    if (!given()) return;
    value.clear();
    for (auto const& item : items()) value.push_back(item.text());
}

std::optional<std::size_t> Reader::one_of(std::vector<std::string_view> const& names) const {
    auto const* node = scalar("one of " + joined(names), true);
    if (node == nullptr) return std::nullopt;
    auto const found_at = std::ranges::find(names, node->text);
    if (found_at != names.end()) return static_cast<std::size_t>(found_at - names.begin());
    refuse("unknown value " + quoted(node->text) + "; known here: " + joined(names));
    return std::nullopt;
}

std::optional<std::string> Reader::variable(std::string_view name) const {
    if (!is_variable_name(name)) {
        refuse("expected ${NAME} with letters, digits and underscores");
        return std::nullopt;
    }
    auto value = reading_->environment(name);
    if (!value) refuse("the environment variable " + std::string{name} + " is not set");
    return value;
}

Secret Reader::secret() const {
    if (!given()) return {};
    // Whatever stands here may be a key: no message quotes it.
    if (node_->kind != Kind::scalar || !node_->text.starts_with("${") || !node_->text.ends_with('}')) {
        refuse("a key must not stand in the file; write ${NAME} and set the environment variable NAME");
        return {};
    }
    auto value = variable(std::string_view{node_->text}.substr(2, node_->text.size() - 3));
    return value ? Secret{std::move(*value)} : Secret{};
}

std::string Reader::raw() const { return given() && node_->kind == Kind::scalar ? node_->text : std::string{}; }

std::string Reader::expanded() const {
    std::string text_in = text();
    std::string out;
    for (std::string_view rest = text_in; !rest.empty();) {
        auto const start = rest.find("${");
        out += rest.substr(0, start);
        if (start == std::string_view::npos) break;
        auto const end = rest.find('}', start);
        if (end == std::string_view::npos) {
            refuse("'${' without its '}'");
            return {};
        }
        auto const value = variable(rest.substr(start + 2, end - start - 2));
        if (!value) return {};
        out += *value;
        rest.remove_prefix(end + 1);
    }
    return out;
}

}  // namespace signalbox::app
