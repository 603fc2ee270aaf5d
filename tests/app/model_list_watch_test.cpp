#include "app/model_list_watch.hpp"

#include "app/scratch_folder.hpp"
#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;
using Models = std::vector<ListedModel>;

ListedModel priced(std::string id, std::int64_t micro) {
    return {.id = std::move(id), .price = Price{.input = {micro}, .output = {micro}}};
}

class Heard final : public ModelListListener {
public:
    void list_taken(std::string_view provider, ListUpdate const& update) override {
        all.push_back("taken " + std::string{provider} + (update.changed ? " changed" : ""));
    }
    void list_failed(std::string_view provider, Error const& error) override {
        all.push_back("failed " + std::string{provider} + ": " + error.detail);
    }
    void copy_broken(std::string_view provider, Error const&) override {
        all.push_back("broken " + std::string{provider});
    }
    void held_now(std::size_t facts) override { held = facts; }
    std::vector<std::string> all;
    std::size_t held = 0;
};

class ModelListWatchTest : public ::testing::Test {
protected:
    ModelListWatchTest() { config.providers.push_back(provider("or")); }
    ~ModelListWatchTest() override {
        watch.stop();
        time.run_out();
    }

    static ProviderConfig provider(std::string name) {
        return {.name = std::move(name),
                .base_url = "http://127.0.0.1:1",
                .model_list = {.format = ModelListFormat::openrouter, .every = 1h}};
    }
    Task<Result<Models>> fetch(ProviderConfig const& from, Cancellation& cancellation) {
        ++asked;
        last_asked = from.name;
        bool const waited = !slow || co_await sleep_until(time, time.now() + 10s, cancellation);
        if (!waited) co_return fail(cancellation.reason(), "cancelled");
        co_return answer;
    }
    std::int64_t price_of(std::string const& upstream_name) const {
        auto with = config;
        with.models.push_back({.id = "m", .provider = "or", .upstream_name = upstream_name});
        watch.add_to(with);
        return with.models[0].price.known() ? with.models[0].price.value.input.count : -1;
    }

    fakes::ManualTime time;
    Heard heard;
    Config config;
    Result<Models> answer = Models{priced("a", 5)};
    bool slow = false;
    int asked = 0;
    std::string last_asked;
    ModelListWatch watch{time, [this](auto const& from, auto& cancellation) { return fetch(from, cancellation); },
                         heard};
};

TEST_F(ModelListWatchTest, AsksAtOnceAndThenEveryHour) {
    watch.follow(config);
    EXPECT_EQ(asked, 0);
    watch.ask();
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(price_of("a"), 5);
    answer->at(0).price->input.count = 6;
    time.advance(59min);
    EXPECT_EQ(asked, 1);
    time.advance(1min);
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(price_of("a"), 6);
    EXPECT_EQ(heard.all, (std::vector<std::string>{"taken or changed", "taken or changed"}));
}

TEST_F(ModelListWatchTest, GoesOnWithWhatItKnowsWhenAListFails) {
    watch.follow(config);
    watch.ask();
    answer = fail(Errc::provider_timeout, "late");
    time.advance(1h);
    EXPECT_EQ(heard.all.back(), "failed or: late");
    EXPECT_EQ(price_of("a"), 5);
}

TEST_F(ModelListWatchTest, AsksSoonerAfterAFailureAndEverLessOften) {
    answer = fail(Errc::provider_timeout, "late");
    watch.follow(config);
    watch.ask();
    time.advance(1min);
    EXPECT_EQ(asked, 2);
    time.advance(1min);
    EXPECT_EQ(asked, 2);
    time.advance(1min);
    EXPECT_EQ(asked, 3);
    time.advance(24h);
    EXPECT_LT(asked, 32) << "at most hourly in the end";
    answer = Models{priced("a", 5)};
    time.advance(1h);
    auto const after_success = asked;
    time.advance(59min);
    EXPECT_EQ(asked, after_success);
}

