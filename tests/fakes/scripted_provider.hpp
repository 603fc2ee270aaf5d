#pragma once

#include "async/time.hpp"
#include "pipeline/provider.hpp"

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace signalbox::fakes {

// What a ScriptedProvider does with one call.
struct Script {
    std::vector<std::string> pieces;  // streamed in order, `gap` apart
    Duration first{};                 // before the first piece
    Duration gap{};
    std::optional<Error> error;  // after the pieces
    FinishReason finish_reason = FinishReason::stop;
    bool tool_calls = false;
    bool frames = false;         // also gives OpenAI-shaped frames
    bool frames_finish = false;  // the last of them has a finish_reason
    std::string raw;             // whole JSON body when not streamed
};

// Answers calls from a script, one entry per call, and remembers which models were asked. A model that
// has scripts of its own gets those. An empty script answers "ok".
class ScriptedProvider final : public Provider {
public:
    explicit ScriptedProvider(Time& time) : time_{time} {}

    ScriptedProvider& then(Script script) {
        scripts_.push_back(std::move(script));
        return *this;
    }
    ScriptedProvider& then_for(std::string const& model, Script script) {
        by_model_[model].push_back(std::move(script));
        return *this;
    }
    ScriptedProvider& then_for(std::string const& model, std::string text) {
        return then_for(model, Script{.pieces = {std::move(text)}});
    }
    ScriptedProvider& then(std::string text) { return then(Script{.pieces = {std::move(text)}}); }
    ScriptedProvider& then_fail(Errc code) { return then(Script{.error = Error{code, "scripted", {}, {}}}); }

    [[nodiscard]] std::vector<std::string> const& asked() const { return asked_; }
    [[nodiscard]] std::vector<std::string> const& prompts() const { return prompts_; }
    [[nodiscard]] int cancelled() const { return cancelled_; }

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override {
        asked_.push_back(attempt.model->id);
        prompts_.push_back(attempt.context->messages.empty() ? "" : attempt.context->messages.back().content);
        Script const script = next_script(attempt.model->id);
        ExecutionResult result{
            .model = attempt.model->id, .finish_reason = script.finish_reason, .tool_calls = script.tool_calls};
        auto pause = script.first;
        for (auto const& piece : script.pieces) {
            if (pause > Duration{}) {
                bool const came =
                    co_await sleep_until(time_, std::min(time_.now() + pause, attempt.deadline), cancellation);
                if (came && time_.now() >= attempt.deadline)
                    co_return fail(Errc::deadline_exceeded, "scripted deadline");
            }
            if (cancellation.requested()) {
                ++cancelled_;
                co_return fail(cancellation.reason(), "cancelled");
            }
            bool const finish = script.frames_finish && &piece == &script.pieces.back();
            auto const frame = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + piece +
                               "\"},\"finish_reason\":" + (finish ? "\"stop\"" : "null") + "}]}\n\n";
            result.content += piece;
            sink.on_delta({.text = piece,
                           .frames = script.frames ? std::string_view{frame} : std::string_view{},
                           .tool_calls = script.tool_calls,
                           .finish = finish,
                           .so_far = result.content});
            if (sink.behind()) co_await sink.caught_up();
            pause = script.gap;
        }
        if (cancellation.requested()) {
            ++cancelled_;
            co_return fail(cancellation.reason(), "cancelled");
        }
        if (script.error) co_return std::unexpected(*script.error);
        result.usage = {.input = {10}, .output = {static_cast<std::int64_t>(script.pieces.size())}};
        if (attempt.model->price.known())
            result.cost = cost(attempt.model->price.value, result.usage.input, result.usage.output);
        if (!attempt.stream) result.raw = script.raw;
        co_return result;
    }

private:
    Script next_script(std::string const& model) {
        auto const own = by_model_.find(model);
        auto& scripts = own != by_model_.end() ? own->second : scripts_;
        if (scripts.empty()) return {.pieces = {"ok"}};
        auto script = std::move(scripts.front());
        scripts.pop_front();
        return script;
    }
    Time& time_;
    std::unordered_map<std::string, std::deque<Script>> by_model_;
    std::deque<Script> scripts_;
    std::vector<std::string> asked_;
    std::vector<std::string> prompts_;
    int cancelled_ = 0;
};

}  // namespace signalbox::fakes
