#include "pipeline/shared_questions.hpp"

#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// Some requests that ask about messages; each says what became of it.
class SharedQuestionsTest : public ::testing::Test {
protected:
    struct Request {
        Cancellation cancellation;
        std::optional<SharedQuestions::Duty> duty;
        std::string heard = "waiting";
    };
    void ask(Request& request, std::uint64_t message = 1, Duration patience = 2s) {
        spawn(questions.join({message, 0}, time.now() + patience, request.cancellation), [&request](auto place) {
            request.heard = place.opinion ? place.opinion->why : place.duty ? "asks" : "nothing";
            if (place.duty) request.duty.emplace(std::move(*place.duty));
        });
    }
    static SharedOpinion told(std::string why) {
        return std::make_shared<SecondOpinion const>(SecondOpinion{{}, std::move(why), false});
    }
    fakes::ManualTime time;
    SharedQuestions questions{time};
    Request first, second, third;
};

TEST_F(SharedQuestionsTest, LetOneOfThemAsk) {
    ask(first);
    ask(second);
    ask(third);
    EXPECT_EQ(first.heard, "asks");
    EXPECT_EQ(second.heard, "waiting");
    EXPECT_EQ(third.heard, "waiting");
    first.duty->fulfil(told("hard"));  // so that nobody waits for ever
    time.run();
}

TEST_F(SharedQuestionsTest, TellAllWhoWaitWhatItWasTold) {
    ask(first);
    ask(second);
    ask(third);
    first.duty->fulfil(told("hard"));
    time.run();
    EXPECT_EQ(second.heard, "hard");
    EXPECT_EQ(third.heard, "hard");
    EXPECT_EQ(questions.size(), 0U);
}

TEST_F(SharedQuestionsTest, DoNotMixMessages) {
    ask(first, 1);
    ask(second, 2);
    EXPECT_EQ(second.heard, "asks");
}

TEST_F(SharedQuestionsTest, AskAgainOnceTheQuestionIsAnswered) {
    ask(first);
    first.duty->fulfil(told("hard"));
    ask(second);
    EXPECT_EQ(second.heard, "asks");
}

TEST_F(SharedQuestionsTest, HandADutyThatIsGivenBackToWhoWaitedLongest) {
    ask(first);
    ask(second);
    ask(third);
    first.duty.reset();
    time.run();
    EXPECT_EQ(second.heard, "asks");
    EXPECT_EQ(third.heard, "waiting");
    second.duty->fulfil(told("hard"));
    time.run();
    EXPECT_EQ(third.heard, "hard");
}

TEST_F(SharedQuestionsTest, LetEachGiveUpInItsOwnTime) {
    ask(first);
    ask(second, 1, 1s);
    ask(third, 1, 3s);
    time.advance(1s);
    EXPECT_EQ(second.heard, "nothing");
    EXPECT_EQ(third.heard, "waiting");
    first.duty->fulfil(told("hard"));
    time.run();
    EXPECT_EQ(third.heard, "hard");
}

TEST_F(SharedQuestionsTest, LetEachLeaveAlone) {
    ask(first);
    ask(second);
    ask(third);
    second.cancellation.request(Errc::cancelled);
    time.run();
    EXPECT_EQ(second.heard, "nothing");
    EXPECT_EQ(third.heard, "waiting");
    first.duty.reset();
    time.run();
    EXPECT_EQ(third.heard, "asks") << "not the one who has left";
}

TEST_F(SharedQuestionsTest, HandOnADutyThatComesToOneWhoLeavesInThatMoment) {
    ask(first);
    ask(second);
    ask(third);
    first.duty.reset();
    second.cancellation.request(Errc::cancelled);
    time.run();
    EXPECT_EQ(second.heard, "asks") << "it must give the duty back";
    second.duty.reset();
    time.run();
    EXPECT_EQ(third.heard, "asks");
}

TEST_F(SharedQuestionsTest, KeepNothingWhenNobodyAsksAnyMore) {
    ask(first);
    ask(second);
    second.cancellation.request(Errc::cancelled);
    time.run();
    first.duty.reset();
    EXPECT_EQ(questions.size(), 0U);
    EXPECT_FALSE(time.somebody_waits());
}

}  // namespace
}  // namespace signalbox
