#include "analysis/weights.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace signalbox {
namespace {

Weights some_weights() {
    Weights weights;
    for (std::size_t i = 0; i < weights.bins.size(); i += 7) weights.bins[i] = static_cast<std::int8_t>(i % 251);
    weights.scale = {0.5F, 0.25F, 1, 2, 3, 4, 5, 0};
    for (std::size_t i = 0; i < dense_count; ++i) weights.dense[i].fill(static_cast<float>(i) - 3.5F);
    weights.gain_of = {0.1F, 0.2F, 0.3F, 0.4F, 0.5F};
    weights.ease_of[2] = {1.5F, -0.25F};
    weights.need_middle = 0.2F;
    weights.need_slope = 9;
    return weights;
}

TEST(WeightsFile, ReadsWhatItWrote) {
    auto const weights = some_weights();
    auto const read = read_weights(write_weights(weights));
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->bins, weights.bins);
    EXPECT_EQ(read->scale, weights.scale);
    EXPECT_EQ(read->dense, weights.dense);
    EXPECT_EQ(read->gain_of, weights.gain_of);
    EXPECT_EQ(read->ease_of[2].slope, 1.5F);
    EXPECT_EQ(read->ease_of[2].shift, -0.25F);
    EXPECT_EQ(read->need_slope, 9);
    EXPECT_EQ(read->version(), weights.version());
}

TEST(WeightsFile, IsSmallerThanAMegabyte) { EXPECT_LT(write_weights(some_weights()).size(), 1U << 20); }

TEST(WeightsFile, RefusesWhatIsNoneAndSaysSo) {
    EXPECT_EQ(read_weights("").error(), "it is no file of weights");
    EXPECT_EQ(read_weights("{\"weights\": []}").error(), "it is no file of weights");
    EXPECT_EQ(read_weights("signalbox weights\n").error(), "it is cut short");
}

TEST(WeightsFile, RefusesAnotherFormatAndOtherFeaturesAndSaysWhatToDo) {
    auto other_format = write_weights(some_weights());
    other_format[18] = 99;
    EXPECT_EQ(read_weights(other_format).error(), "it is of another format version");
    auto other_features = write_weights(some_weights());
    other_features[30] = static_cast<char>(other_features[30] + 1);
    EXPECT_EQ(read_weights(other_features).error(), "it was made for other features: train it again with this version");
}

TEST(WeightsFile, RefusesAFileCutAnywhere) {
    auto const whole = write_weights(some_weights());
    for (std::size_t size = 0; size < whole.size(); size += size < 64 ? 1 : 9973) {
        EXPECT_FALSE(read_weights(std::string_view{whole}.substr(0, size))) << size;
    }
    EXPECT_FALSE(read_weights(whole + "x"));
}

TEST(WeightsFile, RefusesAnyChangedByte) {
    auto const whole = write_weights(some_weights());
    std::mt19937_64 random{1};
    for (int i = 0; i < 300; ++i) {
        auto damaged = whole;
        auto& byte = damaged[random() % damaged.size()];
        byte = static_cast<char>(byte ^ (1 + random() % 255));
        EXPECT_FALSE(read_weights(damaged));
    }
}

TEST(WeightsFile, RefusesAFigureThatIsNoNumber) {
    for (auto const bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e9F}) {
        auto weights = some_weights();
        weights.need_slope = bad;
        auto const read = read_weights(write_weights(weights));
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error(), "it is cut short, or one of its figures is no number");
    }
}

TEST(Weights, HaveAnotherVersionWhenAnyFigureDiffers) {
    auto const version = some_weights().version();
    auto changed = some_weights();
    changed.bins.back() = 1;
    EXPECT_NE(changed.version(), version);
    changed = some_weights();
    changed.ease_of[4].shift = 0.001F;
    EXPECT_NE(changed.version(), version);
    EXPECT_EQ(some_weights().version(), version);
}

TEST(BuiltInWeights, AreThereAndKnowSomething) {
    auto const weights = built_in_weights();
    EXPECT_GT(weights.scale[static_cast<std::size_t>(Head::ease)], 0);
    EXPECT_GT(weights.need_slope, 0);
    EXPECT_NE(weights.version(), Weights{}.version());
}

}  // namespace
}  // namespace signalbox
