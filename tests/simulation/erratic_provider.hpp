#pragma once

#include "analysis/second_analysis.hpp"
#include "async/time.hpp"
#include "pipeline/provider.hpp"
#include "simulation/dice.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::simulation {

// How a model of one world behaves; percentages.
struct Weather {
    int fails = 0;    // the call fails, before or after its first tokens
    int hangs = 0;    // it stops saying anything
    int poor = 0;     // the answer is refused, empty, in another language, or repeats itself
    int tools = 0;    // it calls tools
    int slow_ms = 0;  // up to so long before the first token, and between tokens
};

// Keeps the contract of Provider and breaks every expectation beyond it: errors of every kind at any
// moment, silence, poor answers, judges and analyzers that babble. What it does is the dice's will.
class ErraticProvider final : public Provider {
public:
    struct Call {
        std::string request_id;
        std::string model;
        bool aside = false;  // a judge's or an analyzer's question
    };
    // Is told of each call as it begins.
    using Watch = std::function<void(Call const&)>;

    ErraticProvider(Time& time, Dice& dice, Watch watch) : time_{time}, dice_{dice}, watch_{std::move(watch)} {}
    void set(std::string model, Weather weather) { weathers_.emplace_back(std::move(model), weather); }

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override {
        bool const aside = attempt.context->temperature.has_value();  // only such questions have one here
        watch_({attempt.context->request_id, attempt.model->id, aside});
        auto const weather = weather_of(attempt.model->id);
        auto const began = time_.now();
        ExecutionResult result{.model = attempt.model->id};
        auto pieces = aside ? opinion(*attempt.context) : words(weather, result);
        bool const fails = dice_.chance(weather.fails);
        auto const last = fails || dice_.chance(weather.hangs) ? dice_.roll(pieces.size() + 1) : pieces.size() + 1;

        for (std::size_t i = 0; i <= pieces.size(); ++i) {
            auto const patience = i == 0 ? attempt.timeouts.first_token : attempt.timeouts.gap;
            auto const end = std::min({attempt.deadline, began + attempt.timeouts.total, time_.now() + patience});
            auto const wait = i == last && !fails ? Duration::max() : dice_.wait_up_to(milliseconds{weather.slow_ms});
            auto const ready = wait >= end - time_.now() ? end : time_.now() + wait;
            if (ready > time_.now()) co_await sleep_until(time_, ready, cancellation);
            if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
            if (time_.now() >= end) co_return too_late(attempt);
            if (i == last) co_return std::unexpected(trouble(i > 0));
            if (i == pieces.size()) break;
            result.content += pieces[i];
            if (attempt.stream) {
                sink.on_delta({.text = pieces[i], .tool_calls = result.tool_calls && i == 0, .so_far = result.content});
                if (sink.behind()) co_await sink.caught_up();
                if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
            }
        }
        if (!attempt.stream && !result.content.empty()) {
            sink.on_delta({.text = result.content, .tool_calls = result.tool_calls, .so_far = result.content});
            if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
        }
        result.usage = {.input = {dice_.between(1, 500)}, .output = {dice_.between(0, 900)}};
        auto const& price = attempt.model->price;
        if (price.known()) result.cost = cost(price.value, result.usage.input, result.usage.output);
        co_return result;
    }

private:
    Weather weather_of(std::string_view model) const {
        auto const found = std::ranges::find(weathers_, model, &std::pair<std::string, Weather>::first);
        return found == weathers_.end() ? Weather{} : found->second;
    }

    std::unexpected<Error> too_late(Attempt const& attempt) const {
        if (time_.now() >= attempt.deadline) return fail(Errc::deadline_exceeded, "the request's time ran out");
        return fail(Errc::provider_timeout, "no token in time");
    }

