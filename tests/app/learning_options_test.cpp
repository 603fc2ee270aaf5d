#include "app/config.hpp"
#include "app/fake_environment.hpp"
#include "app/known_providers.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Result<LearningOptions> options(std::string_view text, Variables variables = {}) {
    auto const environment = fakes::environment(std::move(variables));
    auto config = parse_config(text, "s.yaml", environment);
    if (!config) return std::unexpected(config.error());
    if (auto applied = apply_environment(*config, environment); !applied) return std::unexpected(applied.error());
    return config->learning;
}

std::string refused(std::string_view text, Variables variables = {}) {
    auto const read = options(text, std::move(variables));
    return read ? "accepted" : read.error().detail;
}

TEST(LearningOptions, AreOnWithoutAWord) {
    auto const usual = options("");
    ASSERT_TRUE(usual);
    EXPECT_TRUE(usual->enabled);
    EXPECT_EQ(usual->max_outcomes, 20'000U);
    EXPECT_EQ(usual->refit_after, 200U);
    EXPECT_EQ(usual->exploration, 0.01);
    EXPECT_EQ(usual->max_feedback_per_day, 500U);
}

TEST(LearningOptions, AreRead) {
    auto const read = options(
        "learning: {enabled: false, file: /x/o.bin, max_outcomes: 100, refit_after: 50, "
        "exploration: 0.2, max_feedback_per_day: 3}");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, (LearningOptions{.enabled = false,
                                      .file = "/x/o.bin",
                                      .max_outcomes = 100,
                                      .refit_after = 50,
                                      .exploration = 0.2,
                                      .max_feedback_per_day = 3}));
}

TEST(LearningOptions, RefuseWhatIsOutOfRange) {
    EXPECT_NE(refused("learning: {exploration: 0.21}").find("learning.exploration"), std::string::npos);
    EXPECT_NE(refused("learning: {max_outcomes: 99}").find("learning.max_outcomes"), std::string::npos);
    EXPECT_NE(refused("learning: {refit_after: 9}").find("learning.refit_after"), std::string::npos);
    EXPECT_NE(refused("learning: {max_feedback_per_day: 0}").find("learning.max_feedback_per_day"), std::string::npos);
    EXPECT_NE(refused("learning: {max_outcomes: 100, refit_after: 101}").find("must be at most max_outcomes"),
              std::string::npos);
    EXPECT_EQ(options("learning: {max_outcomes: 100}")->refit_after, 100U);
}

TEST(LearningOptions, KeepOutcomesBesideTheKeysOrWithTheUsersState) {
    Variables const home{{"HOME", "/h"}};
    EXPECT_EQ(options("", home)->file, "/h/.local/state/signalbox/outcomes.bin");
    EXPECT_EQ(options("", {{"HOME", "/h"}, {"XDG_STATE_HOME", "/s"}})->file, "/s/signalbox/outcomes.bin");
    EXPECT_EQ(options("", {{"HOME", "/h"}, {"XDG_STATE_HOME", "s"}})->file, "/h/.local/state/signalbox/outcomes.bin");
    EXPECT_EQ(options("access: {keys_file: /k/keys.yaml}", home)->file, "/k/outcomes.bin");
    EXPECT_EQ(options("access: {keys_file: keys.yaml}", home)->file, "outcomes.bin");
    EXPECT_EQ(options("learning: {file: none}", home)->file, "");
    EXPECT_EQ(options("")->file, "") << "nobody says where";
}

TEST(LearningOptions, ObeyTheEnvironment) {
    EXPECT_FALSE(options("learning: {enabled: true}", {{"SIGNALBOX_LEARNING", "off"}})->enabled);
    EXPECT_TRUE(options("learning: {enabled: false}", {{"SIGNALBOX_LEARNING", "on"}})->enabled);
    EXPECT_EQ(refused("", {{"SIGNALBOX_LEARNING", "maybe"}}), "SIGNALBOX_LEARNING: expected on or off, found 'maybe'");
}

}  // namespace
}  // namespace signalbox::app
