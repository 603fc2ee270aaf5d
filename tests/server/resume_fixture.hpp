#pragma once

#include "server/test_server.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::server {

inline constexpr std::string_view stream_path = "/api/stream/orchestration";
inline constexpr std::string_view question = R"({"content":"write a sort","options":{"validate":false}})";
inline constexpr std::string_view as_json = "Accept: application/json\r\n";

inline int count(std::string const& text, std::string_view what) {
    int found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

inline std::string between(std::string const& text, std::string_view before, std::string_view after) {
    auto const at = text.find(before);
    if (at == std::string::npos) return {};
    auto const from = at + before.size();
    return text.substr(from, text.find(after, from) - from);
}

// The SSE frames of a body, without the comments.
inline std::vector<std::string> frames(std::string body) {
    std::vector<std::string> out;
    for (std::size_t end = 0; (end = body.find("\n\n")) != std::string::npos; body.erase(0, end + 2)) {
        auto frame = body.substr(0, end);
        while (frame.starts_with(":")) frame.erase(0, frame.find('\n') + 1);
        out.push_back(std::move(frame));
    }
    return out;
}

// The event ids run:1, run:2 ... in order, from `first` on, once each.
inline void expect_numbered(std::vector<std::string> const& all, std::string const& run, int first = 1) {
    for (auto const& frame : all) {
        EXPECT_TRUE(frame.starts_with("id: " + run + ":" + std::to_string(first++) + "\n")) << frame;
    }
}

// A client that starts runs and comes back to them.
class ResumeTest : public ServerTest {
protected:
    struct Run {
        std::string id;
        std::string url;
        std::string token;
    };
    // Starts a run to come back to.
    Run begin(std::string_view body = question) {
        auto const reply = ask(post(stream_path, body, as_json));
        EXPECT_EQ(reply.status, 202) << reply.body;
        return {between(reply.body, R"("id":")", "\""), between(reply.body, R"("url":")", "\""),
                between(reply.body, "&token=", "\"")};
    }
    static std::string last_event(std::string const& run, int number) {
        return "Last-Event-ID: " + run + ":" + std::to_string(number) + "\r\n";
    }
    bool nothing_runs() {
        return comes_true([this] { return shared->in_flight.load() == 0; });
    }
    // A run whose model has said "a" and then is silent.
    Run begin_slow() {
        provider.then(fakes::Script{.pieces = {"a", "b"}, .gap = std::chrono::seconds{60}});
        start();
        return begin();
    }
};

}  // namespace signalbox::server
