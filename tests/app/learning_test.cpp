#include "app/learning.hpp"

#include "app/scratch_folder.hpp"
#include "learning/lessons_record.hpp"
#include "learning/rated.hpp"
#include "learning/same_lessons.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <sstream>
#include <thread>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

// The whole of learning, fed by hand.
class LearningTest : public ::testing::Test {
protected:
    void start(std::uint64_t base = 1) {
        learning.reset();
        news = {};
        auto said = std::make_shared<std::promise<SharedLessons>>();
        news = said->get_future();
        learning = std::make_unique<Learning>(options, built_in_weights(), base, WallClock{Clock::now(), 1'000'000},
                                              log, [said](Learned const& learned) mutable {
                                                  if (said) said->set_value(learned.lessons);
                                                  said.reset();
                                              });
    }
    // Each the outcome of an answer that a judge looked at.
    void runs(std::string const& model, Category category, double score, int times) {
        Snapshot snapshot;
        ModelCard card;
        card.id = card.upstream_name = model;
        card.quality.offer(0.7, Origin::config);
        snapshot.registry = ModelRegistry{{card}};
        for (int i = 0; i < times; ++i) {
            ChainContext context;
            auto const digits = std::to_string(++number);
            context.request_id = std::string(32 - digits.size(), '0') + digits;
            ChainResult result{.model = model};
            result.analysis = {.category = category, .need = 0.5};
            result.plan = std::make_shared<RoutingPlan const>(RoutingPlan{.primary = model});
            AttemptRecord attempt{.model = model};
            attempt.validation = ValidationResult{.score = score, .judge = "judge"};
            attempt.validation->verdict = score >= 7 ? Verdict::valid : Verdict::invalid;
            result.attempts = {attempt};
            learning->desk().ended(context, result, snapshot, "", Clock::now());
        }
    }
    // Enough to learn something.
    void teach() {
        runs("a", Category::code, 1, 60);
        runs("b", Category::code, 9, 60);
        learning->settle();
    }
    SharedLessons next() {
        EXPECT_EQ(news.wait_for(20s), std::future_status::ready) << log_text.str();
        return news.get();
    }
    static double of(SharedLessons const& lessons, std::string_view model) {
        return lesson_for(*lessons, model_tag(model)).in(Category::code);
    }

    fakes::ScratchFolder folder;
    LearningOptions options{.file = folder.path("outcomes.bin"), .refit_after = 120};
    std::ostringstream log_text;
    telemetry::Log log{telemetry::LogLevel::info, log_text};
    std::future<SharedLessons> news;
    std::unique_ptr<Learning> learning;
    int number = 0;
};

TEST_F(LearningTest, PublishesWhatItLearnedFromEnoughOutcomes) {
    start();
    EXPECT_EQ(learning->lessons()->number, 0U);
    teach();
    auto const lessons = next();
    EXPECT_EQ(lessons->number, 1U);
    EXPECT_LT(of(lessons, "a"), of(lessons, "b"));
    EXPECT_EQ(learning->desk().state().accepted, 1U);
    EXPECT_EQ(learning->desk().state().number, 1U);
}

TEST_F(LearningTest, KnowsItsLessonsAfterARestart) {
    start();
    teach();
    auto const lessons = next();
    start();
    EXPECT_TRUE(same(*learning->lessons(), *lessons));
    EXPECT_EQ(learning->desk().state().outcomes, 120U);
}

TEST_F(LearningTest, KnowsHowGoodRoutingIsFromTheStart) {
    start();
    teach();
    std::ignore = next();
    auto const before = learning->desk().state().health;
    ASSERT_TRUE(before);
    EXPECT_EQ(before->outcomes, 120U);
    EXPECT_EQ(before->standing, RoutingStanding::learning) << before->because;
    start();
    auto const state = [this] { return learning->desk().state().health; };
    while (!state()) std::this_thread::yield();
    EXPECT_EQ(state()->outcomes, 120U);
}

TEST_F(LearningTest, LearnsAnewWhenTheBaseIsAnother) {
    start();
    teach();
    auto const before = next();
    start(2);
    auto const after = next();
    EXPECT_EQ(after->base, 2U);
    EXPECT_EQ(after->number, 1U);
    EXPECT_NE(log_text.str().find("lessons not used"), std::string::npos) << log_text.str();
}

TEST_F(LearningTest, DoesNotUseLessonsThatAreDamaged) {
    start();
    teach();
    std::ignore = next();
    learning.reset();
    auto const path = folder.path("outcomes.bin.lessons");
    auto bytes = fakes::content_of(path);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    fakes::write_content(path, bytes);
    start();
    EXPECT_NE(log_text.str().find("is damaged"), std::string::npos) << log_text.str();
}

TEST_F(LearningTest, SaysWhyItRefusedToLearn) {
    options.refit_after = 10;
    start();
    runs("a", Category::code, 1, 10);
    learning->settle();
    for (auto const end = Clock::now() + 20s; Clock::now() < end && learning->desk().state().refused == 0;) {
        std::this_thread::yield();
    }
    auto const state = learning->desk().state();
    EXPECT_GE(state.refused + state.accepted, 1U);
    if (state.refused > 0) EXPECT_FALSE(state.last_refusal.empty());
    EXPECT_GT(state.last_refit, 0);
}

TEST_F(LearningTest, LearnsWithoutAFileToo) {
    options.file.clear();
    start();
    teach();
    EXPECT_EQ(next()->number, 1U);
    EXPECT_EQ(folder.files(), 0U);
}

}  // namespace
}  // namespace signalbox::app
