#include "app/outcome_store.hpp"

#include "app/scratch_folder.hpp"
#include "learning/outcome_record.hpp"
#include "learning/rated.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <sys/stat.h>

namespace signalbox::app {
namespace {

class OutcomeStoreTest : public ::testing::Test {
protected:
    OutcomeStore& store() {
        if (!store_) store_.emplace(path, capacity, log, [this](std::size_t count) { taken += count; });
        return *store_;
    }
    void restart() {
        store_.reset();
        store();
    }
    void stop() { store_.reset(); }
    void take(double score, std::string_view model = "a") {
        EXPECT_TRUE(store().offer(rated(model, Category::code, score)));
        store().settle();
    }
    std::vector<float> scores() {
        std::vector<float> list;
        for (auto const& outcome : store().all()) list.push_back(outcome->score);
        return list;
    }
    LearningState state() {
        LearningState state;
        store().describe(state);
        return state;
    }
    bool said(std::string_view words) const { return log_text.str().find(words) != std::string::npos; }

    fakes::ScratchFolder folder;
    std::string path = folder.path("deeper/outcomes.bin");
    std::size_t capacity = 100;
    std::ostringstream log_text;
    telemetry::Log log{telemetry::LogLevel::info, log_text};
    std::atomic<std::size_t> taken{0};
    std::optional<OutcomeStore> store_;
};

TEST_F(OutcomeStoreTest, KeepsOutcomesOverARestart) {
    take(0.25);
    take(0.5);
    auto const secret = store().secret();
    restart();
    EXPECT_EQ(scores(), (std::vector{0.25F, 0.5F}));
    EXPECT_EQ(store().secret(), secret) << "keys stay who they are";
    EXPECT_TRUE(state().kept);
    EXPECT_EQ(log_text.str(), "");
}

TEST_F(OutcomeStoreTest, IsForItsOwnerAlone) {
    take(1);
    struct stat facts{};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(OutcomeStoreTest, HasNoNameOfAModelInTheFile) {
    take(1, "openai/gpt-4o");
    stop();
    EXPECT_EQ(fakes::content_of(path).find("gpt"), std::string::npos);
}

TEST_F(OutcomeStoreTest, CutsATornEndOffAndSaysSo) {
    take(0.25);
    take(0.5);
    stop();
    auto const whole = fakes::content_of(path);
    fakes::write_content(path, whole.substr(0, whole.size() - 3));
    EXPECT_EQ(scores(), (std::vector{0.25F}));
    EXPECT_TRUE(said("outcomes cut")) << log_text.str();
    take(0.75);
    restart();
    EXPECT_EQ(scores(), (std::vector{0.25F, 0.75F})) << "what came after is whole";
}

TEST_F(OutcomeStoreTest, ReadsAFileThatWasCutAnywhere) {
    take(0.25);
    take(0.5);
    stop();
    auto const whole = fakes::content_of(path);
    for (std::size_t length = outcome_head_bytes; length < whole.size(); length += 7) {
        fakes::write_content(path, whole.substr(0, length));
        EXPECT_LE(scores().size(), 1U);
        stop();
        EXPECT_LE(fakes::content_of(path).size(), length);
    }
}

TEST_F(OutcomeStoreTest, SetsAFileOfAnotherVersionAside) {
    take(0.25);
    stop();
    auto bytes = fakes::content_of(path);
    bytes[8] = 9;
    fakes::write_content(path, bytes);
    EXPECT_TRUE(scores().empty());
    EXPECT_TRUE(said("version 9")) << log_text.str();
    take(0.5);
    restart();
    EXPECT_EQ(scores(), (std::vector{0.5F}));
    EXPECT_EQ(folder.files(), 3U) << "the old one, the new one and the lock";
}

TEST_F(OutcomeStoreTest, SetsAnotherKindOfFileAside) {
    stop();
    std::filesystem::create_directories(folder.path("deeper"));
    fakes::write_content(path, "dear diary");
    EXPECT_TRUE(scores().empty());
    EXPECT_TRUE(said("is no file of outcomes")) << log_text.str();
    bool kept = false;
    for (auto const& entry : std::filesystem::directory_iterator{folder.path("deeper")}) {
        kept = kept || fakes::content_of(entry.path()) == "dear diary";
    }
    EXPECT_TRUE(kept);
}

TEST_F(OutcomeStoreTest, StaysWithinItsBoundOnDiskToo) {
    capacity = 100;
    for (int i = 0; i < 1000; ++i) {
        store().offer(rated("a", Category::code, 0.5));
        if (i % 50 == 0) store().settle();
    }
    store().settle();
    EXPECT_EQ(state().outcomes, 100U);
    std::string one;
    append_outcome(one, rated("a", Category::code, 0.5));
    EXPECT_LE(fakes::content_of(path).size(), outcome_head_bytes + 300 * one.size());
    restart();
    EXPECT_EQ(state().outcomes, 100U);
}

TEST_F(OutcomeStoreTest, CountsByWhereTheyCameFrom) {
    take(1);
    take(1);
    EXPECT_EQ(state().taken[static_cast<std::size_t>(OutcomeSource::feedback)], 2U);
    EXPECT_EQ(state().taken[static_cast<std::size_t>(OutcomeSource::judge)], 0U);
    EXPECT_EQ(taken, 2U);
}

TEST_F(OutcomeStoreTest, GoesOnInMemoryWhenAnotherProcessHasTheFile) {
    take(0.25);
    OutcomeStore second{path, capacity, log, [](std::size_t) {}};
    EXPECT_TRUE(said("another process has it")) << log_text.str();
    EXPECT_TRUE(second.offer(rated("a", Category::code, 1)));
    second.settle();
    EXPECT_EQ(second.all().size(), 1U);
    second.finish();
    restart();
    EXPECT_EQ(scores(), (std::vector{0.25F}));
}

TEST_F(OutcomeStoreTest, GoesOnInMemoryWhenTheFolderCannotBeMade) {
    fakes::write_content(folder.path("deeper"), "a file");
    take(0.5);
    EXPECT_EQ(scores(), (std::vector{0.5F}));
    EXPECT_FALSE(state().kept);
    EXPECT_TRUE(said("outcomes not kept")) << log_text.str();
}

TEST_F(OutcomeStoreTest, KeepsNothingWhenToldSo) {
    path.clear();
    take(0.5);
    EXPECT_FALSE(state().kept);
    EXPECT_EQ(log_text.str(), "");
    restart();
    EXPECT_TRUE(scores().empty());
}

TEST_F(OutcomeStoreTest, DropsAndCountsWhatComesTooFast) {
    std::size_t refused = 0;
    for (std::size_t i = 0; i < 50'000; ++i) refused += store().offer(rated("a", Category::code, 1)) ? 0 : 1;
    store().settle();
    EXPECT_EQ(state().dropped, refused);
    EXPECT_EQ(taken + refused, 50'000U);
}

TEST_F(OutcomeStoreTest, TakesNothingAfterItsEnd) {
    store().finish();
    EXPECT_FALSE(store().offer(rated("a", Category::code, 1)));
}

}  // namespace
}  // namespace signalbox::app
