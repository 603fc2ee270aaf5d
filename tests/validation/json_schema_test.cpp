#include "validation/json_schema.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

std::optional<std::string> mismatch(std::string_view value, std::string_view schema) {
    simdjson::dom::parser of_value;
    simdjson::dom::parser of_schema;
    return schema_mismatch(of_value.parse(simdjson::padded_string(value)).value(),
                           of_schema.parse(simdjson::padded_string(schema)).value());
}

struct Rule {
    char const* name;
    std::string value;
    std::string schema;
    std::string why;  // empty: it matches
};

class SchemaRules : public ::testing::TestWithParam<Rule> {};

TEST_P(SchemaRules, AreHeldOrBroken) {
    auto const& rule = GetParam();
    EXPECT_EQ(mismatch(rule.value, rule.schema).value_or(""), rule.why);
}

std::string const person =
    R"({"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name"],"additionalProperties":false})";
std::string const tree =
    R"({"$ref":"#/$defs/n","$defs":{"n":{"type":"object","required":["v"],"properties":{"kids":{"type":"array","items":{"$ref":"#/$defs/n"}}}}}})";

INSTANTIATE_TEST_SUITE_P(
    Table, SchemaRules,
    ::testing::Values(
        Rule{"Everything", "[1,{}]", "{}", ""}, Rule{"True", "1", "true", ""},
        Rule{"False", "1", "false", "the value is not allowed here"}, Rule{"NoSchema", "1", R"("string")", ""},
        Rule{"Type", "1", R"({"type":"string"})", "the value is of type number, should be string"},
        Rule{"OneOfTypes", "null", R"({"type":["string","null"]})", ""},
        Rule{"NoneOfTypes", "1", R"({"type":["string","null"]})",
             "the value is of type number, should be string or null"},
        Rule{"UnknownType", "1", R"({"type":"money"})", ""}, Rule{"WholeDouble", "3.0", R"({"type":"integer"})", ""},
        Rule{"Fraction", "3.5", R"({"type":"integer"})", "the value is of type number, should be integer"},
        Rule{"Nullable", "null", R"({"type":"string","nullable":true})", ""},
        Rule{"Required", R"({"age":3})", person, R"(the value lacks "name")"},
        Rule{"Property", R"({"name":"x","age":"3"})", person, "/age: is of type string, should be integer"},
        Rule{"Additional", R"({"name":"x","nick":"y"})", person, R"(the value has the unknown member "nick")"},
        Rule{"PatternProperties", R"({"x1":1})",
             R"({"properties":{},"patternProperties":{"^x":{}},"additionalProperties":false})", ""},
        Rule{"RuleForOthers", R"({"a":1,"b":"x"})", R"({"additionalProperties":{"type":"integer"}})",
             "/b: is of type string, should be integer"},
        Rule{"Enum", R"("d")", R"({"enum":["a","b"]})", R"(the value "d" is none of ["a","b"])"},
        Rule{"EnumOfNumbers", "1.0", R"({"enum":[1,2]})", ""},
        Rule{"EnumOfObjectsIsNotCompared", R"({"b":1,"a":2})", R"({"enum":[{"a":2,"b":1}]})", ""},
        Rule{"Const", "2", R"({"const":1})", "the value should be 1"},
        Rule{"Minimum", "0", R"({"minimum":1})", "the value 0 is below the minimum"},
        Rule{"ExclusiveMaximum", "5", R"({"exclusiveMaximum":5})", "the value 5 is not below the maximum"},
        Rule{"LengthInCharacters", R"("äöü")", R"({"maxLength":3})", ""},
        Rule{"TooShort", R"("ab")", R"({"minLength":3})", "the value has fewer than 3 characters"},
        Rule{"TooManyItems", "[1,2,3]", R"({"maxItems":2})", "the value has more than 2 items"},
        Rule{"Item", R"(["a",2])", R"({"items":{"type":"string"}})", "/1: is of type number, should be string"},
        Rule{"Tuple", R"([1,"b"])", R"({"prefixItems":[{"type":"integer"}],"items":{"type":"string"}})", ""},
        Rule{"AllOf", "5", R"({"allOf":[{"minimum":1},{"maximum":4}]})", "the value 5 is above the maximum"},
        Rule{"AnyOf", "null", R"({"anyOf":[{"type":"string"},{"type":"null"}]})", ""},
        Rule{"NoneOfAnyOf", "1", R"({"anyOf":[{"type":"string"},{"type":"null"}]})",
             "the value matches none of the alternatives"},
        Rule{"OneOfTwice", "2", R"({"oneOf":[{"minimum":1},{"maximum":4}]})",
             "the value matches more than one of the schemas in oneOf"},
        Rule{"AlternativesInside", R"({"a":{"b":[null,1]}})",
             R"({"properties":{"a":{"properties":{"b":{"items":{"anyOf":[{"type":"null"},{"type":"string"}]}}}}}})",
             "/a/b/1: matches none of the alternatives"},
        Rule{"AfterAnAlternativeThatMatched", R"({"a":1,"b":"x"})",
             R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"integer"}]},"b":{"type":"null"}}})",
             "/b: is of type string, should be null"},
        Rule{"Reference", R"({"v":1,"kids":[{"v":2,"kids":[{}]}]})", tree, R"(/kids/0/kids/0: lacks "v")"},
        Rule{"ReferenceToNowhere", "1", R"({"$ref":"#/$defs/gone"})", ""},
        Rule{"ReferenceElsewhere", "1", R"({"$ref":"https://example.com/s.json"})", ""},
        Rule{"EndlessReference", "1", R"({"$ref":"#"})", ""},
        Rule{"UnknownKeywords", R"("x")", R"({"pattern":"^y$","format":"date","not":{}})", ""}),
    [](auto const& row) { return row.param.name; });

TEST(SchemaMismatch, GivesUpOnSchemasThatMultiply) {
    std::string schema = R"({"anyOf":[{"$ref":"#"},{"$ref":"#"}]})";
    EXPECT_FALSE(mismatch("1", schema));
}

TEST(SchemaMismatch, SpeaksNoMoreThanTwoHundredBytes) {
    auto const name = std::string(500, 'n');
    auto const why =
        mismatch(R"({")" + name + R"(":1})", R"({"properties":{")" + name + R"(":{"enum":[")" + name + R"("]}}})");
    ASSERT_TRUE(why);
    EXPECT_LE(why->size(), 200U);
}

}  // namespace
}  // namespace signalbox
