#include "app/outcome_file.hpp"

#include "app/answer_costs.hpp"
#include "app/data_file.hpp"
#include "app/model_pair.hpp"
#include "app/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <zlib.h>

namespace signalbox::app {
namespace {

std::string const good =
    "prompt_id,group,prompt,weak,strong\n"
    "a,chat,hi,1,1\n"
    "b,code,\"sort, please\",0,0.75\n";

TEST(OutcomeFile, HasPromptsAndTheScoresOfModels) {
    auto const table = parse_outcomes(good, "o.csv");
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->ids, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(table->groups, (std::vector<std::string>{"chat", "code"}));
    EXPECT_EQ(table->prompts.at(1), "sort, please");
    EXPECT_EQ(table->models.at(1).name, "strong");
    EXPECT_EQ(table->models.at(1).scores, (std::vector<double>{1, 0.75}));
}

TEST(OutcomeFile, MayHaveSeveralModelsWithWhatTheirAnswersCost) {
    auto const table = parse_outcomes("prompt_id,prompt,model:s,model:m,model:l,cost:s\nx,hi,0,1,1,1e-05\n", "o.csv");
    ASSERT_TRUE(table) << table.error().detail;
    ASSERT_EQ(table->models.size(), 3U);
    EXPECT_EQ(table->models[0].name, "s");
    EXPECT_EQ(table->models[0].costs, std::vector<double>{1e-5});
    EXPECT_TRUE(table->models[2].costs.empty());
    EXPECT_TRUE(table->groups.empty());
}

struct Mistake {
    std::string name;
    std::string text;
    std::string message;
};
class OutcomeMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(OutcomeMistake, NamesItsPlaceAndTheRemedy) {
    auto const table = parse_outcomes(GetParam().text, "o.csv");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, Errc::invalid_value);
    EXPECT_NE(table.error().detail.find(GetParam().message), std::string::npos) << table.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, OutcomeMistake,
    ::testing::Values(
        Mistake{"Empty", "", "o.csv: the file is empty; the first line names the columns"},
        Mistake{"NoRows", "prompt_id,prompt,weak,strong\n", "o.csv: there are no rows"},
        Mistake{"NoPrompt", "prompt_id,weak,strong\na,1,1\n", "o.csv:1:1: the column \"prompt\" is missing"},
        Mistake{"OneModel", "prompt_id,prompt,weak\na,x,1\n", "o.csv:1:1: two models are needed"},
        Mistake{"Unknown", "prompt_id,promt,prompt,weak,strong\n",
                "o.csv:1:11: promt: unknown column (did you mean \"prompt\"?)"},
        Mistake{"Twice", "prompt_id,prompt,weak,strong,weak\n", "o.csv:1:30: weak: this column is there twice"},
        Mistake{"CostOfNobody", "prompt_id,prompt,weak,strong,cost:big\n",
                "o.csv:1:30: cost:big: there are costs and no scores"},
        Mistake{"NoNumber", "prompt_id,prompt,weak,strong\na,x,yes,1\n",
                "o.csv:2:5: weak: expected a number from 0 to 1, found \"yes\""},
        Mistake{"NoValue", "prompt_id,prompt,weak,strong\na,x,,1\n",
                "o.csv:2:5: weak: expected a number from 0 to 1, found nothing"},
        Mistake{"NotANumber", "prompt_id,prompt,weak,strong\na,x,1,nan\n", "o.csv:2:7: strong: expected a number"},
        Mistake{"OutOfRange", "prompt_id,prompt,weak,strong\na,x,1,1.5\n",
                "o.csv:2:7: strong: expected a number from 0 to 1, found \"1.5\""},
        Mistake{"NegativeCost", "prompt_id,prompt,weak,strong,cost:weak\na,x,1,1,-1\n",
                "o.csv:2:9: cost:weak: expected a number from 0 on"},
        Mistake{"SameId", "prompt_id,prompt,weak,strong\na,x,1,1\na,y,1,1\n",
                "o.csv:3:1: prompt_id: the same id as in line 2"},
        Mistake{"NoId", "prompt_id,prompt,weak,strong\n,x,1,1\n", "o.csv:2:1: prompt_id: expected an id"},
        Mistake{"NoText", "prompt_id,prompt,weak,strong\na,,1,1\n", "o.csv:2:3: prompt: expected a prompt"},
        Mistake{"TooManyFields", "prompt_id,prompt,weak,strong\na,x,y,1,1\n",
                "o.csv:2:1: expected 4 fields as in the first line, found 5"}),
    [](auto const& rule) { return rule.param.name; });

TEST(OutcomeFile, TellsOfAllMistakesAtOnce) {
    auto const table = parse_outcomes("prompt_id,prompt,weak,strong\na,x,2,1\nb,y,1,-1\n", "o.csv");
    ASSERT_FALSE(table);
    EXPECT_NE(table.error().detail.find("o.csv:2:5"), std::string::npos);
    EXPECT_NE(table.error().detail.find("o.csv:3:7"), std::string::npos);
}

TEST(ScoreFile, HasAScoreAndPerhapsAChanceForEachPrompt) {
    auto const table = parse_scores("prompt_id,score,weak_ok\na,-3.5e-2,0.25\n", "s.csv");
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_TRUE(table->has_weak_ok);
    EXPECT_EQ(table->scores.at("a").need, -0.035);
    EXPECT_EQ(table->scores.at("a").weak_ok, 0.25);
    EXPECT_FALSE(parse_scores("prompt_id,score\na,1\n", "s.csv")->has_weak_ok);
}

TEST(ScoreFile, RefusesWhatIsNoScore) {
    EXPECT_FALSE(parse_scores("prompt_id,score\na,high\n", "s.csv"));
    EXPECT_FALSE(parse_scores("prompt_id,need\na,1\n", "s.csv"));
    EXPECT_FALSE(parse_scores("prompt_id,score,weak_ok\na,1,1.1\n", "s.csv"));
}

TEST(DataFile, IsUnpackedWhereItsNameSaysSo) {
    fakes::ScratchFolder folder;
    auto const path = folder.path("o.csv.gz");
    auto* const file = ::gzopen(path.c_str(), "wb");
    ::gzwrite(file, good.data(), static_cast<unsigned>(good.size()));
    ::gzclose(file);
    EXPECT_EQ(read_data_file(path), good);
    fakes::write_content(folder.path("o.csv"), good);
    EXPECT_EQ(read_data_file(folder.path("o.csv")), good);
}

TEST(DataFile, SaysWhyItCannotBeRead) {
    fakes::ScratchFolder folder;
    auto const packed = folder.path("o.csv.gz");
    auto* const file = ::gzopen(packed.c_str(), "wb");
    for (int i = 0; i < 2'000; ++i) ::gzprintf(file, "%d,%d\n", i, i * i);
    ::gzclose(file);
    auto const bytes = fakes::content_of(packed);
    fakes::write_content(packed, bytes.substr(0, bytes.size() / 2));
    EXPECT_NE(read_data_file(packed).error().detail.find("damaged"), std::string::npos);
    fakes::write_content(packed, good);
    EXPECT_NE(read_data_file(packed).error().detail.find("no gzip file"), std::string::npos);
    EXPECT_NE(read_data_file(folder.path("none")).error().detail.find("no such file"), std::string::npos);
    EXPECT_NE(read_data_file("/").error().detail.find("is no file"), std::string::npos);
}

OutcomeTable three_models() {
    return *parse_outcomes("prompt_id,prompt,model:a,model:b,model:c\nx,hi,0,1,1\ny,ho,0.5,0,1\n", "o.csv");
}

TEST(ModelPair, IsThePoorestAndTheBestWithoutCosts) {
    auto const pair = choose_pair(three_models(), {}, {});
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->weak, 0U);
    EXPECT_EQ(pair->strong, 2U);
}

TEST(ModelPair, IsTheCheapestAndTheBestWithCosts) {
    auto table = three_models();
    for (auto& model : table.models) model.costs = {3, 3};
    table.models[1].costs = {1, 1};
    EXPECT_EQ(choose_pair(table, {}, {})->weak, 1U);
}

TEST(ModelPair, IsWhatWasAskedFor) {
    EXPECT_EQ(choose_pair(three_models(), "b", "a")->strong, 0U);
    EXPECT_NE(
        choose_pair(three_models(), "z", {}).error().detail.find("--weak: the file has no model \"z\"; it has a, b, c"),
        std::string::npos);
    EXPECT_FALSE(choose_pair(three_models(), "c", {}));
}

TEST(ModelPair, MustDifferSomewhere) {
    auto const table = parse_outcomes("prompt_id,prompt,weak,strong\nx,hi,1,1\ny,ho,0,0\n", "o.csv");
    auto const pair = choose_pair(*table, {}, {});
    ASSERT_FALSE(pair);
    EXPECT_NE(pair.error().detail.find("nothing to choose between"), std::string::npos);
}

TEST(AnswerCosts, ComeFromPricesAndTokens) {
    auto table = three_models();
    std::vector<NamedPrice> const prices{*read_price("a=1/10"), *read_price("c=0/100")};
    std::vector<TokenEstimate> const tokens{{{1'000}, {100}}, {{0}, {0}}};
    EXPECT_EQ(add_costs(table, prices, tokens), cli::CostBasis::prices);
    EXPECT_DOUBLE_EQ(table.models[0].costs.at(0), 0.002);
    EXPECT_DOUBLE_EQ(table.models[2].costs.at(0), 0.01);
    EXPECT_TRUE(table.models[1].costs.empty());
}

TEST(AnswerCosts, AreGivenOnce) {
    auto table = three_models();
    std::vector<TokenEstimate> const tokens(2);
    std::vector<NamedPrice> const twice{{"a", 1, 1}, {"a", 2, 2}}, unknown{{"z", 1, 1}};
    EXPECT_FALSE(add_costs(table, twice, tokens));
    EXPECT_NE(add_costs(table, unknown, tokens).error().detail.find("it has a, b, c"), std::string::npos);
}

TEST(Price, IsSpelledStrictly) {
    EXPECT_EQ(read_price("org/model=0.15/0.6")->model, "org/model");
    for (auto const* text : {"", "a", "a=1", "=1/2", "a=1/", "a=x/2", "a=-1/2"}) EXPECT_FALSE(read_price(text)) << text;
}

}  // namespace
}  // namespace signalbox::app
