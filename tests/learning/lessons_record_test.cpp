#include "learning/lessons_record.hpp"

#include "learning/same_lessons.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox {
namespace {

Lessons some_lessons() {
    return {.number = 3,
            .base = 99,
            .at = 1'700'000'000,
            .by_category = {0.5, -0.5, 0, 0, 1},
            .models = {{1, {.skill = -1.5, .by_category = {0, 0, 0.25, 0, 0}}}, {2, {.skill = 1}}}};
}

std::string bytes_of(Lessons const& lessons) {
    std::string bytes;
    append_lessons(bytes, lessons);
    return bytes;
}

TEST(LessonsRecord, ComesBackAsItWas) {
    auto const read = read_lessons(bytes_of(some_lessons()));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_TRUE(same(*read, some_lessons()));
}

TEST(LessonsRecord, KeepsWeightsOfTheAnalysis) {
    auto lessons = some_lessons();
    auto weights = built_in_weights();
    weights.need_middle += 0.125F;
    lessons.weights = std::make_shared<Weights const>(weights);
    auto const read = read_lessons(bytes_of(lessons));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_TRUE(same(*read, lessons));
    EXPECT_FALSE(same(*read, some_lessons()));
}

TEST(LessonsRecord, IsRefusedWhenItIsCutAnywhere) {
    auto const bytes = bytes_of(some_lessons());
    for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(read_lessons(bytes.substr(0, length)));
}

TEST(LessonsRecord, IsRefusedWhenAnyByteIsAnother) {
    auto const bytes = bytes_of(some_lessons());
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        auto changed = bytes;
        changed[place] = static_cast<char>(changed[place] ^ 0x41);
        EXPECT_FALSE(read_lessons(changed)) << place;
    }
    EXPECT_FALSE(read_lessons(bytes + "x"));
}

TEST(LessonsRecord, IsRefusedWhenItSaysWhatCannotBe) {
    auto lessons = some_lessons();
    lessons.by_category[0] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(read_lessons(bytes_of(lessons)).error().detail, "says what cannot be");
    lessons = some_lessons();
    lessons.models[1].skill = 1e9;
    EXPECT_FALSE(read_lessons(bytes_of(lessons)));
}

}  // namespace
}  // namespace signalbox