TEST_F(ModelListWatchTest, NeverAsksMoreOftenThanItIsTold) {
    config.providers[0].model_list.every = 10s;
    answer = fail(Errc::provider_timeout, "late");
    watch.follow(config);
    watch.ask();
    time.advance(1min);
    EXPECT_EQ(asked, 7);
}

TEST_F(ModelListWatchTest, RefusesAListThatCannotBeBelieved) {
    watch.follow(config);
    watch.ask();
    answer = Models{};
    time.advance(1h);
    EXPECT_EQ(heard.all.back(), "failed or: the model list is empty");
    EXPECT_EQ(price_of("a"), 5);
}

TEST_F(ModelListWatchTest, CountsWhatIsHeldBack) {
    watch.follow(config);
    watch.ask();
    answer->at(0).price->input.count = 0;
    time.advance(1h);
    EXPECT_EQ(heard.held, 1U);
    EXPECT_EQ(price_of("a"), 5);
    answer->at(0).price->input.count = 7;
    time.advance(1h);
    EXPECT_EQ(heard.held, 0U);
}

TEST_F(ModelListWatchTest, KeepsWhatItKnowsOverAReload) {
    watch.follow(config);
    watch.ask();
    answer = fail(Errc::provider_unreachable, "gone");
    config.providers[0].model_list.add = {"*"};
    EXPECT_FALSE(watch.follow(config)) << "nothing new is known";
    EXPECT_EQ(price_of("a"), 5);
    watch.ask();
    EXPECT_EQ(price_of("a"), 5);
    auto with = config;
    watch.add_to(with);
    EXPECT_EQ(with.models.size(), 1U) << "the new patterns count";
}

TEST_F(ModelListWatchTest, ForgetsAProviderThatMovedOrLeft) {
    watch.follow(config);
    watch.ask();
    auto moved = config;
    moved.providers[0].base_url = "http://127.0.0.1:2";
    watch.follow(moved);
    EXPECT_EQ(price_of("a"), -1);
    watch.follow(Config{});
    watch.ask();
    EXPECT_EQ(asked, 1);
}

TEST_F(ModelListWatchTest, AsksOnlyOnceAtATimeAfterAReload) {
    watch.follow(config);
    watch.ask();
    watch.follow(config);
    watch.ask();
    EXPECT_EQ(asked, 2);
    time.advance(1h);
    EXPECT_EQ(asked, 3);
}

TEST_F(ModelListWatchTest, TakesNothingFromAListThatComesAfterTheEnd) {
    slow = true;
    watch.follow(config);
    watch.ask();
    watch.stop();
    time.run_out();
    EXPECT_TRUE(heard.all.empty());
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(ModelListWatchTest, FollowsEachProviderThatHasAList) {
    config.providers.push_back(provider("second"));
    config.providers.push_back({.name = "without"});
    watch.follow(config);
    watch.ask();
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(last_asked, "second");
}

TEST_F(ModelListWatchTest, BeginsWithTheCopyWhileNoListComes) {
    fakes::ScratchFolder const folder;
    config.providers[0].model_list.copy = folder.path("list.json");
    watch.follow(config);
    watch.ask();
    Heard later;
    ModelListWatch restarted{time, [this](auto const& from, auto& cancellation) { return fetch(from, cancellation); },
                             later};
    answer = fail(Errc::provider_unreachable, "gone");
    EXPECT_TRUE(restarted.follow(config));
    restarted.ask();
    auto with = config;
    with.models.push_back({.id = "m", .provider = "or", .upstream_name = "a"});
    restarted.add_to(with);
    EXPECT_TRUE(with.models[0].price.known());
    restarted.stop();
    time.run_out();
}

TEST_F(ModelListWatchTest, TellsOfABrokenCopyAndGoesOn) {
    fakes::ScratchFolder const folder;
    config.providers[0].model_list.copy = folder.path("list.json");
    fakes::write_content(config.providers[0].model_list.copy, "{");
    EXPECT_FALSE(watch.follow(config));
    watch.ask();
    EXPECT_EQ(heard.all, (std::vector<std::string>{"broken or", "taken or changed"}));
}

}  // namespace
}  // namespace signalbox::app
