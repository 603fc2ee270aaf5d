#include "server/key_table.hpp"

#include "server/access.hpp"
#include "server/key_hash.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

TimePoint const midnight{1000h};
sys_seconds const today = sys_days{std::chrono::year{2026} / 11 / 24};

ApiKey key_for(std::string id, std::string_view secret) {
    ApiKey key;
    key.id = std::move(id);
    key.tenant = key.id;
    key.hash = KeyHasher{}(secret);
    key.scopes.add(Scope::chat);
    return key;
}

TEST(KeyHash, IsSha256) {
    KeyHasher hasher;
    EXPECT_EQ(hash_text(hasher("abc")), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_text(hasher("")), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        << "one hash leaves nothing for the next";
}

TEST(KeyHash, ReadsWhatItWrites) {
    auto const hash = KeyHasher{}("abc");
    EXPECT_EQ(read_hash(hash_text(hash)), hash);
    for (auto const* wrong : {"", "sha256:", "md5:00", "sha256:ZZ"}) EXPECT_FALSE(read_hash(wrong)) << wrong;
    EXPECT_FALSE(read_hash(hash_text(hash) + "0"));
}

TEST(KeyHash, MakesKeysOf256BitsThatNeverMeet) {
    auto const one = make_key();
    EXPECT_EQ(one.reveal().size(), 47U);
    EXPECT_TRUE(one.reveal().starts_with("sbx_"));
    EXPECT_NE(one.reveal(), make_key().reveal());
}

TEST(KeyTable, FindsAKeyByItsHash) {
    KeyTable const table{{key_for("a", "first"), key_for("b", "second")}, false, midnight, nullptr};
    auto const found = table.find(KeyHasher{}("second"), today);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->key.id, "b");
    EXPECT_EQ(table.find(KeyHasher{}("third"), today), nullptr);
    EXPECT_EQ(table.find(KeyHash{}, today), nullptr);
}

TEST(KeyTable, ForgetsAKeyTheSecondItExpires) {
    auto key = key_for("a", "first");
    key.expires = today;
    KeyTable const table{{key}, false, midnight, nullptr};
    EXPECT_NE(table.find(key.hash, today - 1s), nullptr);
    EXPECT_EQ(table.find(key.hash, today), nullptr);
}

TEST(KeyTable, KnowsNoRevokedKey) {
    auto key = key_for("a", "first");
    key.revoked = true;
    KeyTable const table{{key}, false, midnight, nullptr};
    EXPECT_EQ(table.find(key.hash, today), nullptr);
}

TEST(KeyTable, GoesOnWithAccountsWhoseLimitsStay) {
    auto limited = key_for("a", "first");
    limited.limits.requests_per_minute = 10;
    auto other = key_for("b", "second");
    other.limits.requests_per_minute = 10;
    KeyTable const before{{limited, other}, false, midnight, nullptr};

    other.limits.requests_per_minute = 20;
    KeyTable const after{{other, limited}, false, midnight, &before};

    EXPECT_EQ(after.find(limited.hash, today)->account, before.find(limited.hash, today)->account);
    EXPECT_NE(after.find(other.hash, today)->account, before.find(other.hash, today)->account);
}

TEST(KeyTable, CountsDaysFromMidnightInUtc) {
    EXPECT_EQ(last_midnight(midnight + 5h, today + 5h), midnight);
    EXPECT_EQ(last_midnight(midnight, today), midnight);
}

struct Presented {
    std::string name;
    std::string_view authorization;
    std::string_view api_key;
    std::string_view key;
};

class PresentedKey : public ::testing::TestWithParam<Presented> {};

TEST_P(PresentedKey, IsRead) {
    wire::RequestHead head;
    head.authorization = GetParam().authorization;
    head.api_key = GetParam().api_key;
    EXPECT_EQ(presented_key(head), GetParam().key);
}

INSTANTIATE_TEST_SUITE_P(Rules, PresentedKey,
                         ::testing::Values(Presented{"Bearer", "Bearer k", "", "k"},
                                           Presented{"SchemeInAnyCase", "bEARER k", "", "k"},
                                           Presented{"SpacesBeforeIt", "Bearer   k", "", "k"},
                                           Presented{"ApiKeyField", "", "k", "k"},
                                           Presented{"ApiKeyFieldFirst", "Bearer other", "k", "k"},
                                           Presented{"NoOtherScheme", "Basic k", "", ""},
                                           Presented{"NoBareKey", "k", "", ""}, Presented{"Nothing", "", "", ""}),
                         [](auto const& row) { return row.param.name; });

class IdentifyTest : public ::testing::Test {
protected:
    std::optional<Errc> refusal(std::string_view path, std::string_view key, bool local = false, bool open = false) {
        KeyTable const table{{key_for("a", "first")}, open, midnight, nullptr};
        wire::RequestHead head;
        head.api_key = key;
        auto const known = identify(head, find_endpoint("GET", path).endpoint, table, hasher, local);
        return known ? std::nullopt : std::optional{known.error().code};
    }
    KeyHasher hasher;
};

TEST_F(IdentifyTest, WantsAKeyForAllButWhatIsOpen) {
    EXPECT_EQ(refusal("/v1/models", ""), Errc::unauthorized);
    EXPECT_EQ(refusal("/v1/models", "first"), std::nullopt);
    EXPECT_EQ(refusal("/healthz", ""), std::nullopt);
    EXPECT_EQ(refusal("/readyz", "wrong"), std::nullopt);
}

TEST_F(IdentifyTest, TellsNobodyWithoutAKeyWhatDoesNotExist) {
    EXPECT_EQ(refusal("/nothing", ""), Errc::unauthorized);
    EXPECT_EQ(refusal("/nothing", "first"), std::nullopt);
}

TEST_F(IdentifyTest, TakesNoKeyThatIsLongerThanAnyIs) {
    EXPECT_EQ(refusal("/v1/models", std::string(16 * 1024, 'k')), Errc::unauthorized);
}

TEST_F(IdentifyTest, LetsThisMachineInWhereThatIsConfigured) {
    EXPECT_EQ(refusal("/v1/models", "", true, true), std::nullopt);
    EXPECT_EQ(refusal("/v1/models", "not-a-key", true, true), std::nullopt);
    EXPECT_EQ(refusal("/v1/models", "", false, true), Errc::unauthorized);
    EXPECT_EQ(refusal("/v1/models", "", true, false), Errc::unauthorized);
}

TEST(CheckScope, NamesTheScopeThatIsMissing) {
    auto const key = key_for("a", "first");
    EXPECT_TRUE(check_scope(key, *find_endpoint("POST", "/v1/chat/completions").endpoint));
    auto const refused = check_scope(key, *find_endpoint("DELETE", "/api/cache").endpoint);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::forbidden);
    EXPECT_EQ(refused.error().detail, "this key lacks the scope admin");
}

TEST(CountRequest, RefusesBeforeTheBodyWhenNoTokensAreLeft) {
    KeyAccount account{{.requests_per_minute = 60, .tokens_per_minute = 60}, midnight};
    ASSERT_TRUE(count_request(account, midnight));
    account.tokens->force(61, midnight);
    auto const refused = count_request(account, midnight);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::rate_limited);
    EXPECT_EQ(refused.error().retry_after, 2s) << "until one token is there";
    EXPECT_EQ(account.requests->left(midnight), 59) << "a refused request costs none";
}

}  // namespace
}  // namespace signalbox::server
