#include "app/config.hpp"
#include "app/fake_environment.hpp"
#include "app/known_providers.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Result<RecordOptions> options(std::string_view text, Variables variables = {}) {
    auto const environment = fakes::environment(std::move(variables));
    auto config = parse_config(text, "s.yaml", environment);
    if (!config) return std::unexpected(config.error());
    if (auto applied = apply_environment(*config, environment); !applied) return std::unexpected(applied.error());
    return config->records;
}

TEST(RecordOptions, AreOnWithoutAWordForThirtyDays) {
    auto const usual = options("");
    ASSERT_TRUE(usual);
    EXPECT_EQ(*usual, RecordOptions{});
    EXPECT_TRUE(usual->enabled);
    EXPECT_EQ(usual->keep_days, 30);
}

TEST(RecordOptions, AreRead) {
    auto const read = options("records: {enabled: false, file: /x/r.db, keep_days: 7, max_queue: 100}");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, (RecordOptions{.enabled = false, .file = "/x/r.db", .keep_days = 7, .max_queue = 100}));
}

TEST(RecordOptions, RefuseWhatIsOutOfRange) {
    EXPECT_NE(options("records: {keep_days: 0}").error().detail.find("records.keep_days"), std::string::npos);
    EXPECT_NE(options("records: {max_queue: 99}").error().detail.find("records.max_queue"), std::string::npos);
    EXPECT_NE(options("records: {colour: 1}").error().detail.find("records.colour"), std::string::npos);
}

TEST(RecordOptions, KeepRecordsBesideTheOutcomesTheKeysOrWithTheUsersState) {
    Variables const home{{"HOME", "/h"}};
    EXPECT_EQ(options("", home)->file, "/h/.local/state/signalbox/records.db");
    EXPECT_EQ(options("", {{"HOME", "/h"}, {"XDG_STATE_HOME", "/s"}})->file, "/s/signalbox/records.db");
    EXPECT_EQ(options("access: {keys_file: /k/keys.yaml}", home)->file, "/k/records.db");
    EXPECT_EQ(options("learning: {file: /o/outcomes.bin}", home)->file, "/o/records.db");
    EXPECT_EQ(options("learning: {file: none}", home)->file, "/h/.local/state/signalbox/records.db");
}

TEST(RecordOptions, ObeyTheEnvironment) {
    EXPECT_FALSE(options("", {{"SIGNALBOX_RECORDS", "off"}})->enabled);
    EXPECT_TRUE(options("records: {enabled: false}", {{"SIGNALBOX_RECORDS", "on"}})->enabled);
    EXPECT_EQ(options("", {{"SIGNALBOX_RECORDS", "maybe"}}).error().detail,
              "SIGNALBOX_RECORDS: expected on or off, found 'maybe'");
}

}  // namespace
}  // namespace signalbox::app
