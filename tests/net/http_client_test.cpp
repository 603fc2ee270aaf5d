#include "net/http_client.hpp"

#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"

#include <gtest/gtest.h>

namespace signalbox::net {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;

constexpr std::string_view ok_hello = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

struct Answer {
    int status = 0;
    std::string body;
};

class HttpClientTest : public ::testing::Test {
protected:
    HttpClient& client_of(ScriptedServer const& server, HttpClientOptions options = {}) {
        client.emplace(runner.loop, parse_url(server.url())->origin, options);
        return *client;
    }
    static Task<Result<Answer>> ask(HttpClient& client, HttpCall call, TimePoint deadline, Cancellation& cancellation) {
        call.head_deadline = deadline;
        auto exchange = co_await client.send(call, cancellation);
        if (!exchange) co_return std::unexpected{exchange.error()};
        auto const body = co_await (*exchange)->read_all(1 << 20, deadline, cancellation);
        if (!body) co_return std::unexpected{body.error()};
        Answer answer{(*exchange)->head().status, std::string{*body}};
        co_return answer;
    }
    Result<Answer> ask(Duration patience = 5s) {
        return runner.run(ask(*client, {.target = "/x", .head_fields = "X-Test: 1\r\n", .body = "question"},
                              Clock::now() + patience, cancellation));
    }
    void pass(Duration time) {
        Cancellation never;
        (void)runner.run(sleep_until(runner.loop, Clock::now() + time, never));
    }
    static Task<bool> cancel_later(Loop& loop, Duration after, Cancellation& cancellation) {
        Cancellation never;
        (void)co_await sleep_until(loop, loop.now() + after, never);
        cancellation.request(Errc::cancelled);
        co_return true;
    }
    // Asks, with cancellation after 30 ms; the answer must come within 50 ms of it.
    Result<Answer> ask_and_cancel() {
        spawn(cancel_later(runner.loop, 30ms, cancellation), [](bool) {});
        auto const start = Clock::now();
        auto answer = ask();
        EXPECT_LT(Clock::now() - start, 80ms);
        return answer;
    }

    fakes::LoopRunner runner;
    Cancellation cancellation;
    std::optional<HttpClient> client;
};

TEST_F(HttpClientTest, SendsOneWellFormedRequest) {
    std::string seen;
    ScriptedServer server{[&](Peer& peer, int) {
        seen = peer.request();
        peer.send(ok_hello);
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(seen, "POST /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                        "\r\nX-Test: 1\r\nContent-Length: 8\r\n\r\nquestion");
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
    ScriptedServer server{[](Peer& peer, int) {
        while (!peer.request().empty()) peer.send(ok_hello);
    }};
    client_of(server);
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(ask());
    EXPECT_EQ(server.accepted(), 1);
    EXPECT_EQ(client->idle(), 1U);
    client.reset();
}

TEST_F(HttpClientTest, KeepsNoConnectionThatIsToBeClosed) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        peer.client_left();
    }};
    client_of(server);
    ASSERT_TRUE(ask());
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, KeepsNoConnectionThatSaysMoreThanItsAnswer) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n");
        peer.client_left();
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "ok");
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, HasAnotherConnectionReadyInPlaceOfTheLastOneThatThePeerClosed) {
    ScriptedServer server{[](Peer& peer, int number) {
        if (number == 0) return (void)peer.request(), peer.send(ok_hello);  // and closes
        while (!peer.request().empty()) peer.send(ok_hello);
    }};
    client_of(server, {.keep_warm = 60s});
    ASSERT_TRUE(ask());
    while (server.accepted() < 2 || client->idle() < 1) pass(1ms);

    ASSERT_TRUE(ask());

    EXPECT_EQ(server.accepted(), 2);
    client.reset();
}

TEST_F(HttpClientTest, OpensNoMoreThanTenConnectionsThatNobodyUses) {
    ScriptedServer server{[](Peer& peer, int number) {
        if (number == 0) return (void)peer.request(), peer.send(ok_hello);
        // Each one is closed as soon as it is there.
    }};
    client_of(server, {.keep_warm = 60s});
    ASSERT_TRUE(ask());
    while (server.accepted() < 11) pass(1ms);
    pass(50ms);

    EXPECT_EQ(server.accepted(), 11);
}

