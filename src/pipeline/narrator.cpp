#include "pipeline/narrator.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace signalbox {

namespace {

struct Told {
    StreamEventType type;
    std::string_view stage;
    double progress;
};

std::string decorated(bool emoji, std::string_view picture, std::string text) {
    if (!emoji) return text;
    std::string message;
    message.reserve(picture.size() + 1 + text.size());
    message.append(picture).append(" ").append(text);
    return message;
}

std::string one_decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", number);
    return text;
}

// 9 -> "9", 8.5 -> "8.5"
std::string score_text(double score) {
    auto const rounded = std::round(score * 10) / 10;
    return rounded == std::floor(rounded) ? std::to_string(static_cast<int>(rounded)) : one_decimal(rounded);
}

std::string verified(ValidationResult const& validation) {
    if (validation.verdict == Verdict::unknown) return "Quality not judged";
    if (validation.judge.empty()) return "Quality verified (checks passed)";
    return "Quality verified (" + score_text(validation.score) + "/10)";
}

}  // namespace

std::optional<StreamEvent> Narrator::tell(Event const& event) {
    using enum StreamEventType;
    auto const make = [this](Told told, std::string_view picture, std::string text) {
        progress_ = std::max(progress_, told.progress);
        StreamEvent out;
        out.type = told.type;
        out.stage = told.stage;
        out.progress = progress_;
        if (!text.empty()) out.message = decorated(emoji_, picture, std::move(text));
        return out;
    };
    using Maybe = std::optional<StreamEvent>;

    return std::visit(
        Overloaded{
            [&](event::Received const&) -> Maybe {
                return make({analyzing, "analysis", 0.1}, "🔍", "Analyzing your query...");
            },
            [&](event::Analyzed const& e) -> Maybe {
                auto out = make({analyzing, "analysis", 0.2}, "📊",
                                "Complexity: " + std::to_string(e.analysis.complexity) + "/10 (" +
                                    std::string{name(e.analysis.category)} + ")");
                out.analysis = &e.analysis;
                return out;
            },
            [&](event::Routing const& e) -> Maybe {
                if (e.fast_path) return make({routing, "simple-route", 0.3}, "⚡", "Simple query, using the fast path");
                return make({routing, "routing", 0.3}, "🧭", "Selecting optimal model...");
            },
            [&](event::Routed const& e) -> Maybe {
                auto out = e.cache_hit
                               ? make({routing, "routing", 0.4}, "💾", "Using cached routing (" + e.plan.primary + ")")
                               : make({routing, "routing", 0.4}, "🎯", "Routed to " + e.plan.primary);
                out.plan = &e.plan;
                out.model = e.plan.primary;
                out.cache_hit = e.cache_hit;
                return out;
            },
            [&](event::Started const& e) -> Maybe {
                arrived_ = 0;
                auto out = make({executing, "execution", 0.5}, "🤖",
                                "Generating response with " + std::string{e.model} + "...");
                out.model = e.model;
                out.attempt = e.attempt;
                return out;
            },
            [&](event::Arrived const& e) -> Maybe {
                if (e.delta.text.empty()) return std::nullopt;
                // Nobody knows how long an answer will be: come nearer to 0.7 with each piece.
                ++arrived_;
                auto const part = static_cast<double>(arrived_) / static_cast<double>(arrived_ + 60);
                auto out = make({executing, "token", std::floor((0.5 + 0.2 * part) * 1000) / 1000}, "", "");
                out.content = e.delta.text;
                out.attempt = e.attempt;
                return out;
            },
            [&](event::Answered const& e) -> Maybe {
                auto out = make({executing, "execution", 0.7}, "✨",
                                "Response generated (" + std::to_string(e.execution.usage.output.count) + " tokens)");
                out.model = e.execution.model;
                out.attempt = e.attempt;
                out.usage = &e.execution.usage;
                return out;
            },
            [&](event::Validating const& e) -> Maybe {
                auto out = make({validating, "validation", 0.8}, "🔬", "Validating response quality...");
                out.attempt = e.attempt;
                return out;
            },
            [&](event::Validated const& e) -> Maybe {
                auto out = e.validation.is_valid()
                               ? make({validating, "validation", 0.9}, "✅", verified(e.validation))
                               : make({validating, "validation", 0.9}, "⚠️",
                                      "Quality check failed (" + score_text(e.validation.score) + "/10)");
                out.validation = &e.validation;
                out.attempt = e.attempt;
                return out;
            },
            [&](event::Rejected const& e) -> Maybe {
                auto out = make({retrying, "validation", 0}, "⚠️", "Quality check failed. Retrying...");
                out.validation = &e.validation;
                out.retry_count = e.retry_count;
                return out;
            },
            [&](event::CallFailed const& e) -> Maybe {
                auto text = std::string{e.model} + " failed (" + std::string{name(e.error.code)} + ").";
                text += e.next_model == e.model ? " Trying again..." : " Trying " + std::string{e.next_model} + "...";
                auto out = make({retrying, "retry", 0}, "⚠️", std::move(text));
                out.error = &e.error;
                out.retry_count = e.retry_count;
                return out;
            },
            [&](event::Retrying const& e) -> Maybe {
                auto out = make({retrying, "retry", 0}, "🔄",
                                "Retry " + std::to_string(e.retry_count) +
                                    (e.better ? ": Using better model..." : ": Using " + std::string{e.model} + "..."));
                out.model = e.model;
                out.retry_count = e.retry_count;
                out.attempt = e.attempt;
                return out;
            },
            [&](event::Committed const&) -> Maybe { return std::nullopt; },
            [&](event::Completed const& e) -> Maybe {
                auto const seconds = std::chrono::duration<double>(e.result.latency).count();
                auto out = make({complete, "complete", 1.0}, "✅", "Complete! (" + one_decimal(seconds) + "s)");
                out.content = e.result.response;
                out.model = e.result.model;
                out.retry_count = e.result.retry_count;
                out.result = &e.result;
                return out;
            },
            [&](event::Failed const& e) -> Maybe {
                auto out = make({error, "error", 0}, "❌", "Error: " + e.error.detail);
                out.error = &e.error;
                out.attempts = e.attempts;
                return out;
            },
        },
        event);
}

}  // namespace signalbox
