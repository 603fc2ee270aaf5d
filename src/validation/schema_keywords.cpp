#include "validation/schema_keywords.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace signalbox {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Type = simdjson::dom::element_type;
using Mismatch = std::optional<std::string>;

constexpr std::size_t longest_name = 60;

std::optional<Element> member(Object schema, std::string_view key) {
    Element value;
    if (schema.at_key(key).get(value) != simdjson::SUCCESS) return std::nullopt;
    return value;
}

std::optional<double> number(Object schema, std::string_view key) {
    double value = 0;
    auto const found = member(schema, key);
    if (!found || !found->is_number() || found->get(value) != simdjson::SUCCESS) return std::nullopt;
    return value;
}

std::string_view type_name(Element value) {
    switch (value.type()) {
        case Type::ARRAY:
            return "array";
        case Type::OBJECT:
            return "object";
        case Type::STRING:
            return "string";
        case Type::BOOL:
            return "boolean";
        case Type::NULL_VALUE:
            return "null";
        default:
            return "number";
    }
}

// 3.0 is an integer to JSON Schema.
bool is_integer(Element value) {
    if (value.is_int64() || value.is_uint64()) return true;
    double number = 0;
    return value.is_double() && value.get(number) == simdjson::SUCCESS && number == std::floor(number);
}

// Names of types that nobody knows fit every value.
bool is_of_type(Element value, std::string_view type) {
    constexpr std::array<std::string_view, 6> known{"array", "object", "string", "boolean", "null", "number"};
    if (type == "integer") return is_integer(value);
    return type == type_name(value) || !std::ranges::count(known, type);
}

Mismatch type_mismatch(Element value, Object schema) {
    auto const type = member(schema, "type");
    if (!type) return std::nullopt;
    bool nullable = false;
    if (value.is_null() && schema.at_key("nullable").get(nullable) == simdjson::SUCCESS && nullable)
        return std::nullopt;
    std::string wanted;
    std::string_view name;
    if (type->get(name) == simdjson::SUCCESS) {
        if (is_of_type(value, name)) return std::nullopt;
        wanted = name;
    } else if (simdjson::dom::array list; type->get(list) == simdjson::SUCCESS) {
        for (auto const item : list) {
            if (item.get(name) != simdjson::SUCCESS || is_of_type(value, name)) return std::nullopt;
            wanted.append(wanted.empty() ? "" : " or ").append(name);
        }
    }
    if (wanted.empty()) return std::nullopt;
    return "is of type " + std::string{type_name(value)} + ", should be " + excerpt(wanted, longest_name);
}

// Whether two values are surely not equal. Lists and objects are not compared.
bool surely_differ(Element a, Element b) {
    if (a.is_array() || a.is_object() || b.is_array() || b.is_object()) return type_name(a) != type_name(b);
    if (type_name(a) != type_name(b)) return true;
    if (!a.is_number()) return simdjson::minify(a) != simdjson::minify(b);
    double x = 0;
    double y = 0;
    return a.get(x) == simdjson::SUCCESS && b.get(y) == simdjson::SUCCESS && x != y;
}

Mismatch value_mismatch(Element value, Object schema) {
    if (auto const only = member(schema, "const"); only && surely_differ(value, *only))
        return "should be " + excerpt(simdjson::minify(*only), longest_name);
    simdjson::dom::array allowed;
    if (schema.at_key("enum").get(allowed) != simdjson::SUCCESS) return std::nullopt;
    if (!std::ranges::all_of(allowed, [value](Element one) { return surely_differ(value, one); })) return std::nullopt;
    return excerpt(simdjson::minify(value), longest_name) + " is none of " +
           excerpt(simdjson::minify(allowed), longest_name);
}

// The one of two limits that a size or number breaks.
Mismatch outside(double amount, Object schema, std::string_view least, std::string_view most, std::string_view what) {
    auto const shown = [](double n) { return std::to_string(static_cast<long long>(n)); };
    if (auto const limit = number(schema, least); limit && amount < *limit)
        return "has fewer than " + shown(*limit) + " " + std::string{what};
    if (auto const limit = number(schema, most); limit && amount > *limit)
        return "has more than " + shown(*limit) + " " + std::string{what};
    return std::nullopt;
}

Mismatch number_mismatch(Element value, Object schema) {
    double amount = 0;
    if (!value.is_number() || value.get(amount) != simdjson::SUCCESS) return std::nullopt;
    auto const text = [&] { return excerpt(simdjson::minify(value), longest_name); };
    if (auto const limit = number(schema, "minimum"); limit && amount < *limit) return text() + " is below the minimum";
    if (auto const limit = number(schema, "maximum"); limit && amount > *limit) return text() + " is above the maximum";
    if (auto const limit = number(schema, "exclusiveMinimum"); limit && amount <= *limit)
        return text() + " is not above the minimum";
    if (auto const limit = number(schema, "exclusiveMaximum"); limit && amount >= *limit)
        return text() + " is not below the maximum";
    return std::nullopt;
}

Mismatch object_mismatch(Object value, Object schema) {
    simdjson::dom::array required;
    if (schema.at_key("required").get(required) == simdjson::SUCCESS) {
        for (auto const item : required) {
            std::string_view name;
            if (item.get(name) == simdjson::SUCCESS && !member(value, name))
                return "lacks \"" + excerpt(name, longest_name) + "\"";
        }
    }
    bool others = true;
    Object known;
    if (schema.at_key("additionalProperties").get(others) == simdjson::SUCCESS && !others &&
        !member(schema, "patternProperties") && schema.at_key("properties").get(known) == simdjson::SUCCESS) {
        for (auto const field : value)
            if (!member(known, field.key)) return "has the unknown member \"" + excerpt(field.key, longest_name) + "\"";
    }
    return outside(static_cast<double>(value.size()), schema, "minProperties", "maxProperties", "members");
}

std::size_t characters(std::string_view text) {
    auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

}  // namespace

Mismatch keyword_mismatch(Element value, Object schema) {
    if (auto found = type_mismatch(value, schema)) return found;
    if (auto found = value_mismatch(value, schema)) return found;
    if (auto found = number_mismatch(value, schema)) return found;
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS)
        return outside(static_cast<double>(characters(text)), schema, "minLength", "maxLength", "characters");
    if (simdjson::dom::array list; value.get(list) == simdjson::SUCCESS)
        return outside(static_cast<double>(list.size()), schema, "minItems", "maxItems", "items");
    if (Object object; value.get(object) == simdjson::SUCCESS) return object_mismatch(object, schema);
    return std::nullopt;
}

}  // namespace signalbox
