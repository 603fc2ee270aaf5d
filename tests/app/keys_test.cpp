#include "app/config.hpp"
#include "app/config_source.hpp"
#include "app/fake_environment.hpp"
#include "app/file_mark.hpp"
#include "app/key_command.hpp"
#include "app/key_config.hpp"
#include "app/key_file.hpp"
#include "app/key_file_watch.hpp"
#include "app/scratch_folder.hpp"
#include "fakes/fake_terminal.hpp"
#include "fakes/manual_time.hpp"
#include "server/key_hash.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;
using cli::ExitCode;
using server::ApiKey;
using server::Scope;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

sys_seconds const today = sys_days{std::chrono::year{2026} / 11 / 24};
std::string const hash = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Result<Config> parse(std::string const& text) { return parse_config(text, "s.yaml", fakes::environment({})); }

TEST(KeySection, ReadsEverythingThatAKeyMayHave) {
    auto const config = parse("keys:\n  - id: ci\n    hash: " + hash +
                              "\n    tenant: team-a\n    scopes: [admin]\n    models: [small, 'a/b']\n"
                              "    expires: 2027-01-31T12:00:00Z\n    requests_per_minute: 60\n"
                              "    tokens_per_minute: 100000\n    budget_per_day: 2.5\n");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& key = config->access.keys.at(0);
    EXPECT_EQ(key.id, "ci");
    EXPECT_EQ(key.tenant, "team-a");
    EXPECT_EQ(server::hash_text(key.hash), hash);
    EXPECT_TRUE(key.scopes.has(Scope::admin));
    EXPECT_FALSE(key.scopes.has(Scope::chat));
    EXPECT_EQ(key.models, (std::vector<std::string>{"small", "a/b"}));
    EXPECT_EQ(key.expires, sys_seconds{sys_days{std::chrono::year{2027} / 1 / 31}} + 12h);
    EXPECT_EQ(key.limits, (server::KeyLimits{60, 100'000, MicroUsd{2'500'000}}));
}

TEST(KeySection, MeansAClientsKeyOfItsOwnTenantWithoutMore) {
    auto const config = parse("keys: [{id: ci, hash: '" + hash + "'}]\n");
    ASSERT_TRUE(config) << config.error().detail;
    auto const& key = config->access.keys.at(0);
    EXPECT_EQ(key.tenant, "ci");
    EXPECT_TRUE(key.scopes.has(Scope::chat));
    EXPECT_TRUE(key.scopes.has(Scope::read));
    EXPECT_FALSE(key.scopes.has(Scope::admin));
    EXPECT_EQ(key.limits, server::KeyLimits{});
    EXPECT_TRUE(config->access.guarded());
}

struct Mistake {
    std::string name;
    std::string text;
    std::string message;
};
class KeyMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(KeyMistake, NamesItsPlace) {
    auto const config = parse(GetParam().text);
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().detail.find(GetParam().message), std::string::npos) << config.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Rules, KeyMistake,
    ::testing::Values(
        Mistake{"NoHash", "keys: [{id: a}]\n", "s.yaml:1:8: keys[0].hash: missing"},
        Mistake{"AKeyInsteadOfAHash", "keys: [{id: a, hash: sbx_secret}]\n", "keys[0].hash: expected sha256:"},
        Mistake{"OddId", "keys: [{id: 'a b', hash: '" + hash + "'}]\n", "keys[0].id: expected letters"},
        Mistake{"UnknownScope", "keys: [{id: a, scopes: [root], hash: '" + hash + "'}]\n", "keys[0].scopes[0]: "},
        Mistake{"NoSuchDay", "keys: [{id: a, expires: 2027-02-30, hash: '" + hash + "'}]\n",
                "keys[0].expires: expected a moment in UTC"},
        Mistake{"NoRequests", "keys: [{id: a, requests_per_minute: 0, hash: '" + hash + "'}]\n",
                "keys[0].requests_per_minute: "},
        Mistake{"EmptyListOfModels", "keys: [{id: a, models: [], hash: '" + hash + "'}]\n",
                "keys[0].models: names no model"},
        Mistake{"OneHashTwice", "keys: [{id: a, hash: '" + hash + "'}, {id: b, hash: '" + hash + "'}]\n",
                "the key 'b' is there twice"},
        Mistake{"OneIdTwice",
                "keys: [{id: a, hash: '" + hash + "'}, {id: a, hash: 'sha256:" + std::string(64, '1') + "'}]\n",
                "two keys have the id 'a'"},
        Mistake{"UnknownMember", "keys: [{id: a, limit: 1, hash: '" + hash + "'}]\n", "keys[0].limit: unknown key"},
        Mistake{"OpenToLoopbackWithoutKeys", "access: {open_to_loopback: true}\n", "nobody needs a key"}),
    [](auto const& row) { return row.param.name; });

TEST(Moment, IsReadAndWritten) {
    EXPECT_EQ(moment_text(*read_moment("2027-01-31")), "2027-01-31T00:00:00Z");
    EXPECT_EQ(moment_text(*read_moment("2028-02-29T23:59:59Z")), "2028-02-29T23:59:59Z");
    for (auto const* wrong : {"", "soon", "2027-13-01", "2027-1-1", "2027-01-31T24:00:00Z", "2027-01-31 12:00:00Z",
                              "2027-01-31T12:00:00+1", "1969-12-31"}) {
        EXPECT_FALSE(read_moment(wrong)) << wrong;
    }
}

class KeyFileTest : public ::testing::Test {
protected:
    fakes::ScratchFolder folder;
    std::string const path = folder.path("deep/keys.yaml");
    fakes::FakeTerminal terminal;

    std::string create(KeyArguments const& wishes) {
        EXPECT_EQ(create_key(path, wishes, today, false, terminal), ExitCode::ok) << terminal.all();
        auto text = terminal.written_out();
        return text.substr(text.rfind("sbx_"), 47);
    }
    std::vector<ApiKey> keys() { return *read_key_file(path); }
};

TEST_F(KeyFileTest, IsNoKeysWhenItIsNotThere) { EXPECT_TRUE(keys().empty()); }

TEST_F(KeyFileTest, GivesBackWhatWasWritten) {
    ApiKey key{.id = "ci",
               .hash = server::KeyHasher{}("k"),
               .tenant = "team",
               .expires = today + 90min,
               .revoked = true,
               .models = {"a/b", "it's \"odd\": #"},
               .limits = {1, 2, MicroUsd{1'250'000}}};
    key.scopes.add(Scope::admin);
    std::vector const written{key, ApiKey{.id = "plain", .hash = server::KeyHasher{}("l"), .tenant = "plain"}};
    ASSERT_TRUE(write_key_file(path, written));
    auto const read = read_key_file(path);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, written);
}

TEST_F(KeyFileTest, IsForItsOwnerAlone) {
    create({});
    struct stat facts{};
    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
    ::chmod(path.c_str(), 0620);
    auto const read = read_key_file(path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().detail, path + ": others may write it; chmod 600 it");
}

TEST_F(KeyFileTest, SaysWhatIsWrongWithItAndWhere) {
    fakes::write_content(folder.path("broken.yaml"), "keys:\n  - id: a\n    hash: nothing\n");
    auto const read = read_key_file(folder.path("broken.yaml"));
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().detail.starts_with(folder.path("broken.yaml") + ":3:11: keys[0].hash: "))
        << read.error().detail;
}

