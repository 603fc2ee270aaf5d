#include "routing/model_registry.hpp"

#include <gtest/gtest.h>

#include <cctype>

namespace signalbox {
namespace {

ModelCard inferred(std::string name) {
    ModelCard card;
    card.id = "p/" + name;
    card.upstream_name = std::move(name);
    infer_from_name(card);
    return card;
}

TEST(NameInference, TellsWhatMakesEmbeddings) {
    for (auto const* name : {"text-embedding-3-small", "nomic-embed-text", "Qwen3-Embedding-8B"}) {
        EXPECT_TRUE(inferred(name).chat.known()) << name;
        EXPECT_FALSE(inferred(name).chat.value) << name;
    }
    EXPECT_FALSE(inferred("gpt-4o").chat.known());
}

struct Known {
    std::string name;
    Tier tier;
    std::int64_t input;  // micro-dollars per million tokens
    std::int64_t output;
    std::int64_t window;
};
class WellKnown : public ::testing::TestWithParam<Known> {};

TEST_P(WellKnown, ModelHasItsTierPriceAndWindow) {
    auto const card = inferred(GetParam().name);
    EXPECT_EQ(name(card.tier.value), name(GetParam().tier));
    EXPECT_EQ(card.price.value.input, MicroUsd{GetParam().input});
    EXPECT_EQ(card.price.value.output, MicroUsd{GetParam().output});
    EXPECT_EQ(card.context_window.value, GetParam().window);
    EXPECT_TRUE(card.quality.known());
    EXPECT_EQ(card.price.origin, Origin::inference);
}

using enum Tier;
INSTANTIATE_TEST_SUITE_P(Names, WellKnown,
                         ::testing::Values(Known{"gpt-4o", mid, 2'500'000, 10'000'000, 128'000},
                                           Known{"gpt-4o-mini-2024-07-18", cheap, 150'000, 600'000, 128'000},
                                           Known{"openai/gpt-4.1-nano", cheap, 100'000, 400'000, 1'047'576},
                                           Known{"gpt-4-0613", expensive, 30'000'000, 60'000'000, 8'192},
                                           Known{"gpt-5-2025-08-07", mid, 1'250'000, 10'000'000, 400'000},
                                           Known{"gpt-5-mini", cheap, 250'000, 2'000'000, 400'000},
                                           Known{"o3-mini", mid, 1'100'000, 4'400'000, 200'000},
                                           Known{"claude-3-5-sonnet-20241022", mid, 3'000'000, 15'000'000, 200'000},
                                           Known{"anthropic/claude-3.5-haiku", cheap, 800'000, 4'000'000, 200'000},
                                           Known{"claude-3-opus-latest", expensive, 15'000'000, 75'000'000, 200'000},
                                           Known{"claude-sonnet-4-20250514", mid, 3'000'000, 15'000'000, 200'000},
                                           Known{"claude-opus-4-1", expensive, 15'000'000, 75'000'000, 200'000},
                                           Known{"claude-opus-4.5", expensive, 5'000'000, 25'000'000, 200'000},
                                           Known{"us.anthropic.claude-haiku-4-5-20251001-v1:0", cheap, 1'000'000,
                                                 5'000'000, 200'000},
                                           Known{"deepseek-chat", cheap, 280'000, 420'000, 131'072},
                                           Known{"deepseek-reasoner", cheap, 280'000, 420'000, 131'072},
                                           Known{"google/gemini-2.5-flash-lite", cheap, 100'000, 400'000, 1'048'576},
                                           Known{"gemini-2.5-pro", mid, 1'250'000, 10'000'000, 1'048'576},
                                           Known{"command-r-08-2024", cheap, 150'000, 600'000, 128'000}),
                         [](auto const& row) {
                             auto text = row.param.name;
                             for (auto& c : text) {
                                 if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                             }
                             return text;
                         });

TEST(InferFromName, TakesTheTierOfOpenModelsFromTheirSize) {
    EXPECT_EQ(inferred("llama3.1:8b").tier.value, cheap);
    EXPECT_EQ(inferred("meta-llama/Llama-3.3-70B-Instruct").tier.value, mid);
    EXPECT_EQ(inferred("llama-3.1-405b").tier.value, expensive);
    EXPECT_EQ(inferred("mixtral-8x22b-instruct").tier.value, mid);
    EXPECT_LT(inferred("qwen2.5:1.5b").quality.value, inferred("qwen2.5:7b").quality.value);
}

TEST(InferFromName, KnowsNoPriceOfModelsThatAnyoneMayServe) {
    EXPECT_FALSE(inferred("llama-3.1-70b-instruct").price.known());
    EXPECT_FALSE(inferred("qwen2.5-coder:7b").price.known());
}

TEST(InferFromName, DoesNotTakeOneGenerationForAnother) {
    EXPECT_FALSE(inferred("gpt-5.9").price.known());
    EXPECT_FALSE(inferred("claude-sonnet-9").price.known());
    EXPECT_TRUE(inferred("claude-sonnet-9").tier.known());  // the family is known
    EXPECT_FALSE(inferred("pro1-large").tier.known());      // not o1
}

TEST(InferFromName, InventsNothingAboutAStranger) {
    auto const card = inferred("frobnicator-ultra");
    EXPECT_FALSE(card.tier.known());
    EXPECT_FALSE(card.quality.known());
    EXPECT_FALSE(card.price.known());
    EXPECT_FALSE(card.context_window.known());
    EXPECT_FALSE(card.tools.known());
}

TEST(InferFromName, TakesOnlyTheTierOfAStrangerWithASize) {
    auto const card = inferred("frobnicator-70b");
    EXPECT_EQ(card.tier.value, mid);
    EXPECT_FALSE(card.quality.known());
}

TEST(InferFromName, NeverOverrulesABetterSource) {
    ModelCard card;
    card.id = card.upstream_name = "gpt-4o";
    card.price.offer({.input = {7}, .output = {8}}, Origin::config);
    card.context_window.offer(1000, Origin::provider_list);
    infer_from_name(card);
    EXPECT_EQ(card.price.value.input, MicroUsd{7});
    EXPECT_EQ(card.context_window.value, 1000);
    EXPECT_TRUE(card.tools.value);
}

TEST(InferFromName, KnowsWhatAModelCannotDo) {
    EXPECT_TRUE(inferred("gpt-3.5-turbo").vision.known());
    EXPECT_FALSE(inferred("gpt-3.5-turbo").vision.value);
    EXPECT_TRUE(inferred("gpt-4o").vision.value);
}

}  // namespace
}  // namespace signalbox
