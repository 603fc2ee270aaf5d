#include "answer_check.hpp"

#include <algorithm>
#include <charconv>

namespace load {
namespace {

// The string after `"content":` as it stands, escapes and all; the texts of a bench have none.
std::string_view content_of(std::string_view json) {
    constexpr std::string_view key = "\"content\":\"";
    auto const at = json.rfind(key);
    if (at == std::string_view::npos) return {};
    auto const start = at + key.size();
    return json.substr(start, json.find('"', start) - start);
}

}  // namespace

void AnswerCheck::begin(std::int64_t now) {
    begun_ = last_ = now;
    seen_ = texts_ = matched_ = 0;
    wrong_ = finished_ = false;
}

std::size_t AnswerCheck::events(std::string_view body, std::int64_t now) {
    std::size_t taken = 0;
    for (auto end = body.find("\n\n"); end != std::string_view::npos; end = body.find("\n\n", taken)) {
        event(body.substr(taken, end - taken), now);
        taken = end + 2;
    }
    return taken;
}

std::string_view AnswerCheck::verdict(std::string_view body) const {
    if (options_.mode == Mode::json) {
        auto const content = content_of(body);
        if (content.empty()) return "an answer without content";
        return options_.expect.empty() || content == options_.expect ? "" : "an answer with another text";
    }
    if (!body.empty()) return "an incomplete event at the end";
    if (!finished_) return "a stream without its last event";
    if (options_.mode == Mode::orchestration) return "";
    if (wrong_ || texts_ == 0) return "a stream with another text";
    return options_.expect.empty() || matched_ == options_.expect.size() ? "" : "a stream with less text";
}

void AnswerCheck::event(std::string_view block, std::int64_t now) {
    if (finished_) wrong_ = true;
    ++figures_.events;
    if (options_.mode == Mode::orchestration) {
        if (seen_++ == 0) figures_.first.add(now - begun_);
        finished_ = block.find("\"type\":\"complete\"") != std::string_view::npos;
        return;
    }
    ++seen_;
    if (block.ends_with("data: [DONE]")) {
        finished_ = true;
        return;
    }
    if (!block.ends_with('}') || block.find("\"error\":{") != std::string_view::npos) wrong_ = true;
    if (auto const piece = content_of(block); !piece.empty()) text(piece, now);
}

void AnswerCheck::text(std::string_view piece, std::int64_t now) {
    if (texts_++ == 0)
        figures_.first.add(now - begun_);
    else
        figures_.gaps.add(now - last_);
    last_ = now;
    if (options_.mode == Mode::paced && piece.starts_with("at ")) {
        std::int64_t sent = 0;
        std::from_chars(piece.data() + 3, piece.data() + piece.size(), sent, 16);
        figures_.travel.add(now - sent);
        return;
    }
    if (options_.expect.empty()) return;
    if (!std::string_view{options_.expect}.substr(std::min(matched_, options_.expect.size())).starts_with(piece))
        wrong_ = true;
    matched_ += piece.size();
}

}  // namespace load