TEST_F(KeyFileTest, KeepsTheHashOfAKeyAndNeverTheKey) {
    auto const secret = create({.id = "ci"});
    EXPECT_EQ(keys().at(0).hash, server::KeyHasher{}(secret));
    EXPECT_EQ(fakes::content_of(path).find(secret), std::string::npos);
    EXPECT_EQ(terminal.written_err().find(secret), std::string::npos);
}

TEST_F(KeyFileTest, TakesAllWishes) {
    create({.id = "ci",
            .tenant = "team",
            .scopes = {"chat", "admin"},
            .models = {"small"},
            .expires = "30d",
            .requests_per_minute = 60,
            .tokens_per_minute = 1'000,
            .budget_per_day = 0.5});
    auto const key = keys().at(0);
    EXPECT_EQ(key.tenant, "team");
    EXPECT_TRUE(key.scopes.has(Scope::admin));
    EXPECT_FALSE(key.scopes.has(Scope::read));
    EXPECT_EQ(key.models, (std::vector<std::string>{"small"}));
    EXPECT_EQ(key.expires, today + 24h * 30);
    EXPECT_EQ(key.limits, (server::KeyLimits{60, 1'000, MicroUsd{500'000}}));
}

TEST_F(KeyFileTest, MakesUpAnIdForWhoNamesNone) {
    create({});
    create({});
    ASSERT_EQ(keys().size(), 2U);
    EXPECT_NE(keys()[0].id, keys()[1].id);
    EXPECT_EQ(keys()[0].tenant, keys()[0].id);
}

TEST_F(KeyFileTest, RefusesWishesThatMakeNoSense) {
    EXPECT_EQ(create_key(path, {.id = "a b"}, today, false, terminal), ExitCode::usage);
    EXPECT_EQ(create_key(path, {.scopes = {"root"}}, today, false, terminal), ExitCode::usage);
    EXPECT_EQ(create_key(path, {.expires = "2020-01-01"}, today, false, terminal), ExitCode::usage);
    create({.id = "ci"});
    EXPECT_EQ(create_key(path, {.id = "ci"}, today, false, terminal), ExitCode::usage);
    EXPECT_EQ(keys().size(), 1U);
}

