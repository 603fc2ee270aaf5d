#include "app/config.hpp"
#include "app/engine.hpp"
#include "app/fake_environment.hpp"
#include "cli/commands.hpp"
#include "cli/remote_chain.hpp"
#include "cli/run_on.hpp"
#include "fakes/fake_terminal.hpp"
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using cli::ExitCode;
using cli::run_on;

// The commands against a real server on loopback, all on one loop.
class RemoteCommandTest : public ::testing::Test {
protected:
    std::unique_ptr<Engine> engine =
        std::move(*Engine::create(*parse_config("workers: 1\n", "s.yaml", fakes::environment({}))));
    Engine::Worker& worker = engine->worker(0);
    telemetry::Metrics metrics{"test"};
    server::ServerShared shared{.options = {.port = 0}, .metrics = metrics};
    server::Server server{worker.loop, worker.orchestrator, shared};
    bool const listening = server.listen().has_value();
    std::unique_ptr<cli::RemoteChain> chain = connect(server.port());
    fakes::FakeTerminal terminal;
    Cancellation cancellation;
    cli::Question question{.text = "What is 2+2?"};

    // Its sessions end before the loop does.
    ~RemoteCommandTest() override {
        chain.reset();
        server.drain([this] { worker.loop.stop(); });
        worker.loop.run();
    }
    std::unique_ptr<cli::RemoteChain> connect(std::uint16_t port) {
        shared.options.port = port;
        return std::move(*cli::RemoteChain::create(worker.loop, "http://127.0.0.1:" + std::to_string(port) + "/"));
    }
    template <class T>
    T run(Task<T> task) {
        return run_on(worker.loop, std::move(task));
    }
};

TEST_F(RemoteCommandTest, AskShowsTheStream) {
    auto const code = run(cli::ask(*chain, question, {}, terminal, worker.loop, cancellation));
    EXPECT_EQ(code, ExitCode::ok);
    EXPECT_TRUE(terminal.written_out().starts_with("2 + 2 = 4.")) << terminal.all();
    EXPECT_NE(terminal.written_err().find("Complexity: "), std::string::npos);
    EXPECT_NE(terminal.written_err().find("fresh route"), std::string::npos);
}

TEST_F(RemoteCommandTest, AskJsonIsTheServersAnswer) {
    auto const code = run(cli::ask(*chain, question, {.json = true}, terminal, worker.loop, cancellation));
    EXPECT_EQ(code, ExitCode::ok);
    EXPECT_TRUE(terminal.written_out().starts_with("{\"requestId\":")) << terminal.written_out();
}

TEST_F(RemoteCommandTest, AnUnknownModelIsToldAsTheServerTellsIt) {
    question.model = "no/such";
    EXPECT_EQ(run(cli::ask(*chain, question, {}, terminal, worker.loop, cancellation)), ExitCode::no_candidate);
    EXPECT_NE(terminal.written_err().find("no/such"), std::string::npos) << terminal.written_err();
}

TEST_F(RemoteCommandTest, RouteModelsAndCacheSpeakToIt) {
    EXPECT_EQ(run(cli::show_route(*chain, question, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_NE(terminal.written_out().find("Plan: demo/"), std::string::npos) << terminal.written_out();
    EXPECT_EQ(run(cli::show_models(*chain, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_NE(terminal.written_out().find("demo/large   demo"), std::string::npos) << terminal.written_out();

    terminal.clear();
    EXPECT_EQ(run(cli::ask(*chain, question, {.json = true}, terminal, worker.loop, cancellation)), ExitCode::ok);
    terminal.clear();
    EXPECT_EQ(run(cli::show_cache(*chain, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_TRUE(terminal.written_out().starts_with("1 of 100 routes, ")) << terminal.written_out();
    terminal.clear();
    EXPECT_EQ(run(cli::clear_cache(*chain, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_EQ(terminal.written_out(), "1 route forgotten\n");
}

TEST_F(RemoteCommandTest, IsRecognisedAsSignalbox) {
    EXPECT_TRUE(run(chain->answers(std::chrono::seconds{5}, cancellation)));
}

TEST_F(RemoteCommandTest, NobodyThereIsNoProviderFailure) {
    auto const nobody = std::move(*cli::RemoteChain::create(worker.loop, "http://127.0.0.1:1"));
    EXPECT_FALSE(run(nobody->answers(milliseconds{200}, cancellation)));
    EXPECT_EQ(run(cli::ask(*nobody, question, {}, terminal, worker.loop, cancellation)), ExitCode::server);
    EXPECT_NE(terminal.written_err().find("no answer from the server at http://127.0.0.1:1"), std::string::npos)
        << terminal.written_err();
}

TEST_F(RemoteCommandTest, CtrlCEndsItAsInterrupted) {
    struct CtrlC final : Time::Alarm {
        CtrlC(Time& time, Cancellation& run) : Alarm{time}, cancellation{run} {}
        void fire() override { cancellation.request(Errc::cancelled); }
        Cancellation& cancellation;
    } ctrl_c{worker.loop, cancellation};
    ctrl_c.arm(worker.loop.now() + milliseconds{30});
    question.text = "Design a rate limiter for a distributed API and explain the trade-offs step by step";

    auto const code = run(cli::ask(*chain, question, {}, terminal, worker.loop, cancellation));
    EXPECT_EQ(code, ExitCode::interrupted);
    EXPECT_TRUE(terminal.written_err().ends_with("interrupted\n")) << terminal.written_err();
}

}  // namespace
}  // namespace signalbox::app
