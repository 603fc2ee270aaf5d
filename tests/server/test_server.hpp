#pragma once

#include "analysis/analyzer.hpp"
#include "fakes/scripted_provider.hpp"
#include "net/loop.hpp"
#include "pipeline/orchestrator.hpp"
#include "server/client.hpp"
#include "server/server.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

namespace signalbox::server {

// Finds every message equally hard.
class LevelAnalyzer final : public Analyzer {
public:
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        return {.complexity = 5,
                .category = Category::code,
                .input_tokens = {100},
                .output_tokens = {200},
                .need = 0.5,
                .confidence = 1};
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }
};

inline ModelCard test_card(std::string id, double quality, MicroUsd price) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "scripted";
    out.quality.offer(quality, Origin::config);
    out.price.offer({.input = price, .output = price}, Origin::config);
    out.context_window.offer(100'000, Origin::config);
    return out;
}

// A whole server on loopback, on a thread of its own, over the real chain and a scripted provider.
// Tests set `options` and script the provider, then start().
class ServerTest : public ::testing::Test {
protected:
    ServerTest() {
        options.port = 0;
        options.drain = std::chrono::milliseconds{200};
        snapshot.registry = ModelRegistry{{test_card("small", 0.3, {100'000}), test_card("large", 0.95, {5'000'000})}};
        snapshot.routing.quality = 0;  // the cheapest first
        snapshot.chain.judge_model = "none";
        snapshot.chain.emoji = false;
        snapshot.analyzer = std::make_shared<LevelAnalyzer>();
        snapshot.epoch = 1;
    }
    ~ServerTest() override { stop(); }

    void start() {
        auto providers = std::make_shared<Providers>();
        providers->emplace("scripted", std::shared_ptr<Provider>{std::shared_ptr<void>{}, served()});
        chain = std::make_unique<ChainOrchestrator>(loop, cache, std::make_shared<Snapshot>(snapshot), providers);
        shared = std::make_unique<ServerShared>(options, metrics, &log);
        server = std::make_unique<Server>(loop, *chain, *shared);
        ASSERT_TRUE(server->listen());
        port = server->port();
        thread = std::thread{[this] { loop.run(); }};
    }
    void stop() {
        if (!thread.joinable()) return;
        loop.post_from_anywhere([this] { server->drain([this] { loop.stop(); }); });
        thread.join();
    }
    // Runs on the loop and waits for it.
    template <class F>
    auto on_loop(F f) {
        // Shared: the loop still holds the task when its result is already here.
        auto const task = std::make_shared<std::packaged_task<decltype(f())()>>(std::move(f));
        auto result = task->get_future();
        loop.post_from_anywhere([task] { (*task)(); });
        return result.get();
    }
    // Looks again and again, for at most two seconds.
    template <class Condition>
    bool comes_true(Condition condition) {
        for (auto const end = Clock::now() + std::chrono::seconds{2}; Clock::now() < end;) {
            if (on_loop(condition)) return true;
            std::this_thread::yield();
        }
        return false;
    }
    std::string post(std::string_view path, std::string_view body, std::string_view fields = "") {
        std::string request{"POST "};
        request.append(path).append(" HTTP/1.1\r\n").append(host_line()).append("Content-Type: application/json\r\n");
        request.append(fields).append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
        return request.append(body);
    }
    std::string get(std::string_view path, std::string_view fields = "", std::string_view method = "GET") {
        std::string request{method};
        return request.append(" ")
            .append(path)
            .append(" HTTP/1.1\r\n")
            .append(host_line())
            .append(fields)
            .append("\r\n");
    }
    std::string host_line() { return "Host: localhost:" + std::to_string(port) + "\r\n"; }
    // One request on a connection of its own.
    Reply ask(std::string const& request) {
        Client client{port};
        client.send(request);
        return client.read_reply();
    }
    virtual Provider* served() { return &provider; }

    ServerOptions options;
    Snapshot snapshot;
    net::Loop loop;
    fakes::ScriptedProvider provider{loop};
    RouteCache cache{{}};
    telemetry::Metrics metrics{"test"};
    std::ostringstream log_text;
    telemetry::Log log{telemetry::LogLevel::info, log_text};
    std::unique_ptr<ChainOrchestrator> chain;
    std::unique_ptr<ServerShared> shared;
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
    std::thread thread;
};

}  // namespace signalbox::server