TEST_F(HttpClientTest, OpensNoneWhenItWasNotUsedForLong) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(ok_hello);
        std::this_thread::sleep_for(40ms);
    }};
    client_of(server, {.keep_warm = 10ms});
    ASSERT_TRUE(ask());
    pass(80ms);

    EXPECT_EQ(server.accepted(), 1);
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, DropsAnIdleConnectionWhenThePeerClosesIt) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(ok_hello);
    }};
    client_of(server);
    ASSERT_TRUE(ask());
    pass(100ms);
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, DropsAnIdleConnectionAfterItsTime) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(ok_hello);
        peer.client_left();
    }};
    client_of(server, {.idle_time = 40ms});
    ASSERT_TRUE(ask());
    EXPECT_EQ(client->idle(), 1U);
    pass(100ms);
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, ReplacesAStaleConnectionUnseen) {
    ScriptedServer server{[](Peer& peer, int nth) {
        (void)peer.request();
        peer.send(ok_hello);
        if (nth > 0) return;
        (void)peer.request();
        peer.reset();  // dies while the second request is under way
    }};
    client_of(server);
    ASSERT_TRUE(ask());
    auto const second = ask();
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(second->body, "hello");
    EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClientTest, ReplacesAStaleConnectionOnlyOnce) {
    ScriptedServer server{[](Peer& peer, int nth) {
        (void)peer.request();
        if (nth > 0) return;  // every new one closes without an answer
        peer.send(ok_hello);
        (void)peer.request();
    }};
    client_of(server);
    ASSERT_TRUE(ask());
    auto const second = ask();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::provider_unreachable);
    EXPECT_EQ(server.accepted(), 2);
}

TEST_F(HttpClientTest, RepeatsNothingOnceAByteOfTheAnswerCame) {
    ScriptedServer server{[](Peer& peer, int nth) {
        (void)peer.request();
        if (nth == 0) {
            peer.send(ok_hello);
            (void)peer.request();
        }
        peer.send("HTTP/1.1 2");
    }};
    client_of(server);
    ASSERT_TRUE(ask());
    EXPECT_FALSE(ask());
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpClientTest, SkipsInterimAnswers) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        peer.send(ok_hello);
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "hello");
}

TEST_F(HttpClientTest, ReadsTheUntilCloseBody) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\n\r\nall of ");
        peer.send("it");
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "all of it");
    EXPECT_EQ(client->idle(), 0U);
}

TEST_F(HttpClientTest, ReadsAnAnswerWithoutABody) {
    ScriptedServer server{[](Peer& peer, int) {
        while (!peer.request().empty()) peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 204);
    EXPECT_EQ(answer->body, "");
    EXPECT_EQ(client->idle(), 1U);
    client.reset();
}

TEST_F(HttpClientTest, ReadsAnAnswerThatComesByteByByte) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send_each_byte(ok_hello);
        (void)peer.request();
        peer.send_each_byte(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10;x=y\r\n0123456789abcdef\r\n0\r\n\r\n");
        peer.client_left();
    }};
    client_of(server);
    auto const plain = ask();
    ASSERT_TRUE(plain) << plain.error().detail;
    EXPECT_EQ(plain->body, "hello");
    auto const chunked = ask();
    ASSERT_TRUE(chunked) << chunked.error().detail;
    EXPECT_EQ(chunked->body, "abc0123456789abcdef");
    EXPECT_EQ(client->idle(), 1U);
    client.reset();
}

TEST_F(HttpClientTest, ReadsAnAnswerSplitAtEveryPlace) {
    constexpr std::string_view answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n";
    ScriptedServer server{[&](Peer& peer, int) {
        for (std::size_t cut = 1; !peer.request().empty(); ++cut) {
            peer.send(answer.substr(0, cut));
            std::this_thread::sleep_for(1ms);
            peer.send(answer.substr(cut));
        }
    }};
    client_of(server);
    for (std::size_t cut = 1; cut < answer.size(); ++cut) {
        auto const read = ask();
        ASSERT_TRUE(read) << cut << ": " << read.error().detail;
        ASSERT_EQ(read->body, "hello world") << cut;
    }
    EXPECT_EQ(server.accepted(), 1);
    client.reset();
}

