#include "learning/outcome_record.hpp"

#include "learning/rated.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox {
namespace {

constexpr KeyedHash::Key secret{1, 2};

Outcome full_outcome() {
    auto outcome = rated("p/small", Category::creative, 0.25, 77);
    outcome.source = OutcomeSource::escalated;
    outcome.explored = true;
    outcome.propensity = 0.005F;
    outcome.strength = 0.5F;
    outcome.bonus = 0.25F;
    outcome.cost = MicroUsd{1'234};
    outcome.row = {.cells = {{.bin = 0, .value = -32'767}, {.bin = 32'767, .value = 1}}, .dense = {0.5F, -3.25F}};
    return outcome;
}

std::string bytes_of(Outcome const& outcome) {
    std::string bytes;
    append_outcome(bytes, outcome);
    return bytes;
}

TEST(OutcomeRecord, ComesBackAsItWas) {
    auto const outcome = full_outcome();
    auto const bytes = bytes_of(outcome);
    std::size_t size = 0;
    auto const read = read_outcome(bytes, size);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, outcome);
    EXPECT_EQ(size, bytes.size());
}

TEST(OutcomeRecord, KnowsAnUnknownCostFromNoCost) {
    std::size_t size = 0;
    auto outcome = full_outcome();
    outcome.cost = MicroUsd{0};
    EXPECT_EQ(read_outcome(bytes_of(outcome), size)->cost, MicroUsd{0});
    outcome.cost.reset();
    EXPECT_EQ(read_outcome(bytes_of(outcome), size)->cost, std::nullopt);
}

TEST(OutcomeRecord, ReadsTheFirstOfSeveral) {
    auto const bytes = bytes_of(full_outcome()) + "anything";
    std::size_t size = 0;
    EXPECT_TRUE(read_outcome(bytes, size));
    EXPECT_EQ(size, bytes.size() - 8);
}

TEST(OutcomeRecord, IsRefusedWhenItIsCutAnywhere) {
    auto const bytes = bytes_of(full_outcome());
    std::size_t size = 0;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(read_outcome(std::string_view{bytes}.substr(0, length), size)) << length;
    }
}

TEST(OutcomeRecord, IsRefusedWhenAnyByteIsAnother) {
    auto const bytes = bytes_of(full_outcome());
    std::size_t size = 0;
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        auto changed = bytes;
        changed[place] = static_cast<char>(changed[place] ^ 0x41);
        EXPECT_FALSE(read_outcome(changed, size)) << place;
    }
}

TEST(OutcomeRecord, IsRefusedWhenItSaysWhatCannotBe) {
    auto const refused = [](auto change) {
        auto outcome = full_outcome();
        change(outcome);
        std::size_t size = 0;
        return !read_outcome(bytes_of(outcome), size);
    };
    EXPECT_TRUE(refused([](Outcome& o) { o.score = 1.5F; }));
    EXPECT_TRUE(refused([](Outcome& o) { o.score = std::numeric_limits<float>::quiet_NaN(); }));
    EXPECT_TRUE(refused([](Outcome& o) { o.weight = -0.1F; }));
    EXPECT_TRUE(refused([](Outcome& o) { o.prior = std::numeric_limits<float>::infinity(); }));
    EXPECT_TRUE(refused([](Outcome& o) { o.category = static_cast<Category>(5); }));
    EXPECT_TRUE(refused([](Outcome& o) { o.source = static_cast<OutcomeSource>(5); }));
    EXPECT_TRUE(refused([](Outcome& o) { o.row.dense[0] = std::numeric_limits<float>::infinity(); }));
    EXPECT_TRUE(refused([](Outcome& o) { o.row.dense.resize(OutcomeRow::max_dense + 1); }));
    EXPECT_FALSE(refused([](Outcome&) {}));
}

TEST(OutcomeRecord, FitsItsLimitWithTheLargestRow) {
    auto outcome = full_outcome();
    outcome.row.cells.resize(OutcomeRow::max_cells);
    outcome.row.dense.resize(OutcomeRow::max_dense);
    auto const bytes = bytes_of(outcome);
    EXPECT_LE(bytes.size(), max_outcome_bytes);
    std::size_t size = 0;
    EXPECT_TRUE(read_outcome(bytes, size));
}

TEST(OutcomeHead, KeepsTheSecret) {
    std::string bytes;
    append_outcome_head(bytes, secret);
    EXPECT_EQ(bytes.size(), outcome_head_bytes);
    auto const read = read_outcome_head(bytes + "more");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, secret);
}

TEST(OutcomeHead, SaysWhatIsWrongWithIt) {
    std::string bytes;
    append_outcome_head(bytes, secret);
    EXPECT_EQ(read_outcome_head("keys: []\n").error().detail, "is no file of outcomes");
    auto newer = bytes;
    newer[8] = 9;
    EXPECT_EQ(read_outcome_head(newer).error().detail, "is of version 9, which is not read here");
    auto damaged = bytes;
    damaged[20] = static_cast<char>(damaged[20] ^ 1);
    EXPECT_EQ(read_outcome_head(damaged).error().detail, "has a damaged head");
    EXPECT_FALSE(read_outcome_head(bytes.substr(0, 30)));
}

TEST(OutcomeId, TellsStatementsOfOneRunApart) {
    auto const run = 0xABCDEF0123456789U;
    EXPECT_NE(outcome_id(run, 0), outcome_id(run, 1));
    EXPECT_NE(outcome_id(run, 7), outcome_id(run, told_of_run));
    EXPECT_EQ(run_of(outcome_id(run, 0)), run_of(outcome_id(run, told_of_other_run)));
}

}  // namespace
}  // namespace signalbox
