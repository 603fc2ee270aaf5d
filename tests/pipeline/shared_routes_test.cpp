#include "pipeline/shared_routes.hpp"

#include "fakes/chain_story.hpp"
#include "fakes/shared_shelf.hpp"

#include <algorithm>

namespace signalbox {
namespace {

using namespace fakes;

// Two instances: what is in `cache` is one's own, the shelf is everybody's.
class SharedRoutesStory : public ChainStory {
protected:
    SharedRoutesStory() { shared = &shelf; }
    bool ask_is_a_hit() {
        provider.then_for("small", Script{.pieces = {"def sort(items): return sorted(items)"}});
        sink = {};
        auto const result = ask();
        EXPECT_TRUE(result);
        return result && result->cache_hit;
    }
    void go_to_the_other_instance() { cache.clear(); }

    SharedShelf shelf{time};
};

TEST_F(SharedRoutesStory, FindsARouteThatAnotherInstanceMade) {
    EXPECT_FALSE(ask_is_a_hit());
    EXPECT_EQ(shelf.plans.size(), 1U);
    go_to_the_other_instance();
    EXPECT_TRUE(ask_is_a_hit());
}

TEST_F(SharedRoutesStory, AsksNobodyForARouteThatIsItsOwn) {
    EXPECT_FALSE(ask_is_a_hit());
    EXPECT_TRUE(ask_is_a_hit());
    EXPECT_EQ(shelf.asked, 1);
}

TEST_F(SharedRoutesStory, LeavesTheShelfAloneWhenTheRequestWantsNoCache) {
    context.options.cache = false;
    EXPECT_FALSE(ask_is_a_hit());
    EXPECT_EQ(shelf.asked, 0);
    EXPECT_TRUE(shelf.plans.empty());
}

TEST_F(SharedRoutesStory, LeavesTheShelfAloneWhenTheModelIsPinned) {
    context.model = "small";
    EXPECT_FALSE(ask_is_a_hit());
    EXPECT_EQ(shelf.asked, 0);
    EXPECT_TRUE(shelf.plans.empty());
}

TEST_F(SharedRoutesStory, CountsTheWaitAsTimeOfTheRequest) {
    shelf.takes = 20ms;
    provider.then_for("small", Script{.pieces = {"def sort(items): return sorted(items)"}});
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_GE(result->latency, 20ms);
}

TEST_F(SharedRoutesStory, CallsNobodyForAClientThatLeftMeanwhile) {
    shelf.takes = 20ms;
    cancellation.request(Errc::cancelled);
    EXPECT_FALSE(ask());
    EXPECT_TRUE(provider.asked().empty());
}

// An analyzing model is paid for each question.
class SharedAnalysisStory : public SharedRoutesStory {
protected:
    SharedAnalysisStory() {
        snapshot.registry = ModelRegistry{
            {card("small", 0.5, {100'000}), card("large", 0.9, {5'000'000}), card("oracle", 0.1, {100'000})}};
        snapshot.routing.denied_models = {"oracle"};
        snapshot.chain.analyzer = {.model = "oracle", .timeout = 2s, .below_confidence = 1.5};
        snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
        provider.then_for(
            "oracle", Script{.pieces = {R"({"complexity": 6, "category": "code", "confidence": 1.0})"}, .first = 1s});
    }
    [[nodiscard]] std::ptrdiff_t questions() const { return std::ranges::count(provider.asked(), "oracle"); }
};

TEST_F(SharedAnalysisStory, PaysOnceForAllInstances) {
    ask_is_a_hit();
    ASSERT_EQ(questions(), 1);
    ASSERT_EQ(shelf.analyses.size(), 1U);
    go_to_the_other_instance();
    ask_is_a_hit();
    EXPECT_EQ(questions(), 1);
}

}  // namespace
}  // namespace signalbox
