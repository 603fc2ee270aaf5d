#pragma once

#include "cli/chain.hpp"

#include <string>
#include <vector>

namespace signalbox::fakes {

// Says what it is told to, and remembers what it was asked.
class FakeChain final : public cli::Chain {
public:
    std::vector<std::string> events;
    Result<void> end;
    Result<std::string> text;
    std::vector<cli::Question> asked;

    Task<Result<void>> ask(cli::Question const& question, OnEvent const& on_event, Cancellation&) override {
        asked.push_back(question);
        for (auto const& event : events) on_event(event);
        co_return end;
    }
    Task<Result<std::string>> answer(cli::Question const& question, Cancellation&) override { return say(question); }
    Task<Result<std::string>> route(cli::Question const& question, Cancellation&) override { return say(question); }
    Task<Result<std::string>> models(Cancellation&) override { co_return text; }

private:
    Task<Result<std::string>> say(cli::Question question) {
        asked.push_back(std::move(question));
        co_return text;
    }
};

}  // namespace signalbox::fakes