    // An error that a provider may have; of the request's own kind only before the first token.
    Error trouble(bool after_tokens) {
        auto const code =
            after_tokens ? dice_.one_of({Errc::upstream_truncated, Errc::provider_protocol, Errc::provider_overloaded,
                                         Errc::provider_unreachable, Errc::provider_rate_limited})
                         : dice_.one_of({Errc::upstream_truncated, Errc::provider_protocol, Errc::provider_overloaded,
                                         Errc::provider_overloaded, Errc::provider_unreachable,
                                         Errc::provider_rate_limited, Errc::provider_auth, Errc::context_length,
                                         Errc::content_policy, Errc::provider_rejected});
        Error error{code, "trouble", {}, {}};
        if (code == Errc::provider_rate_limited && dice_.chance(70)) {
            error.retry_after = milliseconds{dice_.one_of({0, 1, 1'000, 30'000, 3'600'000})};
        }
        return error;
    }

    std::vector<std::string> words(Weather const& weather, ExecutionResult& result) {
        std::vector<std::string> pieces;
        if (dice_.chance(weather.tools)) {
            result.tool_calls = true;
            result.finish_reason = FinishReason::tool_calls;
            pieces.emplace_back();
        }
        if (dice_.chance(weather.poor)) {
            auto const kind = dice_.roll(7);
            if (kind == 0) return pieces;
            if (kind == 1) pieces.emplace_back("I'm sorry, but I can't help with that.");
            if (kind == 2) pieces.insert(pieces.end(), 60, "and so it goes on. ");
            if (kind == 3) result.finish_reason = FinishReason::length;
            if (kind > 3) return hopeless(kind);
        }
        constexpr std::array texts{"The sea is deep and wide. ", "Кошка спит. ", "1. First, look around. ", "🌊 ",
                                   "A ship sails by the shore with nine sailors aboard. "};
        for (auto count = dice_.between(1, 12); count > 0; --count) {
            pieces.emplace_back(texts[dice_.roll(texts.size())] + std::to_string(dice_.roll(1000)) + " ");
        }
        return pieces;
    }

    std::vector<std::string> opinion(ChainContext const& question) {
        bool const analyzer = question.messages.front().content.starts_with(analyzer_marker);
        return analyzer ? analysis() : judgement();
    }

    std::vector<std::string> analysis() {
        if (dice_.chance(15)) return {"quite a hard one"};
        auto const sure = dice_.one_of<std::string>({"0.2", "0.9", "90"});
        auto const length = std::to_string(dice_.one_of({1, 300, 900'000}));
        return {R"({"complexity":)" + std::to_string(dice_.between(0, 11)) + R"(,"category":"code","confidence":)" +
                sure + R"(,"estimatedOutputTokens":)" + length + "}"};
    }

    // Long, and of no use from some point on: all of it if nobody hangs up.
    std::vector<std::string> hopeless(std::uint64_t kind) {
        std::vector<std::string> pieces;
        if (kind == 4) pieces.emplace_back("I'm sorry, but I can't help with that request. ");
        auto const loop = dice_.between(5, 40);
        for (std::int64_t i = 0; i < 120; ++i) {
            auto const number = std::to_string(i * 37 % 1009);
            if (kind == 5) pieces.push_back("Моряк " + number + " несёт письмо и пьёт чай. ");
            if (kind == 6 && i >= loop) pieces.emplace_back("Then the ship goes out to sea once more. ");
            if (kind == 4 || (kind == 6 && i < loop)) pieces.push_back("Sailor " + number + " keeps the log. ");
        }
        return pieces;
    }

    std::vector<std::string> judgement() {
        if (dice_.chance(15)) return {"well, it is rather nice"};
        auto const score = std::to_string(dice_.between(0, 10));
        return {R"({"accuracy":)" + score + R"(,"completeness":)" + score + R"(,"score":)" + score +
                R"(,"issues":[]})"};
    }

    Time& time_;
    Dice& dice_;
    Watch watch_;
    std::vector<std::pair<std::string, Weather>> weathers_;
};

}  // namespace signalbox::simulation
