#pragma once

#include "http_reader.hpp"
#include "script.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace fake {

enum class Outcome { running, finished, client_left, dropped };

// One request as it was asked, and how it went.
struct Record {
    std::uint64_t number = 0;  // from 1
    std::uint64_t connection = 0;
    std::string model;
    std::string behaviour;
    std::string target;
    std::string head;
    std::string body;  // at most max_body bytes of it
    std::size_t body_size = 0;
    std::size_t whole = 0;  // bytes of the whole answer; of one round of an endless one
    std::size_t sent = 0;   // bytes that went out; 0 while it runs
    bool stream = false;
    bool authorization = false;
    Outcome outcome = Outcome::running;
    std::chrono::steady_clock::time_point begun;
    std::chrono::steady_clock::time_point ended;
};

// What the provider was asked. Keeps the last 100 requests and counts them all.
class Journal {
public:
    static constexpr std::size_t kept = 100;
    static constexpr std::size_t max_body = 64UL * 1024;

    // The number to give to end().
    std::uint64_t begin(HttpRequest const& request, Script const& script, std::uint64_t connection);
    void end(std::uint64_t number, Outcome outcome, std::size_t sent);
    void connection_opened() {
        ++connections_opened_;
        ++connections_open_;
    }
    void connection_closed() { --connections_open_; }

    [[nodiscard]] std::string json() const;
    void reset();  // forgets all requests; what runs is no longer followed

private:
    std::array<Record, kept> records_;
    std::map<std::string, std::uint64_t, std::less<>> per_model_;
    std::uint64_t count_ = 0;
    std::uint64_t forgotten_ = 0;  // numbers up to this one were reset
    std::uint64_t client_left_ = 0;
    std::uint64_t connections_opened_ = 0;
    std::uint64_t connections_open_ = 0;
};

}  // namespace fake
