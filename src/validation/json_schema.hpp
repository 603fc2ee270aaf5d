#pragma once

#include <simdjson.h>

#include <optional>
#include <string>

namespace signalbox {

// Where and why `value` does not match the JSON Schema `schema` ("/age: is a string, should be an
// integer"), at most 200 bytes; nothing when it matches or nobody can tell.
//
// Understood: type, enum, const, properties, required, additionalProperties, items, prefixItems,
// minItems, maxItems, minLength, maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum,
// minProperties, maxProperties, allOf, anyOf, oneOf, nullable, and $ref to a place in the same schema.
// All other keywords (pattern, format, not, if, ...) are ignored on purpose: an answer is blamed only
// for what is certainly wrong.
//
// Does not recurse; a schema that descends deeper than 64 levels or takes more than 100,000 steps is
// taken to match.
[[nodiscard]] std::optional<std::string> schema_mismatch(simdjson::dom::element value, simdjson::dom::element schema);

}  // namespace signalbox
