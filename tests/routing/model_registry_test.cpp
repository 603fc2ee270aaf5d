#include "routing/model_registry.hpp"

#include "routing/cards.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(ModelRegistry, FindsAModelByIdAliasAndUpstreamName) {
    auto small = card("small", 0.3, 1, 1);
    small.aliases = {"tiny", "wee"};
    ModelRegistry const registry{{small, card("large", 0.9, 5, 5)}};
    EXPECT_EQ(registry.find("p/small")->id, "p/small");
    EXPECT_EQ(registry.find("wee")->id, "p/small");
    EXPECT_EQ(registry.find("large")->id, "p/large");
    EXPECT_EQ(registry.find("huge"), nullptr);
    EXPECT_EQ(registry.find(""), nullptr);
}

TEST(ModelRegistry, RefusesAnAmbiguousUpstreamName) {
    auto elsewhere = card("small", 0.3, 1, 1);
    elsewhere.id = "q/small";
    ModelRegistry const registry{{card("small", 0.3, 1, 1), elsewhere}};
    EXPECT_EQ(registry.find("small"), nullptr);
    EXPECT_EQ(registry.find("q/small")->id, "q/small");
}

TEST(ModelRegistry, PrefersAnIdToAnAliasAndAnAliasToAnUpstreamName) {
    auto first = card("first", 0.3, 1, 1);
    first.aliases = {"p/second", "second"};
    ModelRegistry const registry{{first, card("second", 0.9, 1, 1)}};
    EXPECT_EQ(registry.find("p/second")->id, "p/second");
    EXPECT_EQ(registry.find("second")->id, "p/first");
}

TEST(ModelRegistry, KeepsTheFirstOfTwoCardsAndOfTwoAliases) {
    auto first = card("a", 0.3, 1, 1), second = card("b", 0.5, 1, 1);
    first.aliases = second.aliases = {"same"};
    ModelRegistry const registry{{first, card("a", 0.9, 1, 1), second}};
    EXPECT_EQ(registry.models().size(), 2U);
    EXPECT_EQ(registry.find("p/a")->quality.value, 0.3);
    EXPECT_EQ(registry.find("same")->id, "p/a");
}

TEST(ModelRegistry, InfersWhatACardLeavesOpen) {
    ModelRegistry const registry{{stranger("gpt-4o-mini")}};
    EXPECT_EQ(registry.find("gpt-4o-mini")->tier.value, Tier::cheap);
}

TEST(ModelRegistry, ChangesItsVersionWithAnyFact) {
    auto const version = [](ModelCard const& model) { return ModelRegistry{{model}}.version(); };
    auto const plain = card("a", 0.3, 1, 1);
    auto const base = version(plain);
    EXPECT_EQ(version(plain), base);
    auto changed = plain;
    changed.price.value.output.count += 1;
    EXPECT_NE(version(changed), base);
    changed = plain;
    changed.vision.value = false;
    EXPECT_NE(version(changed), base);
    changed = plain;
    changed.aliases = {"x"};
    EXPECT_NE(version(changed), base);
    changed = plain;
    changed.strengths.offer({Category::code}, Origin::config);
    EXPECT_NE(version(changed), base);
    changed = plain;
    changed.quality.origin = Origin::provider_list;
    EXPECT_NE(version(changed), base);
}

TEST(ModelRegistry, MayBeEmpty) {
    EXPECT_EQ(ModelRegistry{}.find("a"), nullptr);
    EXPECT_TRUE(ModelRegistry{}.models().empty());
}

}  // namespace
}  // namespace signalbox
