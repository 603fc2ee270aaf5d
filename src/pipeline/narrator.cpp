#include "pipeline/narrator.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

namespace signalbox {

using enum StreamEventType;

namespace {

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

// What the checks found when they stopped the call.
std::string stopped_early(ValidationResult const& validation) {
    return validation.issues.empty() ? "Stopped early" : "Stopped early: " + validation.issues.front();
}

std::string fallen_short(event::Validated const& e) {
    return "Quality check failed (" + score_text(e.validation.score) + "/10)" +
           (e.stopped ? ". " + stopped_early(e.validation) : "");
}

std::string rejection(event::Rejected const& e) {
    if (e.stopped) return stopped_early(e.validation) + ". Retrying...";
    return e.validation.is_valid() ? "Quality not judged. Retrying..." : "Quality check failed. Retrying...";
}

}  // namespace

StreamEvent Narrator::make(Told told, std::string_view picture, std::string text) {
    progress_ = std::max(progress_, told.progress);
    StreamEvent out;
    out.type = told.type;
    out.stage = told.stage;
    out.progress = progress_;
    if (!text.empty()) out.message = decorated(emoji_, picture, std::move(text));
    return out;
}

std::optional<StreamEvent> Narrator::tell(Event const& event) {
    return std::visit([this](auto const& fact) { return of(fact); }, event);
}

std::optional<StreamEvent> Narrator::of(event::Received const&) {
    return make({analyzing, "analysis", 0.1}, "🔍", "Analyzing your query...");
}

std::optional<StreamEvent> Narrator::of(event::Analyzed const& e) {
    auto out = make({analyzing, "analysis", 0.2}, "📊",
                    "Complexity: " + std::to_string(e.analysis.complexity) + "/10 (" +
                        std::string{name(e.analysis.category)} + ")");
    out.analysis = &e.analysis;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Routing const& e) {
    if (e.fast_path) return make({routing, "simple-route", 0.3}, "⚡", "Simple query, using the fast path");
    return make({routing, "routing", 0.3}, "🧭", "Selecting optimal model...");
}

std::optional<StreamEvent> Narrator::of(event::Routed const& e) {
    auto out = e.cache_hit ? make({routing, "routing", 0.4}, "💾", "Using cached routing (" + e.plan.primary + ")")
                           : make({routing, "routing", 0.4}, "🎯", "Routed to " + e.plan.primary);
    out.plan = &e.plan;
    out.model = e.plan.primary;
    out.cache_hit = e.cache_hit;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Started const& e) {
    arrived_ = 0;
    auto out = make({executing, "execution", 0.5}, "🤖", "Generating response with " + std::string{e.model} + "...");
    out.model = e.model;
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Arrived const& e) {
    auto const& delta = e.delta;
    bool const empty = delta.text.empty() && delta.frames.empty() && delta.reasoning.empty();
    bool const voids = empty && shown_ >= 0 && shown_ != e.attempt;
    if (delta.text.empty() && !voids) return std::nullopt;
    shown_ = e.attempt;
    // Nobody knows how long an answer will be: come nearer to 0.7 with each piece.
    ++arrived_;
    auto const part = static_cast<double>(arrived_) / static_cast<double>(arrived_ + 60);
    auto out = make({executing, "token", std::floor((0.5 + 0.2 * part) * 1000) / 1000}, "", "");
    out.content = e.delta.text;
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Answered const& e) {
    auto out = make({executing, "execution", 0.7}, "✨",
                    "Response generated (" + std::to_string(e.execution.usage.output.count) + " tokens)");
    out.model = e.execution.model;
    out.attempt = e.attempt;
    out.usage = &e.execution.usage;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Validating const& e) {
    auto out = make({validating, "validation", 0.8}, "🔬", "Validating response quality...");
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Validated const& e) {
    auto out = e.validation.is_valid() ? make({validating, "validation", 0.9}, "✅", verified(e.validation))
                                       : make({validating, "validation", 0.9}, "⚠️", fallen_short(e));
    out.validation = &e.validation;
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Rejected const& e) {
    auto out = make({retrying, "validation", 0}, "⚠️", rejection(e));
    out.validation = &e.validation;
    out.retry_count = e.retry_count;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::CallFailed const& e) {
    auto text = std::string{e.model} + " failed (" + std::string{name(e.error.code)} + ").";
    text += e.next_model == e.model ? " Trying again..." : " Trying " + std::string{e.next_model} + "...";
    auto out = make({retrying, "retry", 0}, "⚠️", std::move(text));
    out.error = &e.error;
    out.retry_count = e.retry_count;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Retrying const& e) {
    auto out = make({retrying, "retry", 0}, "🔄",
                    "Retry " + std::to_string(e.retry_count) +
                        (e.better ? ": Using better model..." : ": Using " + std::string{e.model} + "..."));
    out.model = e.model;
    out.retry_count = e.retry_count;
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Committed const&) { return std::nullopt; }

std::optional<StreamEvent> Narrator::of(event::MemberEnded const& e) {
    auto text = std::to_string(e.answers) + " of " + std::to_string(e.of) + " answers in (" + std::string{e.model};
    text += e.answered ? ")" : " gave none)";
    auto out = make({executing, "ensemble", 0.5}, e.answered ? "📥" : "⚠️", std::move(text));
    out.model = e.model;
    out.attempt = e.attempt;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Completed const& e) {
    auto const seconds = std::chrono::duration<double>(e.result.latency).count();
    auto out = make({complete, "complete", 1.0}, "✅", "Complete! (" + one_decimal(seconds) + "s)");
    out.content = e.result.response;
    out.model = e.result.model;
    out.retry_count = e.result.retry_count;
    out.result = &e.result;
    return out;
}

std::optional<StreamEvent> Narrator::of(event::Failed const& e) {
    auto out = make({error, "error", 0}, "❌", "Error: " + e.error.detail);
    out.error = &e.error;
    out.attempts = e.attempts;
    return out;
}

}  // namespace signalbox
