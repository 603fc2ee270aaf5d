#include "server/resume_fixture.hpp"

#include <memory>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using fakes::Script;
using std::string;

// The same server with two loops: where a connection lands is the kernel's choice.
class ResumeOnTwoLoopsTest : public ResumeTest {
protected:
    ~ResumeOnTwoLoopsTest() override { stop_both(); }
    void start_both() {
        start();
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, &far_provider});
        far_chain =
            std::make_unique<ChainOrchestrator>(far_loop, cache, std::make_shared<Snapshot>(snapshot), providers);
        far_server = std::make_unique<Server>(far_loop, *far_chain, *shared);
        ASSERT_TRUE(far_server->listen());
        far_thread = std::thread{[this] { far_loop.run(); }};
    }
    void stop_both() {
        if (!far_thread.joinable()) return;
        std::promise<void> near_done;
        std::promise<void> far_done;
        loop.post_from_anywhere([&] { server->drain([&] { near_done.set_value(); }); });
        far_loop.post_from_anywhere([&] { far_server->drain([&] { far_done.set_value(); }); });
        near_done.get_future().wait();
        far_done.get_future().wait();
        loop.stop();
        far_loop.stop();
        thread.join();
        far_thread.join();
    }
    void both_then(Script const& script) {
        provider.then(script);
        far_provider.then(script);
    }

    net::Loop far_loop;
    fakes::ScriptedProvider far_provider{far_loop};
    std::unique_ptr<ChainOrchestrator> far_chain;
    std::unique_ptr<Server> far_server;
    std::thread far_thread;
};

TEST_F(ResumeOnTwoLoopsTest, ReadsARunFromWhateverLoop) {
    both_then(Script{.pieces = std::vector<string>(30, "word "), .gap = 5ms});
    start_both();
    auto const run = begin();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(std::make_unique<Client>(port));
        clients.back()->send(get(run.url));
    }
    for (auto const& client : clients) {
        auto const all = frames(client->read_reply().body);
        expect_numbered(all, run.id);
        ASSERT_FALSE(all.empty());
        EXPECT_TRUE(all.back().contains(R"("type":"complete")"));
    }
    stop_both();
    EXPECT_EQ(provider.asked().size() + far_provider.asked().size(), 1U);
}

TEST_F(ResumeOnTwoLoopsTest, StopsARunFromWhateverLoop) {
    for (int i = 0; i < 8; ++i) both_then(Script{.pieces = {"a", "b"}, .gap = 60s});
    start_both();
    for (int i = 0; i < 8; ++i) {
        auto const run = begin();
        auto const path = "/api/orchestrations/" + run.id;
        EXPECT_EQ(ask(get(path + "?token=" + run.token, "", "DELETE")).body, R"({"cancelled":true})");
        EXPECT_TRUE(frames(ask(get(run.url)).body).back().contains(R"("code":"cancelled")"));
    }
}

TEST_F(ResumeOnTwoLoopsTest, TellsReadersOnEveryLoopOfTheDrain) {
    options.drain = 50ms;
    both_then(Script{.pieces = {"a", "b"}, .gap = 60s});
    start_both();
    auto const run = begin();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(std::make_unique<Client>(port));
        clients.back()->send(get(run.url));
        string taken;
        ASSERT_TRUE(clients.back()->read_until(R"("stage":"token")", taken));
    }
    stop_both();
    for (auto const& client : clients) {
        auto const rest = client->read_all();
        EXPECT_TRUE(rest.contains(R"("code":"draining")")) << rest;
        EXPECT_TRUE(rest.ends_with("0\r\n\r\n"));
    }
}

}  // namespace
}  // namespace signalbox::server
