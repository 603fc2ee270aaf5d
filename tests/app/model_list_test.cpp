#include "app/model_list.hpp"

#include "app/list_copy.hpp"
#include "app/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

ListedModel priced(std::string id, std::int64_t micro) {
    return {.id = std::move(id), .price = Price{.input = {micro}, .output = {micro}}, .context_window = 1'000};
}

class ModelListTest : public ::testing::Test {
protected:
    fakes::ScratchFolder folder;
    std::string copy = folder.path("deep/er/list.json");
};

TEST_F(ModelListTest, TakesTheFirstListAsItIs) {
    ModelList list{""};
    ASSERT_TRUE(list.open());
    auto const update = list.take({priced("b", 5), priced("a", 0)});
    ASSERT_TRUE(update);
    EXPECT_TRUE(update->changed);
    EXPECT_TRUE(update->kept);
    EXPECT_EQ(list.models().size(), 2U);
    EXPECT_EQ(list.models()[0].id, "a");
}

TEST_F(ModelListTest, SaysWhetherAnythingChanged) {
    ModelList list{""};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    EXPECT_FALSE(list.take({priced("a", 5)})->changed);
    EXPECT_TRUE(list.take({priced("a", 6)})->changed);
}

TEST_F(ModelListTest, TellsOfAHeldFactOnce) {
    ModelList list{""};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    auto const first = list.take({priced("a", 5'000)});
    EXPECT_FALSE(first->changed);
    EXPECT_EQ(first->newly_held.size(), 1U);
    EXPECT_TRUE(list.take({priced("a", 5'000)})->newly_held.empty());
    EXPECT_EQ(list.take({priced("a", 6'000)})->newly_held.size(), 1U) << "another value is news";
    EXPECT_EQ(list.held().size(), 1U);
    ASSERT_TRUE(list.take({priced("a", 7)}));
    EXPECT_TRUE(list.held().empty());
}

TEST_F(ModelListTest, StaysAsItWasWhenAListCannotBeBelieved) {
    ModelList list{""};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    EXPECT_FALSE(list.take({}));
    EXPECT_EQ(list.models().size(), 1U);
}

TEST_F(ModelListTest, GoesOnWithItsCopyAfterARestart) {
    {
        ModelList list{copy};
        ASSERT_TRUE(list.open()) << "no copy yet";
        ASSERT_TRUE(list.take({priced("a", 5)})->kept);
    }
    ModelList list{copy};
    ASSERT_TRUE(list.open());
    EXPECT_EQ(list.models().size(), 1U);
    EXPECT_FALSE(list.take({priced("a", 5)})->changed);
    EXPECT_EQ(list.take({priced("a", 0)})->newly_held.size(), 1U) << "what was known before the restart counts";
}

TEST_F(ModelListTest, KeepsWhatCountsAndNotWhatWasOffered) {
    ModelList list{copy};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    ASSERT_TRUE(list.take({priced("a", 5'000), priced("b", 1)}));
    auto const kept = read_list_copy(copy);
    ASSERT_TRUE(kept && *kept);
    EXPECT_EQ(**kept, (std::vector{priced("a", 5), priced("b", 1)}));
    EXPECT_EQ(folder.files(), 1U) << "no draft is left";
}

TEST_F(ModelListTest, WritesItsCopyOnlyWhenItIsNeeded) {
    ModelList list{copy};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    std::filesystem::remove(copy);
    ASSERT_TRUE(list.take({priced("a", 5)}));
    EXPECT_FALSE(std::filesystem::exists(copy));
    ASSERT_TRUE(list.take({priced("a", 6)}));
    EXPECT_TRUE(std::filesystem::exists(copy));
}

TEST_F(ModelListTest, BeginsEmptyWithABrokenCopyAndReplacesIt) {
    copy = folder.path("list.json");
    fakes::write_content(copy, R"({"data":[{"id":"a)");
    ModelList list{copy};
    auto const opened = list.open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().detail, copy + ": the model list is broken: it is no JSON");
    EXPECT_TRUE(list.models().empty());
    ASSERT_TRUE(list.take({priced("a", 5)})->kept);
    EXPECT_TRUE(ModelList{copy}.open());
}

TEST_F(ModelListTest, CountsThoughItCannotBeKept) {
    fakes::write_content(folder.path("file"), "x");
    ModelList list{folder.path("file/list.json")};
    auto const update = list.take({priced("a", 5)});
    ASSERT_TRUE(update);
    EXPECT_TRUE(update->changed);
    ASSERT_FALSE(update->kept);
    EXPECT_NE(update->kept.error().detail.find("cannot be written"), std::string::npos);
    EXPECT_EQ(list.models().size(), 1U);
}

TEST_F(ModelListTest, IsNotReadFromAFolderOrAnEmptyFile) {
    EXPECT_FALSE(read_list_copy(folder.path("")));
    fakes::write_content(folder.path("empty"), "");
    EXPECT_FALSE(read_list_copy(folder.path("empty")));
    auto const absent = read_list_copy(folder.path("absent"));
    ASSERT_TRUE(absent);
    EXPECT_FALSE(*absent);
}

TEST_F(ModelListTest, IsForTheOwnerAlone) {
    ModelList list{copy};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    EXPECT_EQ(std::filesystem::status(copy).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(ModelListTest, FillsACommandThatDoesNotWait) {
    ModelList list{copy};
    ASSERT_TRUE(list.take({priced("a", 5)}));
    Config config;
    config.providers.push_back({.name = "p", .model_list = {.format = ModelListFormat::openrouter, .copy = copy}});
    config.models.push_back({.id = "mine", .provider = "p", .upstream_name = "a"});
    add_kept_lists(config);
    EXPECT_EQ(config.models[0].context_window.value, 1'000);
    EXPECT_EQ(config.models[0].context_window.origin, Origin::provider_list);
}

}  // namespace
}  // namespace signalbox::app