TEST_F(HttpClientTest, ReadsALargeBody) {
    std::string const large(900'000, 'x');
    ScriptedServer server{[&](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n");
        peer.send(large);
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, large);
}

TEST_F(HttpClientTest, SendsALargeBodyToASlowReader) {
    std::string const large(8'000'000, 'q');
    std::size_t seen = 0;
    ScriptedServer server{[&](Peer& peer, int) {
        std::this_thread::sleep_for(50ms);  // until the socket's buffers are full
        seen = peer.request().size();
        peer.send(ok_hello);
    }};
    client_of(server);
    auto const answer = runner.run(ask(*client, {.target = "/x", .body = large}, Clock::now() + 5s, cancellation));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_GT(seen, large.size());
}

TEST_F(HttpClientTest, RefusesAnAnswerLargerThanAllowed) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x'));
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_protocol);
}

TEST_F(HttpClientTest, RefusesAHeadLargerThanAllowed) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nX: " + std::string(80'000, 'x'));
        peer.client_left();
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_protocol);
}

TEST_F(HttpClientTest, TakesAHeadLargerThanOneRead) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nX: " + std::string(40'000, 'x') + "\r\nContent-Length: 2\r\n\r\nok");
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "ok");
}

struct Fault {
    char const* name;
    char const* bytes;
    Errc expected;
};
class BrokenAnswer : public HttpClientTest, public ::testing::WithParamInterface<Fault> {};

TEST_P(BrokenAnswer, IsNamedAndTheNextOneIsClean) {
    ScriptedServer server{[](Peer& peer, int nth) {
        (void)peer.request();
        peer.send(nth == 0 ? GetParam().bytes : ok_hello);
    }};
    client_of(server);
    auto const broken = ask();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, GetParam().expected);
    auto const next = ask();
    ASSERT_TRUE(next) << next.error().detail;
    EXPECT_EQ(next->body, "hello");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BrokenAnswer,
    ::testing::Values(Fault{"Silence", "", Errc::provider_unreachable},
                      Fault{"CutInHead", "HTTP/1.1 200 OK\r\nConte", Errc::provider_unreachable},
                      Fault{"NotHttp", "SSH-2.0-OpenSSH\r\n\r\n", Errc::provider_protocol},
                      Fault{"BadStatus", "HTTP/1.1 9x9 Odd\r\n\r\n", Errc::provider_protocol},
                      Fault{"SwitchingProtocols", "HTTP/1.1 101 Switching Protocols\r\n\r\n", Errc::provider_protocol},
                      Fault{"CutInBody", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", Errc::upstream_truncated},
                      Fault{"CutInChunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                            Errc::upstream_truncated},
                      Fault{"BadChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc",
                            Errc::provider_protocol}),
    [](auto const& row) { return row.param.name; });

TEST_F(HttpClientTest, NamesAResetInTheBody) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf");
        std::this_thread::sleep_for(20ms);
        peer.reset();
    }};
    client_of(server);
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(HttpClientTest, NamesARefusedConnection) {
    std::uint16_t port = 0;
    {
        ScriptedServer gone{[](Peer&, int) {}};
        port = gone.port();
    }
    client.emplace(runner.loop, HttpOrigin{.host = "127.0.0.1", .port = port}, HttpClientOptions{});
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(HttpClientTest, ConnectsByName) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(ok_hello);
    }};
    client.emplace(runner.loop, HttpOrigin{.host = "localhost", .port = server.port()}, HttpClientOptions{});
    auto const answer = ask();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->body, "hello");
}

TEST_F(HttpClientTest, RefusesTheForbiddenAddressThatWasNotSeenInTheUrl) {
    client.emplace(runner.loop, HttpOrigin{.tls = true, .host = "169.254.169.254", .port = 443}, HttpClientOptions{});
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(HttpClientTest, GivesUpOnAHeadThatDoesNotCome) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            left = peer.client_left();
        }};
        client_of(server);
        auto const start = Clock::now();
        auto const answer = ask(60ms);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::provider_timeout);
        EXPECT_GE(Clock::now() - start, 60ms);
        EXPECT_LT(Clock::now() - start, 160ms);
    }
    EXPECT_TRUE(left);
}

