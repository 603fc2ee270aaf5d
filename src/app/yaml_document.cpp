#include "app/yaml_document.hpp"

#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <ranges>
#include <streambuf>
#include <utility>

namespace signalbox::app {

namespace {

// Thrown inside the parser to stop it; never leaves this file.
struct Refusal {
    Problem problem;
};

Place place_of(YAML::Mark const& mark) { return {mark.line + 1, mark.column + 1}; }

class ViewBuffer final : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text) {
        auto* const begin = const_cast<char*>(text.data());  // a streambuf reads through char*
        setg(begin, begin, begin + text.size());
    }
};

// What yaml-cpp would silently take for something else: control characters (it reads byte 4 as the
// end), and bytes that are not UTF-8 (it replaces them).
std::optional<Problem> bad_bytes(std::string_view text) {
    Place place{1, 0};
    for (char const c : text) {
        ++place.column;
        auto const byte = static_cast<unsigned char>(c);
        if (c == '\n') place = {place.line + 1, 0};
        if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
            return Problem{place, "", "control character in the file"};
        }
    }
    int line = 1;
    for (std::string_view rest = text; !rest.empty(); ++line) {
        auto const end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        if (!simdjson::validate_utf8(rest.data(), end)) return Problem{{line, 1}, "", "this line is not valid UTF-8"};
        rest.remove_prefix(end);
    }
    return std::nullopt;
}

}  // namespace

YamlNode const* YamlNode::find(std::string_view key) const {
    auto const found = std::ranges::find(children, key, &YamlNode::label);
    return found == children.end() ? nullptr : *found;
}

std::string YamlNode::path() const {
    std::vector<YamlNode const*> way;
    for (auto const* node = this; node->parent != nullptr; node = node->parent) way.push_back(node);
    std::string path;
    for (auto const* node : std::views::reverse(way)) {
        if (!path.empty() && node->parent->kind == Kind::map) path += '.';
        path += node->label;
    }
    return path;
}

// Grows the tree from the parser's events.
class YamlBuilder final : public YAML::EventHandler {
public:
    explicit YamlBuilder(YamlDocument& document) : nodes_{document.nodes_} {}

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnAnchor(YAML::Mark const& mark, std::string const&) override { refuse_anchor(mark); }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override { refuse_anchor(mark); }

    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        if (anchor != 0) refuse_anchor(mark);
        if (expects_key()) refuse(mark, "a key must be text");
        add(mark, YamlNode::Kind::nothing);
    }

    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override {
        if (anchor != 0) refuse_anchor(mark);
        refuse_tag(mark, tag);
        if (expects_key()) return take_key(mark, value);
        auto& node = add(mark, YamlNode::Kind::scalar);
        node.text = value;
        node.quoted = tag == "!";
    }

    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlNode::Kind::list);
    }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, YamlNode::Kind::map);
    }
    void OnSequenceEnd() override { open_.pop_back(); }
    void OnMapEnd() override { open_.pop_back(); }

private:
    [[noreturn]] void refuse(YAML::Mark const& mark, std::string message) const {
        throw Refusal{{place_of(mark), open_.empty() ? "" : open_.back()->path(), std::move(message)}};
    }
    [[noreturn]] void refuse_anchor(YAML::Mark const& mark) const {
        refuse(mark, "anchors and aliases (& and *) are not allowed: write the value out");
    }
    void refuse_tag(YAML::Mark const& mark, std::string const& tag) const {
        if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags (!) are not allowed");
    }
    [[nodiscard]] bool expects_key() const {
        return !open_.empty() && open_.back()->kind == YamlNode::Kind::map && !key_;
    }

    void take_key(YAML::Mark const& mark, std::string const& key) {
        if (key == "<<") refuse(mark, "merge keys (<<) are not allowed: write the values out");
        if (key.empty()) refuse(mark, "a key must not be empty");
        if (key.size() > YamlDocument::max_key) refuse(mark, "a key has at most 128 bytes");
        if (auto const* before = open_.back()->find(key)) {
            refuse(mark, "key '" + key + "' appears twice; first in line " + std::to_string(before->key_place.line));
        }
        key_ = {place_of(mark), key};
    }

    YamlNode& add(YAML::Mark const& mark, YamlNode::Kind kind) {
        if (nodes_.size() >= YamlDocument::max_values) refuse(mark, "more than 10000 values");
        auto& node = nodes_.emplace_back();
        node.kind = kind;
        node.place = place_of(mark);
        if (open_.empty()) return node;
        auto& parent = *open_.back();
        node.parent = &parent;
        node.label = key_ ? std::move(key_->second) : "[" + std::to_string(parent.children.size()) + "]";
        node.key_place = key_ ? key_->first : node.place;
        key_.reset();
        parent.children.push_back(&node);
        return node;
    }

    void open(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
        if (anchor != 0) refuse_anchor(mark);
        refuse_tag(mark, tag);
        if (expects_key()) refuse(mark, "a key must be text");
        if (open_.size() >= YamlDocument::max_depth) refuse(mark, "nested more than 16 levels deep");
        open_.push_back(&add(mark, kind));
    }

    std::deque<YamlNode>& nodes_;
    std::vector<YamlNode*> open_;
    std::optional<std::pair<Place, std::string>> key_;
};

std::expected<YamlDocument, Problem> YamlDocument::parse(std::string_view text) {
    if (text.size() > max_bytes) return std::unexpected(Problem{{1, 1}, "", "the file is larger than 1 MiB"});
    if (auto problem = bad_bytes(text)) return std::unexpected(std::move(*problem));

    YamlDocument document;
    try {
        ViewBuffer buffer{text};
        std::istream stream{&buffer};
        YAML::Parser parser{stream};
        YamlBuilder builder{document};
        parser.HandleNextDocument(builder);
        if (document.nodes_.empty()) document.nodes_.push_back({.place = {1, 1}});
        auto const values = document.nodes_.size();
        if (parser.HandleNextDocument(builder) || document.nodes_.size() != values) {
            return std::unexpected(Problem{{1, 1}, "", "more than one YAML document in the file"});
        }
    } catch (Refusal& refusal) {
        return std::unexpected(std::move(refusal.problem));
    } catch (YAML::Exception const& error) {
        return std::unexpected(Problem{place_of(error.mark), "", "not valid YAML: " + error.msg});
    }
    return document;
}

}  // namespace signalbox::app
