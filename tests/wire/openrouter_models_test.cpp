#include "wire/openrouter_models.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace signalbox::wire {
namespace {

Result<OpenRouterPage> page_of(std::string const& body) {
    JsonReader reader;
    return read_openrouter_models(body, reader);
}

// The one model of a list; `members` are what it has beside its id.
ListedModel model_of(std::string const& members) {
    auto const page = page_of(R"({"data":[{"id":"a/b")" + (members.empty() ? "" : "," + members) + "}]}");
    EXPECT_TRUE(page) << members;
    return page ? page->models.at(0) : ListedModel{};
}

TEST(OpenRouterModels, TellEverythingThatWeRead) {
    auto const model = model_of(R"("canonical_slug":"a/b-1","name":"A: B","created":1692901234,"context_length":131072,
        "architecture":{"modality":"text+image->text","input_modalities":["text","image"],"output_modalities":["text"],
                        "tokenizer":"GPT","instruct_type":null},
        "pricing":{"prompt":"0.00000015","completion":"0.0000006","request":"0","image":"0.001","input_cache_read":"0.000000075"},
        "top_provider":{"context_length":131072,"max_completion_tokens":16384,"is_moderated":true},
        "per_request_limits":null,"supported_parameters":["max_tokens","tools","response_format"])");
    ListedModel const expected{.id = "a/b",
                               .price = Price{.input = {150'000}, .output = {600'000}},
                               .context_window = 131'072,
                               .max_output = 16'384,
                               .tools = true,
                               .json_mode = true,
                               .vision = true};
    EXPECT_EQ(model, expected);
}

TEST(OpenRouterModels, LeaveOpenWhatTheyDoNotSay) { EXPECT_EQ(model_of(""), ListedModel{.id = "a/b"}); }

TEST(OpenRouterModels, SayWhatAModelCannotDo) {
    auto const model = model_of(R"("supported_parameters":["seed"],"architecture":{"input_modalities":["text"]})");
    EXPECT_EQ(model.tools, false);
    EXPECT_EQ(model.json_mode, false);
    EXPECT_EQ(model.vision, false);
    EXPECT_TRUE(model.text);
}

TEST(OpenRouterModels, TellTextModelsFromOthers) {
    EXPECT_FALSE(model_of(R"("architecture":{"output_modalities":["image"]})").text);
    EXPECT_FALSE(model_of(R"("architecture":{"input_modalities":["audio"],"output_modalities":["text"]})").text);
}

struct Senseless {
    char const* name;
    char const* members;
    friend void PrintTo(Senseless const& row, std::ostream* out) { *out << row.name; }
};
class SenselessFact : public ::testing::TestWithParam<Senseless> {};

TEST_P(SenselessFact, IsAbsent) { EXPECT_EQ(model_of(GetParam().members), ListedModel{.id = "a/b"}); }

INSTANTIATE_TEST_SUITE_P(
    Facts, SenselessFact,
    ::testing::Values(
        Senseless{"PriceThatDepends", R"("pricing":{"prompt":"-1","completion":"-1"})"},
        Senseless{"PriceOfOneSide", R"("pricing":{"prompt":"0.1"})"},
        Senseless{"PriceAsNumber", R"("pricing":{"prompt":0.1,"completion":0.1})"},
        Senseless{"PriceWithAFee", R"("pricing":{"prompt":"0.001","completion":"0.001","request":"0.005"})"},
        Senseless{"PriceWithAnOddFee", R"("pricing":{"prompt":"0.001","completion":"0.001","request":[]})"},
        Senseless{"PricesAsText", R"("pricing":"free")"}, Senseless{"WindowZero", R"("context_length":0)"},
        Senseless{"WindowNegative", R"("context_length":-5)"}, Senseless{"WindowAsText", R"("context_length":"8192")"},
        Senseless{"WindowNull", R"("context_length":null)"},
        Senseless{"WindowBeyondAll", R"("context_length":9999999999999999999)"},
        Senseless{"WindowAboveTheLimit", R"("context_length":1000000001)"},
        Senseless{"LimitNull", R"("top_provider":{"max_completion_tokens":null})"},
        Senseless{"ProviderIsAList", R"("top_provider":[])"},
        Senseless{"ParametersAreText", R"("supported_parameters":"tools")"},
        Senseless{"ArchitectureIsNull", R"("architecture":null)"}),
    [](auto const& row) { return row.param.name; });

TEST(OpenRouterModels, HaveNoFeeWhereItIsNull) {
    EXPECT_TRUE(model_of(R"("pricing":{"prompt":"0","completion":"0","request":null})").price);
}

TEST(OpenRouterModels, GoOnOnTheNextPageOfTheSameList) {
    auto const next = [](std::string const& link) { return page_of(R"({"data":[],"links":{"next":)" + link + "}}"); };
    EXPECT_EQ(next(R"("/api/v1/models?offset=500&limit=500")")->next, "offset=500&limit=500");
    EXPECT_EQ(next(R"("https://elsewhere.example/x?offset=5")")->next, "offset=5");
    EXPECT_EQ(next("null")->next, "");
    EXPECT_EQ(page_of(R"({"data":[]})")->next, "");
    EXPECT_FALSE(next(R"("/api/v1/models")"));
    EXPECT_FALSE(next(R"("/m?a b")"));
    EXPECT_FALSE(next(R"("/m?a\r\nX: y")"));
    EXPECT_FALSE(next(R"("/m?a#b")"));
    EXPECT_FALSE(next("\"/m?" + std::string(513, 'a') + "\""));
}

struct Broken {
    char const* name;
    std::string body;
    friend void PrintTo(Broken const& row, std::ostream* out) { *out << row.name; }
};
class BrokenList : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenList, IsRefusedAsAWhole) {
    auto const page = page_of(GetParam().body);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, Errc::provider_protocol);
    EXPECT_TRUE(page.error().detail.starts_with("the model list is broken: ")) << page.error().detail;
}

std::string many(std::size_t count) {
    std::string body = R"({"data":[{"id":"m"})";
    for (std::size_t i = 1; i < count; ++i) body += R"(,{"id":"m"})";
    return body + "]}";
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, BrokenList,
    ::testing::Values(Broken{"NoJson", "<html>"}, Broken{"Empty", ""}, Broken{"Cut", R"({"data":[{"id":"a)"},
                      Broken{"AList", "[]"}, Broken{"NoData", "{}"}, Broken{"DataIsAnObject", R"({"data":{}})"},
                      Broken{"AModelIsText", R"({"data":["a"]})"}, Broken{"NoId", R"({"data":[{}]})"},
                      Broken{"IdIsANumber", R"({"data":[{"id":5}]})"}, Broken{"IdIsEmpty", R"({"data":[{"id":""}]})"},
                      Broken{"IdWithALineEnd", R"({"data":[{"id":"a\nb"}]})"},
                      Broken{"IdTooLong", R"({"data":[{"id":")" + std::string(257, 'a') + R"("}]})"},
                      Broken{"NameTwice", R"({"data":[{"id":"a","id":"b"}]})"},
                      Broken{"TooMany", many(max_listed_models + 1)}),
    [](auto const& row) { return row.param.name; });

TEST(OpenRouterModels, MayBeAsManyAsTheLimit) { EXPECT_EQ(page_of(many(max_listed_models))->models.size(), 5'000U); }

TEST(OpenRouterModels, ReadBackAsTheyWereWritten) {
    std::vector<ListedModel> const models{
        {.id = "a/\"b\""},
        {.id = "c", .price = Price{.input = {1}, .output = {600'000}}, .context_window = 5, .max_output = 6},
        {.id = "d", .tools = true, .json_mode = false, .vision = true},
        {.id = "e", .tools = false, .json_mode = true, .vision = false, .text = false}};
    std::string body;
    append_openrouter_models(body, models);
    auto const page = page_of(body);
    ASSERT_TRUE(page) << body;
    EXPECT_EQ(page->models, models) << body;
}

}  // namespace
}  // namespace signalbox::wire