TEST_F(HttpClientTest, GivesUpOnABodyThatStalls) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf");
        peer.client_left();
    }};
    client_of(server);
    auto const answer = ask(120ms);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_timeout);
}

TEST_F(HttpClientTest, GivesUpOnABodyThatDripsForEver) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
        for (int i = 0; i < 60; ++i) {
            peer.send("x");
            std::this_thread::sleep_for(5ms);
        }
    }};
    client_of(server);
    auto const start = Clock::now();
    auto const answer = ask(100ms);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_timeout);
    EXPECT_LT(Clock::now() - start, 200ms);
}

TEST_F(HttpClientTest, StopsWaitingForTheHeadWhenCancelled) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            left = peer.client_left();
        }};
        client_of(server);
        auto const answer = ask_and_cancel();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::cancelled);
    }
    EXPECT_TRUE(left);
}

TEST_F(HttpClientTest, StopsWaitingForTheBodyWhenCancelled) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf");
            left = peer.client_left();
        }};
        client_of(server);
        auto const answer = ask_and_cancel();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, Errc::cancelled);
    }
    EXPECT_TRUE(left);
}

TEST_F(HttpClientTest, StopsSendingWhenCancelled) {
    std::string const large(64'000'000, 'q');
    ScriptedServer server{[](Peer&, int) { std::this_thread::sleep_for(150ms); }};
    client_of(server);
    spawn(cancel_later(runner.loop, 30ms, cancellation), [](bool) {});
    auto const start = Clock::now();
    auto const answer = runner.run(ask(*client, {.target = "/x", .body = large}, start + 5s, cancellation));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::cancelled);
    EXPECT_LT(Clock::now() - start, 100ms);
}

TEST_F(HttpClientTest, SendsNothingWhenCancelledBefore) {
    ScriptedServer server{[](Peer&, int) {}};
    client_of(server);
    cancellation.request(Errc::draining);
    auto const answer = ask();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::draining);
    EXPECT_EQ(server.accepted(), 0);
}

TEST_F(HttpClientTest, ReadsTheRefusalOfABodyItCouldNotSend) {
    std::string const large(8'000'000, 'q');
    ScriptedServer server{[](Peer& peer, int) {
        peer.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
        peer.client_left();
    }};
    client_of(server);
    auto const answer = runner.run(ask(*client, {.target = "/x", .body = large}, Clock::now() + 5s, cancellation));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 413);
}

TEST_F(HttpClientTest, RefusesATargetThatWouldBeAnotherRequest) {
    ScriptedServer server{[](Peer&, int) {}};
    client_of(server);
    auto const answer =
        runner.run(ask(*client, {.target = "/x HTTP/1.1\r\nHost: evil", .body = ""}, Clock::now() + 1s, cancellation));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::internal);
    EXPECT_EQ(server.accepted(), 0);
}

Task<bool> leave_early(HttpClient& client, Cancellation& cancellation) {
    auto exchange = co_await client.send({.target = "/x"}, cancellation);
    if (!exchange) co_return false;
    (void)co_await (*exchange)->read(Clock::now() + 1s, cancellation);
    client.let_finish(std::move(*exchange));
    co_return true;
}

TEST_F(HttpClientTest, LetsAnAnswerFinishInTheBackground) {
    ScriptedServer server{[](Peer& peer, int) {
        while (!peer.request().empty()) {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            std::this_thread::sleep_for(20ms);
            peer.send("0\r\n\r\n");
        }
    }};
    client_of(server);
    ASSERT_TRUE(runner.run(leave_early(*client, cancellation)));
    EXPECT_EQ(client->idle(), 0U);
    pass(60ms);
    EXPECT_EQ(client->idle(), 1U);
    client.reset();
}

TEST_F(HttpClientTest, DoesNotWaitLongForAnAnswerToFinish) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            left = peer.client_left();
        }};
        client_of(server);
        ASSERT_TRUE(runner.run(leave_early(*client, cancellation)));
        pass(260ms);
        EXPECT_EQ(client->idle(), 0U);
    }
    EXPECT_TRUE(left);
}

}  // namespace
}  // namespace signalbox::net
