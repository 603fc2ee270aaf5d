#include "net/socket_wait.hpp"

#include "fakes/loop_runner.hpp"
#include "net/socket_io.hpp"

#include <gtest/gtest.h>

#include <array>

namespace signalbox::net {
namespace {

using namespace std::chrono_literals;

// Two connected sockets on one loop.
class SocketWaitTest : public ::testing::Test {
protected:
    SocketWaitTest() {
        Acceptor acceptor{runner.loop.context(), {boost::asio::ip::address_v4::loopback(), 0}};
        near.connect(acceptor.local_endpoint());
        acceptor.accept(far);
    }
    static Task<std::string> read_after_waiting(Socket& socket) {
        std::array<char, 64> bytes{};
        for (;;) {
            auto const read = try_read(socket, bytes);
            if (!read.would_block()) co_return std::string{bytes.data(), read.bytes};
            (void)co_await readable(socket);
        }
    }
    template <class Work>
    void soon(Work work, Duration after = 10ms) {
        spawn(sleep_until(runner.loop, Clock::now() + after, never), [work](bool) { work(); });
    }

    fakes::LoopRunner runner;
    Cancellation never;
    Socket near{runner.loop.context()};
    Socket far{runner.loop.context()};
};

TEST_F(SocketWaitTest, EndsWhenBytesCome) {
    soon([&] { (void)try_write(far, "hello"); });
    EXPECT_EQ(runner.run(read_after_waiting(near)), "hello");
}

TEST_F(SocketWaitTest, EndsWhenTheStreamEnds) {
    soon([&] { far.close(); });
    EXPECT_EQ(runner.run(read_after_waiting(near)), "");
}

TEST_F(SocketWaitTest, RemembersBytesThatCameWhileNobodyWaited) {
    (void)try_write(far, "early");
    (void)runner.run(sleep_until(runner.loop, Clock::now() + 20ms, never));  // the loop has seen the edge
    EXPECT_TRUE(runner.run([](Socket& socket) -> Task<bool> {
        auto const ec = co_await readable(socket);
        co_return !ec;
    }(near)));
    EXPECT_EQ(runner.run(read_after_waiting(near)), "early");
}

TEST_F(SocketWaitTest, WaitsAgainAndAgain) {
    for (int i = 0; i < 20; ++i) {
        soon([&] { (void)try_write(far, "x"); }, 1ms);
        ASSERT_EQ(runner.run(read_after_waiting(near)), "x");
    }
}

TEST_F(SocketWaitTest, EndsWithAnErrorWhenTheSocketIsCancelled) {
    soon([&] { near.cancel(); });
    auto const ec = runner.run([](Socket& socket) -> Task<boost::system::error_code> {
        std::array<char, 8> bytes{};
        boost::system::error_code ended;
        while (!ended && try_read(socket, bytes).would_block()) ended = co_await readable(socket);
        co_return ended;
    }(near));
    EXPECT_EQ(ec, boost::asio::error::operation_aborted);
}

TEST_F(SocketWaitTest, WaitsForRoomToWrite) {
    std::string const block(1 << 16, 'x');
    std::size_t sent = 0;
    for (IoResult result; (result = try_write(near, block)).ok();) sent += result.bytes;
    std::string drain(1 << 16, ' ');
    std::size_t seen = 0;
    soon([&] {
        for (IoResult result; (result = try_read(far, drain)).ok();) seen += result.bytes;
    });
    EXPECT_TRUE(runner.run([](Socket& socket, std::string_view bytes) -> Task<bool> {
        auto result = try_write(socket, bytes);
        while (result.would_block()) {
            (void)co_await writable(socket);
            result = try_write(socket, bytes);
        }
        co_return result.ok();
    }(near, block)));
    EXPECT_GT(seen, 0U);
    EXPECT_LE(seen, sent);
}

TEST_F(SocketWaitTest, WritesPiecesInOrderInOneCall) {
    std::array<std::string_view, 4> pieces{"one ", "", "two ", "three"};
    auto const sent = try_writev(near, pieces);
    EXPECT_EQ(sent.bytes, 13U);
    EXPECT_EQ(runner.run(read_after_waiting(far)), "one two three");
}

TEST_F(SocketWaitTest, TakesWhatWasSentOffThePieces) {
    std::array<std::string_view, 3> pieces{"one", "two", "three"};
    net::advance(pieces, 4);
    EXPECT_EQ(pieces, (std::array<std::string_view, 3>{"", "wo", "three"}));
}

TEST_F(SocketWaitTest, PeeksWithoutTaking) {
    EXPECT_TRUE(peek(near).would_block());
    (void)try_write(far, "x");
    EXPECT_TRUE(peek(near).ok());
    EXPECT_TRUE(peek(near).ok());
    far.close();
    EXPECT_EQ(runner.run(read_after_waiting(near)), "x");
    EXPECT_EQ(peek(near).state, IoResult::State::closed);
}

TEST_F(SocketWaitTest, NamesAVanishedReaderAndRaisesNoSignal) {
    far.close();
    (void)try_write(near, "x");
    EXPECT_EQ(runner.run(read_after_waiting(near)), "");
    EXPECT_EQ(try_write(near, "x").state, IoResult::State::closed);
}

struct Watched {
    ReadWatch& watch;
    int told = 0;
};

TEST_F(SocketWaitTest, TellsTheListenerOfAWatchNobodyAwaits) {
    ReadWatch watch{runner.loop, near};
    Watched watched{watch};
    watch.on_event([](void* self) { ++static_cast<Watched*>(self)->told; }, &watched);
    watch.arm();
    (void)runner.run(sleep_until(runner.loop, Clock::now() + 10ms, never));
    watched.told = 0;  // the first edge is that of the connection itself
    watch.forget();
    watch.arm();
    (void)try_write(far, "x");
    (void)runner.run(sleep_until(runner.loop, Clock::now() + 20ms, never));
    EXPECT_EQ(watched.told, 1);
    EXPECT_TRUE(watch.ready());
    near.close();
}

TEST_F(SocketWaitTest, InterruptsAWatchAndLeavesItArmed) {
    ReadWatch watch{runner.loop, near};
    auto const wait = [](ReadWatch& its) -> Task<bool> {
        bool const came = co_await its.wait();
        co_return came;
    };
    (void)runner.run(wait(watch));  // the edge of the connection itself
    soon([&] { watch.interrupt(); });
    EXPECT_FALSE(runner.run(wait(watch)));
    soon([&] { (void)try_write(far, "x"); });
    EXPECT_TRUE(runner.run(wait(watch)));
    near.close();
}

TEST_F(SocketWaitTest, SurvivesTheEndOfAnArmedWatch) {
    {
        ReadWatch watch{runner.loop, near};
        watch.arm();
    }
    near.close();
    (void)runner.run(sleep_until(runner.loop, Clock::now() + 10ms, never));
}

}  // namespace
}  // namespace signalbox::net