TEST_F(KeyFileTest, ListsKeysWithTheirState) {
    create({.id = "old", .expires = "1h"});
    create({.id = "gone"});
    create({.id = "fine", .models = {"small"}, .budget_per_day = 5.0});
    EXPECT_EQ(revoke_key(path, "gone", false, terminal), ExitCode::ok);
    fakes::FakeTerminal list;
    EXPECT_EQ(list_keys(path, today + 1h, false, list), ExitCode::ok);
    auto const text = list.written_out();
    for (auto const* state : {"expired", "revoked", "good"}) EXPECT_NE(text.find(state), std::string::npos) << text;
    EXPECT_EQ(text.find("sbx_"), std::string::npos);
    EXPECT_EQ(text.find("sha256"), std::string::npos);
}

TEST_F(KeyFileTest, RevokesAKeyAndKeepsItsId) {
    create({.id = "ci"});
    EXPECT_EQ(revoke_key(path, "ci", false, terminal), ExitCode::ok);
    EXPECT_TRUE(keys().at(0).revoked);
    EXPECT_EQ(revoke_key(path, "nobody", false, terminal), ExitCode::usage);
}

TEST_F(KeyFileTest, IsReadWithTheConfiguration) {
    create({.id = "ci"});
    auto const config = folder.path("s.yaml");
    fakes::write_content(config, "access: {keys_file: '" + path + "'}\nserver: {address: 0.0.0.0}\n");
    auto const loaded = load_config(config, fakes::environment({}));
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(loaded->access.file_keys.size(), 1U);
}

TEST_F(KeyFileTest, LeavesAnOpenAddressRefusedWhileItHasNoKey) {
    auto const config = folder.path("s.yaml");
    fakes::write_content(config, "access: {keys_file: '" + path + "'}\nserver: {address: 0.0.0.0}\n");
    auto const loaded = load_config(config, fakes::environment({}));
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().detail.find("`signalbox keys create`"), std::string::npos) << loaded.error().detail;
    EXPECT_TRUE(read_config({.path = config, .environment = fakes::environment({})}))
        << "or nobody could make the first key";
}

TEST_F(KeyFileTest, MustNotRepeatAKeyOfTheConfiguration) {
    create({.id = "ci"});
    auto const config = folder.path("s.yaml");
    fakes::write_content(config, "access: {keys_file: '" + path + "'}\nkeys: [{id: ci, hash: '" + hash + "'}]\n");
    auto const loaded = load_config(config, fakes::environment({}));
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().detail.find("two keys have the id 'ci'"), std::string::npos) << loaded.error().detail;
}

TEST_F(KeyFileTest, IsNoticedWhenItIsReplaced) {
    fakes::ManualTime time;
    int changes = 0;
    KeyFileWatch watch{time, 2s, [&] { ++changes; }};
    watch.follow(path, mark_of(path));
    time.advance(10s);
    EXPECT_EQ(changes, 0) << "it is still not there";
    create({});
    time.advance(2s);
    EXPECT_EQ(changes, 1);
    create({});
    time.advance(10s);
    EXPECT_EQ(changes, 2);
    watch.stop();
    create({});
    time.advance(10s);
    EXPECT_EQ(changes, 2);
}

TEST_F(KeyFileTest, IsNoticedWhenItIsReplacedBetweenReadingAndFollowing) {
    create({.id = "ci"});
    auto const config = folder.path("s.yaml");
    fakes::write_content(config, "access: {keys_file: '" + path + "'}\n");
    auto const loaded = load_config(config, fakes::environment({}));
    ASSERT_TRUE(loaded) << loaded.error().detail;
    create({.id = "late"});
    fakes::ManualTime time;
    int changes = 0;
    KeyFileWatch watch{time, 2s, [&] { ++changes; }};

    watch.follow(path, loaded->access.file_mark);
    time.advance(2s);
    EXPECT_EQ(changes, 1);
    time.advance(10s);
    EXPECT_EQ(changes, 1) << "it stays as it is";
}

TEST_F(KeyFileTest, IsNoNewsWhileItStaysAsItWasRead) {
    create({.id = "ci"});
    auto const config = folder.path("s.yaml");
    fakes::write_content(config, "access: {keys_file: '" + path + "'}\n");
    auto const loaded = load_config(config, fakes::environment({}));
    ASSERT_TRUE(loaded) << loaded.error().detail;
    fakes::ManualTime time;
    int changes = 0;
    KeyFileWatch watch{time, 2s, [&] { ++changes; }};
    watch.follow(path, loaded->access.file_mark);
    time.advance(10s);
    EXPECT_EQ(changes, 0);
}

}  // namespace
}  // namespace signalbox::app
