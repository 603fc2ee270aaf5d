#include "validation/json_schema.hpp"

#include "validation/schema_keywords.hpp"
#include "validation/text.hpp"

#include <string_view>
#include <vector>

namespace signalbox {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

constexpr std::size_t deepest = 64;
constexpr std::size_t most_steps = 100'000;
constexpr std::size_t longest_path = 80;  // bytes shown

// How many of a group's parts have to match.
enum class Quorum : std::uint8_t { all, any, one };

// Either one value under one schema, or one value under each of a list of them.
struct Part {
    Element value;
    Element schema;
    Quorum quorum = Quorum::all;
    bool alternatives = false;   // `schema` is a list of schemas
    std::string_view name = {};  // of the member that the value is; empty: the same value as above, or an item
    std::size_t item = 0;
};

struct Group {
    std::vector<Part> parts;
    Quorum quorum = Quorum::all;
    std::size_t next = 0;
    std::size_t passed = 0;
};

// Walks a value and its schema with a stack of groups instead of calls.
class Walk {
public:
    Walk(Element value, Element schema) : root_{schema} { push({{value, schema}}, Quorum::all); }

    std::optional<std::string> mismatch() {
        while (!stack_.empty()) {
            if (++steps_ > most_steps || stack_.size() > deepest) return std::nullopt;
            auto& group = stack_.back();
            if (group.next < group.parts.size()) {
                take(group.parts[group.next++]);
            } else {
                close(group.quorum == Quorum::all || group.passed == 1 ||
                      (group.quorum == Quorum::any && group.passed > 0));
            }
        }
        if (!failed_) return std::nullopt;
        return excerpt(reason_, 200);
    }

private:
    void push(std::vector<Part> parts, Quorum quorum) { stack_.push_back({std::move(parts), quorum}); }

    void take(Part const& part) {
        if (part.alternatives) return push(alternatives(part), part.quorum);
        Object schema;
        if (bool allowed = true; part.schema.get(allowed) == simdjson::SUCCESS) {
            if (allowed) return passed();
            return failed("is not allowed here");
        }
        if (part.schema.get(schema) != simdjson::SUCCESS) return passed();
        if (auto why = keyword_mismatch(part.value, schema)) return failed(std::move(*why));
        auto parts = parts_of(part.value, schema);
        if (parts.empty()) return passed();
        push(std::move(parts), Quorum::all);
    }

    static std::vector<Part> alternatives(Part const& part) {
        std::vector<Part> parts;
        Array list;
        if (part.schema.get(list) != simdjson::SUCCESS) return parts;
        for (auto const schema : list) parts.push_back({part.value, schema});
        return parts;
    }

    // What has to match besides the keywords of `schema` itself.
    [[nodiscard]] std::vector<Part> parts_of(Element value, Object schema) const {
        std::vector<Part> parts;
        auto const add_list = [&](std::string_view key, Quorum quorum) {
            Element list;
            if (schema.at_key(key).get(list) == simdjson::SUCCESS && list.is_array())
                parts.push_back({value, list, quorum, true});
        };
        add_list("allOf", Quorum::all);
        add_list("anyOf", Quorum::any);
        add_list("oneOf", Quorum::one);
        std::string_view place;
        Element target;
        if (schema.at_key("$ref").get(place) == simdjson::SUCCESS && resolve(place, target))
            parts.push_back({value, target});
        if (Object object; value.get(object) == simdjson::SUCCESS) add_members(parts, object, schema);
        if (Array list; value.get(list) == simdjson::SUCCESS) add_items(parts, list, schema);
        return parts;
    }

    [[nodiscard]] bool resolve(std::string_view place, Element& target) const {
        if (!place.starts_with('#')) return false;
        return root_.at_pointer(place.substr(1)).get(target) == simdjson::SUCCESS;
    }

    static void add_members(std::vector<Part>& parts, Object value, Object schema) {
        Object known;
        bool const some_known = schema.at_key("properties").get(known) == simdjson::SUCCESS;
        Element others;
        bool const rule_for_others = schema.at_key("additionalProperties").get(others) == simdjson::SUCCESS &&
                                     others.is_object() &&
                                     schema.at_key("patternProperties").error() != simdjson::SUCCESS;
        for (auto const field : value) {
            Element rule;
            if (some_known && known.at_key(field.key).get(rule) == simdjson::SUCCESS) {
                parts.push_back({field.value, rule, Quorum::all, false, field.key});
            } else if (rule_for_others) {
                parts.push_back({field.value, others, Quorum::all, false, field.key});
            }
        }
    }

    static void add_items(std::vector<Part>& parts, Array value, Object schema) {
        Array first;
        bool const tuple = schema.at_key("prefixItems").get(first) == simdjson::SUCCESS;
        Element rule;
        bool const rest = schema.at_key("items").get(rule) == simdjson::SUCCESS && !rule.is_array();
        std::size_t at = 0;
        for (auto const item : value) {
            Element own;
            ++at;
            if (tuple && first.at(at - 1).get(own) == simdjson::SUCCESS) {
                parts.push_back({item, own, Quorum::all, false, {}, at});
            } else if (rest) {
                parts.push_back({item, rule, Quorum::all, false, {}, at});
            }
        }
    }

    void passed() {
        auto& group = stack_.back();
        ++group.passed;
        bool const decided = group.quorum == Quorum::any || (group.quorum == Quorum::one && group.passed > 1);
        if (decided) group.next = group.parts.size();
    }

    void failed(std::string why) {
        reason_ = path() + why;
        auto& group = stack_.back();
        if (group.quorum == Quorum::all) close(false);
    }

    // Tells the group above how the top one ended; one failure ends all groups that need every part.
    void close(bool good) {
        while (true) {
            bool const several = stack_.back().quorum == Quorum::one && stack_.back().passed > 1;
            bool const none = stack_.back().quorum != Quorum::all && !good && !several;
            stack_.pop_back();
            if (several) reason_ = path() + "matches more than one of the schemas in oneOf";
            if (none) reason_ = path() + "matches none of the alternatives";
            if (stack_.empty()) {
                failed_ = !good;
                return;
            }
            if (good) return passed();
            if (stack_.back().quorum != Quorum::all) return;
        }
    }

    // Where the part stands that is being looked at: "/items/2/name: ".
    [[nodiscard]] std::string path() const {
        std::string out;
        for (auto const& group : stack_) {
            if (group.next == 0) continue;
            auto const& part = group.parts[group.next - 1];
            if (part.item > 0) out.append("/").append(std::to_string(part.item - 1));
            if (!part.name.empty()) out.append("/").append(part.name);
        }
        if (out.empty()) return "the value ";
        return excerpt(out, longest_path) + ": ";
    }

    Element root_;
    std::vector<Group> stack_;
    std::size_t steps_ = 0;
    bool failed_ = false;
    std::string reason_;
};

}  // namespace

std::optional<std::string> schema_mismatch(Element value, Element schema) { return Walk{value, schema}.mismatch(); }

}  // namespace signalbox
