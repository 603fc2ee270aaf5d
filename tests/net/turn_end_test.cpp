#include "net/turn_end.hpp"

#include "async/task.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace signalbox::net {
namespace {

class Noted final : public TurnEnd {
public:
    Noted(TurnEnds& turn, std::string& notes, char sign) : TurnEnd{turn}, notes_{notes}, sign_{sign} {}

private:
    void turn_ended() override { notes_ += sign_; }
    std::string& notes_;
    char sign_;
};

struct TurnEndTest : testing::Test {
    boost::asio::io_context context;
    TurnEnds turn{context};
    std::string notes;
};

TEST_F(TurnEndTest, ComesAfterAllHandlersThatWereReady) {
    Noted end{turn, notes, 'e'};
    boost::asio::post(context, [&] {
        notes += '1';
        end.schedule();
    });
    boost::asio::post(context, [&] { notes += '2'; });

    context.run();

    EXPECT_EQ(notes, "12e");
}

TEST_F(TurnEndTest, ComesOnceHoweverOftenItIsAskedForAndInTheOrderOfTheFirstTime) {
    Noted first{turn, notes, 'a'};
    Noted second{turn, notes, 'b'};
    first.schedule();
    second.schedule();
    first.schedule();

    context.run();

    EXPECT_EQ(notes, "ab");
    EXPECT_FALSE(first.scheduled());
}

TEST_F(TurnEndTest, ForgetsWhoIsGone) {
    Noted stays{turn, notes, 's'};
    std::optional<Noted> goes{std::in_place, turn, notes, 'g'};
    goes->schedule();
    stays.schedule();

    goes.reset();
    context.run();

    EXPECT_EQ(notes, "s");
}

TEST_F(TurnEndTest, LetsACoroutineGoOn) {
    Noted before{turn, notes, 'b'};
    before.schedule();
    spawn([](TurnEnds& its_turn, std::string& its_notes) -> Task<void> {
        its_notes += '1';
        co_await AtTurnEnd{its_turn};
        its_notes += '2';
    }(turn, notes));

    context.run();

    EXPECT_EQ(notes, "1b2");
}

}  // namespace
}  // namespace signalbox::net
